//! The words of each sense. Any form of a word stands for all.

/// Words for what every function, type and parameter is or does. In a comment on one of them, they say nothing that its
/// existence does not say.
pub(super) const HOLLOW: &str = "
function functions func method class object instance module variable constant attribute property field member constructor
destructor getter setter initializer initialize initialise init value values parameter param params argument arguments arg
args kwarg kwargs return returns returning output input data datum info information given provided provide passed pass
specified specify particular appropriate appropriately necessary necessarily certain various relevant corresponding
respective current do does doing done handle handles handling process processes processing perform performs execute executes
executing run runs running call calls calling invoke use used using uses make makes take takes give gives get gets
set sets implement implements implementation create creates compute computes calculate calculates define defines represent
represents contain contains hold holds helper utility util utils main basic thing things stuff code
operation operations action work works logic program script description describe summary documentation document
doc docs docstring comment comments type types typed str int integer bool boolean float double char none null nil void undefined
todo fixme xxx tbd foo bar baz qux blah asdf qwerty lorem ipsum dolor consectetur adipiscing elit example public private
protected static final abstract override overrides self super async def const let var fn throws throw raise raises yields
yield exception note since see link inherit inheritdoc www com org
result results purpose responsible responsibility behaviour behavior functionality feature features etc
方法 函数 函數 返回 参数 參數 数据 數據 处理 處理 関数 引数 戻り 戻値 処理 함수 반환 매개변수 메서드
funktion methode wert werte rückgabe parameter daten gibt zurück fonction méthode retourne renvoie valeur données función
método devuelve retorna valor datos funcție функция метод возвращает значение данные параметр
";

/// Claims of quality and of good intent.
pub(super) const PRAISE: &str = "
robust robustness robustly efficient efficiency efficiently scalable scalability
maintainable maintainability elegant elegance elegantly optimal optimally optimize optimise optimized
optimization modular modularity reusable reusability extensible extensibility flexible flexibility reliable reliability
reliably performant comprehensive thorough thoroughly professional professionally quality idiomatic
excellent excellence perfect perfectly creative innovative innovation best practice practices
seamless seamlessly leverage leverages leveraging powerful intuitive sophisticated modern enterprise
premium advanced smart clever great good nice nicely awesome amazing proper properly correct correctly effective
effectively smooth smoothly effortless effortlessly maintain ensure ensures ensuring mindful mind craft crafted carefully careful
adhere adheres adhering principle principles solid holistic synergy paradigm
architecture architectural understandable friendly experience clarity crucial essential essentially
gracefully graceful adapt adapts adaptation adaptable evolve evolving requirements requirement highly utmost
industry future extendable responsibility consideration throughout
overall importance important significant significantly vital philosophy excellence passionate passion dedication dedicated
";

/// Terms of programming that are rare in other texts, or mean something else there.
pub(super) const FIELD: &str = "
algorithm complexity linear quadratic logarithmic logn runtime recursion recursive recursively iterate iteration iterator loop
nested array arrays list lists tuple dictionary dict hash hashes hashmap hashset hashing map mapping heap stack queue deque tree
trie graph node nodes edge edges vertex index indices indexes pointer pointers reference references slice slices buffer byte bytes
bit bits string strings substring character characters digit digits regex pattern token tokens tokenize parse parser parsing lexer
syntax ast compile compiler interpreter runtime sort sorts sorted sorting unsorted search lookup binary insert insertion delete
deletion append prepend pop push shift splice concatenate join split splits trim strip prefix suffix delimiter separator comma
colon semicolon quote quotes bracket brackets parenthesis parentheses brace whitespace newline tab column columns row rows
cell csv json xml yaml toml sql database query queries table schema record records key keys lookup cache caching
memoize memoization memory allocate allocation leak garbage stream streams streaming lazy eager generator coroutine thread threads
threading lock locks locking mutex atomic race deadlock concurrent concurrency parallel asynchronous await promise callback
event events listener handler closure lambda scope global mutable immutable mutate mutation copy copies clone alias
interface interfaces abstraction inheritance polymorphism encapsulation decorator dataclass enum struct trait generic generics
template module modules package packages import imports dependency dependencies injection singleton factory
adapter observer visitor wrapper wrap api endpoint request requests response http server client url path paths file files
directory filename encoding encode decode utf unicode ascii serialize serialise deserialize format formatting formatter error
errors exception exceptions valueerror keyerror typeerror traceback panic catch catches except assertion assert asserts
validate validation validator invalid sanitize guard boundary bounds overflow underflow underscore nan null none nil zero
negative positive empty duplicate duplicates unique equality comparison comparator operator operand modulo remainder division
divisor rounding decimal decimals float floats integer integers number numbers numeric boolean flag flags bitmask constant
constants variable variables parameter parameters argument arguments function functions method methods class classes object
objects instance type types return returns branch branches branching conditional switch default fallback retry retries timeout
timestamp datetime logging logger log logs debug debugger debugging refactor refactoring test tests testing unittest
pytest junit jest mock mocks mocking fixture coverage regression benchmark profiling profiler latency throughput
bottleneck constant counter counters accumulator sum sums minimum maximum average median sentinel terminator iterator
iterable pass traversal traverse visited breadth depth queue greedy dynamic programming memo subproblem backtracking
invariant precondition postcondition idempotent deterministic transaction commit rollback session login permission token
config configuration environment option options argument cli command stdin stdout console terminal print prints output
input outputs inputs line lines signature overload override optional default deprecated library libraries framework
codebase refactored microservice microservices commit version versions repository git deploy deployment docker container
kubernetes cloud backend frontend component components state props render rendering hook hooks reducer dom css html browser
script scripts module bug bugs crash crashes fail fails failure failures failed handle handles handled swallow propagate
throw throws thrown raise raises raised
service services webhook webhooks worker workers payload payloads broker queueing enqueue dequeue publish subscribe subscriber
producer consumer message messages inbox outbox backoff exponential jitter idempotency deliver delivery delivers ordering sequence
polling poll schedule scheduler scheduled cron job jobs task tasks attempt attempts outage restart trigger triggers guarantee guarantees
transactional isolation isolate consistency availability replica replication shard sharding partition
partitions failover rollout migration migrate index primary foreign constraint constraints cursor pagination interval intervals
overlap overlapping overlaps range ranges window limiter throttle quota bucket buckets token burst bursts ttl expire
expires expired expiry evict eviction lru invalidate invalidation stale snapshot diff patch merge merging merged conflict
identifier identifiers uuid ids unsigned signed overflowing truncate truncated rounding
account accounts customer customers client clients payment invoice invoices inventory checkout endpoint gateway proxy balancer cluster host
hosts network socket connection connections websocket tcp dns packet header latency bandwidth
keyword keywords parameterized monkeypatch stubbed assertion subprocess process heap pointer borrow ownership lifetime compile compiled
synchronous blocking nonblocking awaits coroutine goroutine channel channels semaphore barrier starve starvation
percentile histogram sample samples metric metrics monitoring alert alerts dashboard trace tracing
half-open inclusive exclusive off-by-one timezone utc epoch clock monotonic
";

/// Terms of programming in other languages.
pub(super) const FIELD_ELSEWHERE: &str = "
algorithmus laufzeit schleife schleifen rekursion rekursiv liste listen feld felder wörterbuch schlüssel index zeiger puffer
zeichen zeichenkette zeichenketten zeile zeilen spalte spalten datei dateien fehler ausnahme ausnahmen prüfen prüft prüfung
geprüft leer leere leeren doppelt doppelte sortieren sortiert suche suchen speicher aufruf aufrufe aufgerufen eingabe eingaben
ausgabe klasse klassen objekt schnittstelle test tests zahl zahlen negativ negative null grenze grenzen grenzfall grenzfälle
doppelpunkt komma leerzeichen trennt trennen getrennt zerlegt zerlegen teilt summe zähler abfrage datenbank tabelle
boucle liste tableau dictionnaire clé chaîne caractère ligne lignes fichier fichiers erreur erreurs vide doublon doublons trier
trié recherche mémoire appel entrée sortie classe objet nombre négatif zéro virgule complexité récursion indice
bucle lista arreglo diccionario clave cadena carácter línea líneas archivo archivos fichero error errores excepción vacío vacía
duplicados ordenar ordenada búsqueda memoria llamada entrada salida clase objeto número negativo cero coma complejidad
recursión índice algoritmo ciclo laço dicionário chave linha linhas arquivo arquivos erro erros exceção vazio vazia memória chamada
classe objeto busca
цикл список массив словарь ключ строка строки символ файл ошибка исключение пустой пустая сортировка поиск память вызов
класс объект число сложность рекурсия индекс проверка тест
循环 循環 列表 数组 數組 字典 字符 字符串 字串 文件 错误 錯誤 异常 異常 空的 排序 查找 搜索 内存 記憶 调用 呼叫 输入 輸入 输出 輸出
类型 類型 对象 對象 数字 复杂 複雜 递归 遞歸 索引 测试 測試 重复 重複 缓存 緩存 哈希 行数 分割 解析 算法
リスト ループ 配列 辞書 文字 文字列 ファイル エラー 例外 検索 メモリ 呼出 入力 出力 クラス オブジェクト 再帰 テスト 重複 キャッシュ キー
インデックス 計算 計算量
리스트 배열 딕셔너리 문자열 파일 오류 예외 정렬 검색 메모리 입력 출력 클래스 객체 반복문 재귀 테스트 중복
";

/// Words of any text in which somebody explains something.
pub(super) const EVERYDAY: &str = "
first second third last next previous one two three four five ten once twice also only even still already just then now
later always never often sometimes usually maybe perhaps really quite rather almost about around need needs want wants wanted
think thought know knew choose chose chosen choice decide decided decision prefer preferred pick picked avoid avoids keep keeps kept
allow allows happen happens mean means meant show shows say says said tell tells ask asks add adds added adding find
finds found start starts started end ends begin begins finish stop stops change changes changed large larger largest big
bigger small smaller smallest long longer short shorter high higher low lower same different similar equal simple simpler
simply easy easier easily hard harder difficult time times way ways case cases part parts step steps reason reasons problem
problems question questions answer answers possible impossible enough much many few little less least more most quick
quickly slow slower slowly fast faster fastest new old right wrong true false whole full exact exactly like look looks looking
see seen sees go goes went come comes came become becomes put puts let lets try tries tried work works worked
would cannot without within because although instead though however therefore otherwise either neither every each all any
another others else might must may shall since per via whether yes not none nothing something anything everything someone user
users people person lot lots kind sort bit hold read reads write writes written build builds built consider considered
expect expects expected believe assume assumed explain explanation idea approach solution design designed structure plan
goal result results follow follows following above below after before during until while whenever cost costs cheap
expensive size amount count counts check checks checked checking order ordered set item items element elements entry entries
group content contents name names named whose itself together apart back away ago today
condition conditions behave behaves priority extend extends extended clean cleans cleanly standard standards testable readable
side sides point points top bottom middle begin place places move moves moved remain remains remaining leave leaves left hour hours minute minutes day days week weeks month year second seconds ms hundred thousand million per partner partners person own gives exactly already less
store stores stored save saves load loads
erste ersten erster zuerst danach dann immer nie nur noch schon mehr weniger sehr brauche braucht brauchen wählte gewählt
entschieden vermeide vermeidet bleibt bleiben kann können muss müssen soll darf dürfen gleich gleiche groß große klein
kleine schnell schneller langsam langsamer einfach einfacher zeit fall fälle teil schritt grund problem aufgabe frage antwort lösung
ansatz ganze ganzen einzelne einzelner einzelnen passt liefert verhindert lasse zähle nehme neue enthalten enthält
premier première toujours jamais seulement encore plus moins très besoin choisi éviter évite reste peut doit même grand
petit vite rapide lent simple temps cas partie étape raison problème question réponse solution
primero siempre nunca solo todavía más menos muy necesito elegí evitar evita queda puede debe mismo grande pequeño rápido lento
tiempo caso parte paso razón problema pregunta respuesta solución
";

/// Grammar of other languages, without words that are English nouns or verbs.
pub(super) const ELSEWHERE: &str = "
der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind wird werden wurde wurden hat haben hatte
ich du er sie es wir ihr mich mir sich auf aus bei beim bis durch für gegen ohne um von vom zu zum zur nach über unter vor
zwischen dass weil wenn damit sodass denn als wie wo was wer auch so da hier dort diese dieser dieses dieser jede jeder jedes jeden jedem kein
keine keinen mit im ins am ob sonst falls obwohl statt deshalb daher selbst zwar sowie bzw
le la les un une des du de au aux et ou mais ne pas est sont sera été je tu il elle nous vous ils elles se sa ses leur leurs
ce cette ces cet dans par sur sous avec sans qui que quoi dont où parce donc si sinon quand comme aussi très plus
el los las una unos unas del al y o pero no es son era fue yo tú él ella nosotros ellos su sus este esta estos estas en por para
con sin que quien donde porque si cuando como también muy más entonces
o os a as um uma do da dos das e ou mas não é são eu ele ela nós eles seu sua este esta em no na nos nas por com sem porque
quando como também muito mais então
il lo gli uno di del della dei e ma non è sono nel nella con per che chi dove perché se quando come anche molto più
и в во на не что как это для по с со из к ко но или если то он она оно они мы вы я его её их был была было быть так же
потому чтобы когда где который которая которые также от до при
的 了 在 是 我 有 和 就 不 也 这个 那个 因为 所以 如果 但是 或者 一个 可以
";
