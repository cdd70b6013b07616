//! Complexity against the examples of its definition: G. A. Campbell, "Cognitive Complexity: A new way of measuring
//! understandability" (SonarSource, 2018, revised 2023), and against counts made by hand.

use sono_syntax::language;
use sono_syntax::syntax::{Function, Outline, ParseBudget, Parser};

fn outline(language: &str, text: &str) -> Outline {
    let language = language::by_name(language).unwrap();
    let outline = Parser::new().outline(text, language, false, &ParseBudget::default());
    assert!(outline.errors.is_empty(), "{text}");
    outline
}

/// Cyclomatic and cognitive complexity of the first function.
fn first(language: &str, text: &str) -> (u32, u32) {
    both(&outline(language, text).functions[0])
}

fn both(function: &Function) -> (u32, u32) {
    (function.cyclomatic, function.cognitive)
}

#[test]
fn sum_of_primes() {
    let text = "class C {
        int sumOfPrimes(int max) {
            int total = 0;
            OUT: for (int i = 1; i <= max; ++i) { // +1
                for (int j = 2; j < i; ++j) { // +2
                    if (i % j == 0) { // +3
                        continue OUT; // +1
                    }
                }
                total += i;
            }
            return total;
        }
    }";
    assert_eq!(first("java", text), (4, 7));
}

#[test]
fn get_words() {
    let text = "class C {
        String getWords(int number) {
            switch (number) { // +1
                case 1: return \"one\";
                case 2: return \"a couple\";
                case 3: return \"a few\";
                default: return \"lots\";
            }
        }
    }";
    assert_eq!(first("java", text), (4, 1));
}

#[test]
fn nesting_and_lambdas() {
    let text = "class C {
        void myMethod() {
            try {
                if (condition1) { // +1
                    for (int i = 0; i < 10; i++) { // +2
                        while (condition2) { go(); } // +3
                    }
                }
            } catch (ExcepType1 | ExcepType2 e) { // +1
                if (condition2) { go(); } // +2
            }
        }
        void myMethod2() {
            Runnable r = () -> { // nesting
                if (condition1) { go(); } // +2
            };
        }
    }";
    let outline = outline("java", text);
    assert_eq!(both(&outline.functions[0]), (6, 9));
    assert_eq!(both(&outline.functions[1]), (1, 2));
    assert_eq!(outline.functions[2].parent, Some(1));
    assert_eq!(outline.functions[2].cyclomatic, 2);
}

#[test]
fn sequences_of_operators() {
    let condition =
        |text: &str| first("java", &format!("class C {{ void f() {{ if ({text}) {{ g(); }} }} }}"));
    assert_eq!(condition("a"), (2, 1));
    assert_eq!(condition("a && b && c && d"), (5, 2));
    assert_eq!(condition("a && b || c"), (4, 3));
    assert_eq!(condition("a && b && c || d || e && f"), (7, 4));
    assert_eq!(condition("a && !(b && c)"), (4, 3));
    assert_eq!(condition("a && (b && c)"), (4, 2));
    assert_eq!(condition("a && (b || c) && d"), (5, 4));
    assert_eq!(condition("a == (b && c)"), (3, 2));
    assert_eq!(condition("a && f(b && c)"), (4, 3));
    let python = |text: &str| first("python", &format!("def f():\n    return {text}\n"));
    assert_eq!(python("a and b and not c"), (3, 1));
    assert_eq!(python("a and not (b and c)"), (3, 2));
    assert_eq!(python("a or (b or c)"), (3, 1));
    assert_eq!(first("javascript", "function f() { return a ?? b ?? (c && d); }"), (4, 1));
    assert_eq!(first("javascript", "function f() { a ||= b; c &&= d; e ??= g; }"), (4, 0));
}

#[test]
fn overridden_symbol_from() {
    let text = "class C {
        @Nullable
        private MethodJavaSymbol overriddenSymbolFrom(ClassJavaType classType) {
            if (classType.isUnknown()) { // +1
                return Symbols.unknownMethodSymbol;
            }
            boolean unknownFound = false;
            List<JavaSymbol> symbols = classType.getSymbol().members().lookup(name);
            for (JavaSymbol overrideSymbol : symbols) { // +1
                if (overrideSymbol.isKind(JavaSymbol.MTH) // +2
                        && !overrideSymbol.isStatic()) { // +1
                    MethodJavaSymbol methodJavaSymbol = (MethodJavaSymbol) overrideSymbol;
                    if (canOverride(methodJavaSymbol)) { // +3
                        Boolean overriding = checkOverridingParameters(methodJavaSymbol, classType);
                        if (overriding == null) { // +4
                            if (!unknownFound) { // +5
                                unknownFound = true;
                            }
                        } else if (overriding) { // +1
                            return methodJavaSymbol;
                        }
                    }
                }
            }
            if (unknownFound) { // +1
                return Symbols.unknownMethodSymbol;
            }
            return null;
        }
    }";
    let outline = outline("java", text);
    let function = &outline.functions[0];
    assert_eq!(both(function), (10, 19));
    assert_eq!(function.nesting, 5);
    let (start, end) = function.increments;
    let points: Vec<u32> =
        outline.increments[start as usize..end as usize].iter().map(|increment| increment.points).collect();
    assert_eq!(points, [1, 1, 2, 1, 3, 4, 5, 1, 1]);
}

#[test]
fn add_version() {
    let text = "class C {
        private void addVersion(final Entry entry, final Transaction txn)
                throws PersistitInterruptedException, RollbackException {
            final TransactionIndex ti = _persistit.getTransactionIndex();
            while (true) { // +1
                try {
                    synchronized (this) {
                        if (frst != null) { // +2
                            if (frst.getVersion() > entry.getVersion()) { // +3
                                throw new RollbackException();
                            }
                            if (txn.isActive()) { // +3
                                for (Entry e = frst; e != null; e = e.getPrevious()) { // +4
                                    final long version = e.getVersion();
                                    final long depends = ti.wwDependency(version, txn.getTransactionStatus(), 0);
                                    if (depends == TIMED_OUT) { // +5
                                        throw new WWRetryException(version);
                                    }
                                    if (depends != 0 // +5
                                            && depends != ABORTED) { // +1
                                        throw new RollbackException();
                                    }
                                }
                            }
                        }
                        entry.setPrevious(frst);
                        frst = entry;
                        break;
                    }
                } catch (final WWRetryException re) { // +2
                    try {
                        final long depends = _persistit.getTransactionIndex()
                            .wwDependency(re.getVersionHandle(), txn.getTransactionStatus(), MAX_WAIT);
                        if (depends != 0 // +3
                                && depends != ABORTED) { // +1
                            throw new RollbackException();
                        }
                    } catch (final InterruptedException ie) { // +3
                        throw new PersistitInterruptedException(ie);
                    }
                } catch (final InterruptedException ie) { // +2
                    throw new PersistitInterruptedException(ie);
                }
            }
        }
    }";
    let outline = outline("java", text);
    assert_eq!(both(&outline.functions[0]), (14, 35));
    assert_eq!(outline.functions[0].raises, 6);
}

#[test]
fn to_regexp() {
    let text = r#"class C {
        private static String toRegexp(String antPattern, String directorySeparator) {
            final String escapedDirectorySeparator = '\\' + directorySeparator;
            final StringBuilder sb = new StringBuilder(antPattern.length());
            sb.append('^');
            int i = antPattern.startsWith("/") || // +1
                antPattern.startsWith("\\") ? 1 : 0; // +1
            while (i < antPattern.length()) { // +1
                final char ch = antPattern.charAt(i);
                if (SPECIAL_CHARS.indexOf(ch) != -1) { // +2
                    sb.append('\\').append(ch);
                } else if (ch == '*') { // +1
                    if (i + 1 < antPattern.length() // +3
                            && antPattern.charAt(i + 1) == '*') { // +1
                        if (i + 2 < antPattern.length() // +4
                                && isSlash(antPattern.charAt(i + 2))) { // +1
                            sb.append("(?:.*").append(escapedDirectorySeparator).append("|)");
                            i += 2;
                        } else { // +1
                            sb.append(".*");
                            i += 1;
                        }
                    } else { // +1
                        sb.append("[^").append(escapedDirectorySeparator).append("]*?");
                    }
                } else if (ch == '?') { // +1
                    sb.append("[^").append(escapedDirectorySeparator).append("]");
                } else if (isSlash(ch)) { // +1
                    sb.append(escapedDirectorySeparator);
                } else { // +1
                    sb.append(ch);
                }
                i++;
            }
            sb.append('$');
            return sb.toString();
        }
    }"#;
    assert_eq!(first("java", text), (12, 20));
}

#[test]
fn save_of_a_model() {
    let text = "var Model = {
        save: function (options, callback) {
            var self = this;
            if (typeof options === 'function') { // +1
                callback = options;
                options = {};
            }
            options || (options = {}); // +1
            self._validate(self.toJSON(), function (err) {
                if (err) { // +2
                    callback && callback.call(null, err); // +1
                    return;
                }
                self.sync(self.isNew() ? 'create' : 'update', options, function (err, response) { // +2
                    var facade = { options: options, response: response }, parsed;
                    if (err) { // +3
                        facade.error = err;
                        facade.src = 'save';
                        self.fire(EVT_ERROR, facade);
                    } else { // +1
                        if (!self._saveEvent) { // +4
                            self._saveEvent = self.publish(EVT_SAVE, { preventable: false });
                        }
                        if (response) { // +4
                            parsed = facade.parsed = self._parse(response);
                            self.setAttrs(parsed, options);
                        }
                        self.changed = {};
                        self.fire(EVT_SAVE, facade);
                    }
                    callback && callback.apply(null, arguments); // +1
                });
            });
            return self;
        },
    };";
    for language in ["javascript", "typescript", "tsx"] {
        let outline = outline(language, text);
        assert_eq!(outline.functions[0].name, "save");
        assert_eq!(both(&outline.functions[0]), (3, 20), "{language}");
        assert_eq!(outline.functions[1].cyclomatic, 4);
        assert_eq!(outline.functions[2].cyclomatic, 5);
    }
}

#[test]
fn outer_functions_that_only_declare() {
    let declares = "function outer() {
        var foo;
        bar.myFun = function () {
            if (condition) { go(); } // +1
        };
        return a && b; // +1
    }";
    let functions = outline("javascript", declares).functions;
    assert_eq!(functions.iter().map(|function| function.cognitive).collect::<Vec<_>>(), [1, 1]);
    let acts = "function outer() {
        var foo;
        if (condition) { go(); } // +1
        bar.myFun = function () {
            if (condition) { go(); } // +2
        };
    }";
    let functions = outline("javascript", acts).functions;
    assert_eq!(functions.iter().map(|function| function.cognitive).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn decorators() {
    let text = "
def a_decorator(a, b):
    '''Documentation changes nothing.'''
    def inner(func):
        if condition:  # +1
            print(b)
        func()
    return inner

def not_a_decorator(a, b):
    my_var = a * b
    def inner(func):
        if condition:  # +2
            print(b)
        func()
    return inner

def decorator_generator(a):
    def generator(func):
        @wraps(func)
        def decorator(*args):
            if condition:  # +1
                print(b)
            return func(a)
        return decorator
    return generator
";
    let functions = outline("python", text).functions;
    let cognitive = |name: &str| functions.iter().find(|function| function.name == name).unwrap().cognitive;
    assert_eq!(cognitive("a_decorator"), 1);
    assert_eq!(cognitive("not_a_decorator"), 2);
    assert_eq!(cognitive("decorator_generator"), 1);
    assert_eq!(cognitive("decorator"), 1);
}

#[test]
fn python_by_hand() {
    let text = "
def walk(node, depth=0):
    if node is None or depth > 9 or not node.ok:  # cyclomatic 3, cognitive 1 + 1
        return 0
    total = sum(x for x in node.values if x)  # cyclomatic 2
    for child in node:  # 1, 1
        try:
            while child and child.more:  # 2, 2 + 1
                total += 1 if child.a else 2  # 1, 3
        except (KeyError, ValueError):  # 1, 2
            continue
        except TypeError:  # 1, 2
            raise
        else:  # 0, 1
            total += walk(child, depth + 1)  # 0, 1
    else:  # 0, 1
        total += 1
    match total:  # 0, 1
        case 1 | 2:  # 1
            pass
        case n if n > 3:  # 2
            total = [y for y in range(n)]  # 1
        case _:
            return 3
    return total if depth else 0  # 1, 1
";
    let outline = outline("python", text);
    let walk = &outline.functions[0];
    assert_eq!(
        both(walk),
        (1 + 3 + 2 + 1 + 2 + 1 + 1 + 1 + 1 + 2 + 1 + 1, 2 + 1 + 3 + 3 + 2 + 2 + 1 + 1 + 1 + 1 + 1)
    );
    assert_eq!((walk.returns, walk.raises, walk.nesting), (3, 1, 2));
    // if return assign for try while augment continue raise augment augment match assign return return
    assert_eq!(walk.statements, 15);
    assert_eq!(walk.sloc, 24);
}

#[test]
fn typescript_by_hand() {
    let text = "
class Queue<T> {
  take(limit: number, strict = false): T[] {
    const out: T[] = [];
    do { // 1, 1
      for (const item of this.items) { // 1, 2
        if (item.done || (strict && !item.open)) { // 3, 3 + 1 + 1
          break;
        } else if (out.length >= limit) { // 1, 1
          return out;
        }
        out.push(item?.value ?? this.take(1)[0]); // 1, 1 (recursion)
      }
    } while (out.length < limit);
    switch (limit) { // 0, 1
      case 0: // 1
      case 1: // 1
        return [];
      default:
        return out.filter((x) => (x ? true : false)); // 1, 2
    }
  }
}
";
    let outline = outline("typescript", text);
    let take = &outline.functions[0];
    assert_eq!(both(take), (1 + 1 + 1 + 3 + 1 + 1 + 1 + 1 + 1, 1 + 2 + 5 + 1 + 1 + 1 + 3));
    assert_eq!((take.returns, take.nesting, take.sloc), (3, 3, 20));
    // declaration do for if break return push switch return return
    assert_eq!(take.statements, 10);
}

#[test]
fn recursion_counts_once() {
    let text = "def fact(n):\n    if n < 2:\n        return 1\n    return n * fact(n - 1) * fact(n - 1)\n";
    assert_eq!(first("python", text), (2, 2));
    let method =
        "class A:\n    def go(self):\n        return self.go()\n    def stop(self):\n        return stop()\n";
    let functions = outline("python", method).functions;
    assert_eq!((functions[0].cognitive, functions[1].cognitive), (1, 0));
    let overload = "class A { void f(int a) { f(a, 1); } void f(int a, int b) { f(a, b); this.f(b, a); } }";
    let functions = outline("java", overload).functions;
    assert_eq!((functions[0].cognitive, functions[1].cognitive), (0, 1));
}

/// Decisions and cognitive complexity of a whole text that need not parse.
fn of_text(language: &str, text: &str) -> (u32, u32) {
    let language = language::by_name(language).unwrap();
    let outline = Parser::new().outline(text, language, false, &ParseBudget::default());
    let outermost = outline.functions.iter().filter(|function| function.parent.is_none());
    let cognitive: u32 = outermost.map(|function| function.cognitive).sum();
    let every = outline.functions.iter().map(|function| function.cyclomatic - 1).sum::<u32>();
    (every + outline.module.cyclomatic - 1, cognitive + outline.module.cognitive)
}

fn check_broken(language: &str, whole: &str, expected: (u32, u32), mistakes: &[(&str, &str)]) {
    assert_eq!(of_text(language, whole), expected);
    for (right, wrong) in mistakes {
        assert!(whole.contains(right));
        let text = whole.replace(right, wrong);
        let (cyclomatic, cognitive) = of_text(language, &text);
        assert!(cyclomatic >= expected.0 && cognitive >= expected.1, "{cyclomatic} {cognitive}\n{text}");
    }
}

#[test]
fn breaking_the_syntax_hides_nothing() {
    let python = "def f(xs):
    for x in xs:
        if x:
            while x and y:
                if z:
                    go()
";
    let mistakes = [
        (":\n", "\n"),
        ("if x:", "if x"),
        ("for x in xs:", "for x in xs"),
        ("def f(xs):", "def f(xs:"),
        ("go()", "go("),
        ("while x and y:", "while x and y) {"),
        ("if z:", "if z: )"),
    ];
    check_broken("python", python, (5, 11), &mistakes);
    let braces = "function f(xs) {
    for (const x of xs) {
        if (x) {
            while (x && y) {
                if (z) {
                    go();
                }
            }
        }
    }
}
";
    let mistakes = [
        (") {\n", "\n"),
        ("if (x) {", "if (x {"),
        ("for (const x of xs)", "for (const x of xs"),
        ("function f(xs) {", "function f(xs {"),
        ("go();", "go(;"),
        ("while (x && y)", "while x && y"),
        ("if (z)", "if (z))"),
        ("}\n", "\n"),
    ];
    check_broken("javascript", braces, (5, 11), &mistakes);
    check_broken("typescript", braces, (5, 11), &mistakes);
    let java = format!(
        "class A {{ {} }}",
        braces.replace("function f(xs)", "void f(Xs xs)").replace("const x of", "X x :")
    );
    let mistakes = [
        (") {\n", "\n"),
        ("if (x) {", "if (x {"),
        ("for (X x : xs)", "for (X x : xs"),
        ("void f(Xs xs) {", "void f(Xs xs {"),
        ("go();", "go()"),
        ("while (x && y)", "while x && y"),
        ("if (z)", "if (z))"),
        ("}\n", "\n"),
    ];
    check_broken("java", &java, (5, 11), &mistakes);
}

#[test]
fn go_counts() {
    let go = |body: &str| first("go", &format!("package a\n\nfunc f(a int) int {{\n{body}\n}}\n"));
    for (body, expected) in [
        ("return a", (1, 0)),
        ("if a > 0 { return 1 }\nreturn 0", (2, 1)),
        // `else if` and `else` add one each, whatever the nesting.
        ("if a > 0 { g() } else if a < 0 { h() } else { i() }", (3, 3)),
        ("if b, err := g(); err != nil || b { return 0 }", (3, 2)),
        ("for { g() }", (2, 1)),
        ("for a < 3 { for range 3 { if a == 2 { g() } } }", (4, 6)),
        ("for i := 0; i < a; i++ { g(i) }", (2, 1)),
        // The switch adds its nesting, each case a path.
        ("switch a {\ncase 1, 2: g()\ncase 3:\n\tif a > 0 { g() }\ndefault: h()\n}", (4, 3)),
        ("switch {\ncase a > 0 && a < 9: g()\n}", (3, 2)),
        ("switch b := g().(type) {\ncase int: h(b)\ndefault:\n\tfor { }\n}", (3, 3)),
        ("select {\ncase <-g(): h()\ncase b := <-g(): h(b)\n}", (3, 1)),
        ("out: for { for { break out } }", (3, 4)),
        ("goto end\nend: return 1", (1, 1)),
        ("return f(a - 1)", (1, 1)),
        ("return a && g() && h() || i()", (4, 2)),
        // A closure nests; what is in it counts for both, the decision for itself.
        ("g(func() { if a > 0 { h() } })", (1, 2)),
        ("defer func() { if r := recover(); r != nil { g() } }()", (1, 2)),
    ] {
        assert_eq!(go(body), expected, "{body}");
    }
    let method = "package a\n\nfunc (t *Tree[K]) Walk() { t.Left.Walk(); t.Walk(); Walk() }\n";
    assert_eq!(first("go", method), (1, 1));
}

#[test]
fn rust_counts() {
    let rust = |body: &str| first("rust", &format!("fn f(a: u8) -> u8 {{\n{body}\n}}\n"));
    for (body, expected) in [
        ("a", (1, 0)),
        ("if a > 0 { return 1 }\n0", (2, 1)),
        ("if a > 0 { g() } else if a < 0 { h() } else { i() }", (3, 3)),
        ("if let Some(b) = g() && b { h() }", (3, 2)),
        ("let b = if a { if b { 1 } else { 2 } } else { 3 };", (3, 5)),
        // The `else` of a declaration is a structure: it nests.
        ("let Some(b) = g() else { return 1 };", (2, 1)),
        ("let Some(b) = g() else { if a { return 1 } return 2 };", (3, 3)),
        ("loop { g() }", (2, 1)),
        ("while let Some(b) = g() { h(b) }", (2, 1)),
        ("for b in g() { for c in b { if c { h() } } }", (4, 6)),
        // The match adds its nesting, each arm but the default a path.
        ("match a { 1 | 2 => g(), 3 => if b { h() }, _ => i() }", (4, 3)),
        ("match a { Some(_) if b && c => g(), None => h() }", (5, 2)),
        ("match a { _ if b => g(), _ => match b { 1 => h(), _ => i() } }", (3, 3)),
        ("'out: for b in g() { loop { break 'out; } }", (3, 4)),
        ("loop { break 3 }", (2, 1)),
        ("let b = g()?; h()?; b?", (1, 0)),
        ("f(a - 1)", (1, 1)),
        ("f::<u8>(a - 1)", (1, 1)),
        ("a && g() && h() || i()", (4, 2)),
        // A closure nests; what is in it counts for both, the decision for itself if it has a block.
        ("g(|b| { if b { h() } })", (1, 2)),
        ("g(|b| b && h())", (2, 1)),
        ("unsafe { if a { g() } }", (2, 1)),
        // What a macro makes of its tokens is not known.
        ("assert!(a && b || c); run! { if a { match b { _ => 1 } } }", (1, 0)),
    ] {
        assert_eq!(rust(body), expected, "{body}");
    }
    let method = |body: &str| first("rust", &format!("impl A {{ fn f(&self) {{ {body} }} }}\n"));
    for (body, expected) in [("self.f()", 1), ("Self::f(self)", 1), ("f()", 0), ("self.left.f()", 0)] {
        assert_eq!(method(body), (1, expected), "{body}");
    }
}

#[test]
fn a_choice_from_a_list_that_is_written_there_is_a_decision() {
    for (language, text, wanted) in [
        ("python", "def a(x):\n    return [1, 2][x > 3]\n", (2, 1)),
        ("python", "def a(x):\n    return {True: 1, False: 2}[x > 3]\n", (2, 1)),
        ("python", "def a(x):\n    return (1, 2)[x][0]\n", (2, 1)),
        ("python", "def a(x):\n    return [1, 2][0] + x[1] + [x][x]\n", (1, 0)),
        ("javascript", "function a(x) { return [1, 2][Number(x > 3)]; }", (2, 1)),
        ("typescript", "function a(x: number) { return [1, 2][Number(x > 3)]; }", (2, 1)),
        ("java", "class C { int a(int x) { return new int[] {1, 2}[x]; } }", (2, 1)),
        ("java", "class C { int a(int[] x) { return x[x[0]]; } }", (1, 0)),
        ("go", "package a\nfunc a(x int) int { return []int{1, 2}[x] }\n", (2, 1)),
        ("rust", "fn a(x: usize) -> i32 { [1, 2][x] }", (2, 1)),
    ] {
        assert_eq!(first(language, text), wanted, "{language}: {text}");
    }
}
