//! Which files belong together, in every language.

use super::{islands, parts};
use crate::submission::{Source, Submission, sources};
use sono_syntax::syntax::{Outline, ParseBudget, Parser};

/// A body of some weight, in a language with braces.
fn braces(name: &str) -> String {
    format!(
        "{name} {{\n  if (a > 1) {{ a = a - 1; }}\n  if (a > 2) {{ a = a - 2; }}\n  if (a > 3) {{ a = a - 3; }}\n  return a;\n}}\n"
    )
}

fn python(name: &str) -> String {
    format!(
        "def {name}(a):\n    if a > 1:\n        a -= 1\n    if a > 2:\n        a -= 2\n    if a > 3:\n        a -= 3\n    return a\n"
    )
}

/// The parts of a submission, file names joined by blanks.
fn found(files: &[(&str, String)]) -> Vec<String> {
    with_outlines(files, |sources, outlines| {
        parts(sources, outlines)
            .iter()
            .map(|part| {
                let member =
                    |(index, source): (usize, &Source<'_>)| part.has(index).then(|| source.name.clone());
                sources.iter().enumerate().filter_map(member).collect::<Vec<_>>().join(" ")
            })
            .collect()
    })
}

/// The functions of a submission that nothing reaches.
fn unused(files: &[(&str, String)]) -> Vec<String> {
    with_outlines(files, |sources, outlines| {
        islands(sources, outlines).map_or_else(Vec::new, |islands| islands.names)
    })
}

fn with_outlines<T>(
    files: &[(&str, String)],
    read: impl FnOnce(&[Source<'_>], &[Option<Outline>]) -> T,
) -> T {
    let mut builder = Submission::builder();
    for (path, text) in files {
        builder = builder.file(*path, text.as_str());
    }
    let submission = builder.build().unwrap();
    let sources = sources(&submission);
    let mut parser = Parser::new();
    let outlines: Vec<Option<Outline>> = sources
        .iter()
        .map(|source| {
            let language = source.language?;
            Some(parser.outline(&source.text, language, source.is_test, &ParseBudget::default()))
        })
        .collect();
    for outline in outlines.iter().flatten() {
        assert_eq!(outline.errors.len(), 0, "{}", outline.language.id);
    }
    read(&sources, &outlines)
}

#[test]
fn files_that_nothing_connects_are_parts() {
    let files = [
        ("orders.py", python("ship")),
        ("geometry.py", python("area")),
        (
            "test_orders.py",
            "from orders import ship\n\ndef test_ship():\n    assert ship(3) == 1\n".to_owned(),
        ),
        ("test_all.py", "def test_all():\n    assert True\n".to_owned()),
        ("names.py", "LIMIT = 3\n".to_owned()),
    ];
    assert_eq!(found(&files), ["orders.py test_orders.py test_all.py", "geometry.py test_all.py"]);
    assert_eq!(found(&files[..1]), [""; 0], "one file is one part");
}

#[test]
fn a_test_of_two_parts_connects_neither() {
    let test = "from orders import ship\nfrom geometry import area\n\ndef test_both():\n    assert ship(3) == area(3)\n";
    let files =
        [("orders.py", python("ship")), ("geometry.py", python("area")), ("test_both.py", test.to_owned())];
    assert_eq!(found(&files), ["orders.py test_both.py", "geometry.py test_both.py"]);
}

#[test]
fn what_weighs_little_decides_nothing_alone() {
    let heavy: String = (0..9).map(|n| python(&format!("ship_{n}"))).collect();
    assert_eq!(found(&[("orders.py", heavy), ("geometry.py", python("area"))]), [""; 0]);
    // Many light files beside a heavy one are no longer light.
    let mut files = vec![("orders.py", python("ship"))];
    let names: Vec<String> = (0..9).map(|n| format!("shape_{n}.py")).collect();
    files.extend(names.iter().map(|name| (name.as_str(), python("area").replace("a > 3", "a > 2"))));
    files[0].1.push_str(&python("pack"));
    files[0].1.push_str(&python("send"));
    assert_eq!(found(&files), ["orders.py"]);
}

#[test]
fn imports_connect_once_something_is_used() {
    for (path, statement, used) in [
        ("orders.py", "import geometry\n", "\nx = geometry.area(2)\n"),
        ("orders.py", "from geometry import area as surface\n", "\nx = surface(2)\n"),
        ("shop/orders.py", "from ..geometry import area\n", "\nx = area(2)\n"),
    ] {
        let geometry = ("geometry.py", python("area"));
        let with = |more: &str| [(path, format!("{statement}{}{more}", python("ship"))), geometry.clone()];
        assert_eq!(found(&with("")).len(), 2, "{statement}");
        assert_eq!(found(&with(used)), [""; 0], "{statement}");
    }
}

#[test]
fn a_package_without_its_folder_imports_from_itself() {
    let files = |root: &'static str| {
        [
            (root, "VERSION = 1\n".to_owned()),
            ("core.py", python("area")),
            ("__main__.py", format!("from shapes import area\n{}print(area(2))\n", python("ship"))),
        ]
    };
    assert_eq!(found(&files("__init__.py")), [""; 0]);
    assert_eq!(found(&files("other.py")).len(), 2);
}

#[test]
fn every_language_connects_in_its_own_way() {
    let script = |text: &str| format!("{text}{}", braces("function ship(a)"));
    let area = || format!("export {}", braces("function area(a)"));
    let java = |head: &str, name: &str| format!("{head}class {name} {{\n{}}}\n", braces("int run(int a)"));
    let rust =
        |head: &str, name: &str| format!("{head}{}", braces(&format!("pub fn {name}(mut a: u32) -> u32")));
    let go = |head: &str, name: &str| format!("{head}{}", braces(&format!("func {name}(a int) int")));
    let connected: &[[(&str, String); 2]] = &[
        [
            ("a.js", script("import { area } from './lib/b.js';\nconsole.log(area(2));\n")),
            ("lib/b.js", area()),
        ],
        [("a.js", script("const b = require('./b');\nb.area(2);\n")), ("b.js", area())],
        [
            ("index.ts", script("export * from './b';\n").replace("ship(a)", "ship(a: number)")),
            ("b.ts", area().replace("(a)", "(a: number)")),
        ],
        [("a.js", script("surface(2);\n")), ("b.js", braces("function surface(a)"))],
        [
            ("Cat.java", java("", "Cat")),
            ("App.java", java("", "App").replace("return a;", "return a + new Cat().run(1);")),
        ],
        [
            ("x/Cat.java", java("package x;\n", "Cat")),
            ("y/App.java", java("import x.Cat;\n", "App").replace("return a;", "Cat c = null; return a;")),
        ],
        [
            ("src/main.rs", rust("mod store;\nfn main() { store::keep(1); }\n", "ship")),
            ("src/store.rs", rust("", "keep")),
        ],
        [
            ("src/main.rs", rust("use crate::store::keep;\nfn main() { keep(1); }\n", "ship")),
            ("src/store/mod.rs", rust("", "keep")),
        ],
        [
            ("main.go", go("package main\nfunc main() { keep(1) }\n", "ship")),
            ("store.go", go("package main\n", "keep")),
        ],
        [
            (
                "main.go",
                go("package main\nimport \"x.org/app/store\"\nfunc main() { store.Keep(1) }\n", "ship"),
            ),
            ("store/a.go", go("package store\n", "Keep")),
        ],
        [
            (
                "a.py",
                format!("import subprocess\nsubprocess.run(['python', 'worker.py'])\n{}", python("ship")),
            ),
            ("worker.py", python("area")),
        ],
    ];
    for files in connected {
        assert_eq!(found(files), [""; 0], "{} and {}", files[0].0, files[1].0);
    }
    let apart: &[[(&str, String); 2]] = &[
        [("a.js", script("// see area and ./b.js\nconst b = 'area';\n")), ("b.js", area())],
        [("Cat.java", java("// Dog\n", "Cat")), ("Dog.java", java("", "Dog"))],
        [
            ("src/main.rs", rust("mod store;\nfn main() { ship(1); }\n", "ship")),
            ("src/store.rs", rust("", "keep")),
        ],
        [
            ("main.go", go("package main\nfunc main() { ship(1) }\n", "ship")),
            ("store.go", go("package main\n", "keep")),
        ],
        [
            ("a.py", format!("from tasks import Queue\nq = Queue()\n{}", python("ship"))),
            ("b.py", format!("class Queue:\n    size = 0\n{}", python("area"))),
        ],
    ];
    for files in apart {
        assert_eq!(found(files).len(), 2, "{} and {}", files[0].0, files[1].0);
    }
}

#[test]
fn two_languages_belong_together_if_they_know_the_same_things() {
    let client = |body: &str| format!("{}{body}", braces("function show(a)"));
    let server = |body: &str| format!("{}{body}", python("serve"));
    let pair =
        |left: &str, right: &str| found(&[("web/a.js", client(left)), ("api/b.py", server(right))]).len();
    assert_eq!(
        pair("fetch('/api/orders');\n", "\n@app.get('/api/orders')\ndef orders():\n    return []\n"),
        0
    );
    let fields = "\nclass Order:\n    due_date = 0\n    unit_price = 0\n    customer_name = ''\n";
    assert_eq!(pair("order.dueDate + order.unitPrice + order.customerName;\n", fields), 0);
    assert_eq!(pair("order.dueDate + order.unitPrice;\n", fields), 2);
    assert_eq!(pair("fetch('/a');\n", "\nx = '/a'\n"), 2);
    // Words that come with both languages are defined by neither.
    assert_eq!(
        pair(
            "a.toLowerCase(); a.startsWith(b); a.lastIndexOf(b);\n",
            "\na.to_lower_case(); a.starts_with(b); a.last_index_of(b)\n"
        ),
        2
    );
}

#[test]
fn pages_connect_the_scripts_that_they_load() {
    let page = "<script src=\"js/a.js\"></script>\n<script src=\"js/b.js\"></script>\n";
    let scripts = |page: &str| {
        found(&[
            ("index.html", page.to_owned()),
            ("js/a.js", braces("function show(a)")),
            ("js/b.js", braces("function area(a)")),
        ])
    };
    assert_eq!(scripts(page), [""; 0]);
    assert_eq!(scripts("<p>a.js</p>\n").len(), 2);
    assert_eq!(scripts("<script src=\"js/a.js\"></script><b onclick=\"area(1)\">").len(), 0);
}

#[test]
fn pages_are_connected_by_their_markup_too() {
    let page =
        |markup: &str| format!("<body>{markup}\n<script>\n{}</script></body>\n", braces("function draw(a)"));
    let script = || ("js/shop.js", braces("function ship(a)"));
    assert_eq!(found(&[("index.html", page("<p>Shop</p>")), script()]), ["index.html", "js/shop.js"]);
    assert_eq!(found(&[("index.html", page("<script src=\"js/shop.js\"></script>")), script()]), [""; 0]);
}

#[test]
fn functions_that_nothing_reaches_are_islands() {
    let work = format!("{}{}", python("ship"), python("pack").replace("return a", "return ship(a)"));
    let beside = || python("area").replace("a > 3", "a > 4");
    let file = |text: String| [("orders.py", text)];
    assert_eq!(unused(&file(format!("{work}{}", beside()))), ["area"]);
    assert_eq!(unused(&file(work.clone())), [""; 0], "all hangs together");
    assert_eq!(unused(&file(format!("{}{}", python("ship"), beside()))), [""; 0], "neither is the work");
    for (used, how) in [
        ("\nx = area(2)\n", "a script calls it"),
        ("\nHANDLERS = [area]\n", "it is handed over"),
        ("\ndef send(a):\n    return ship(area(a))\n", "the work calls it"),
        ("\ndef send(a):\n    return ship(f\"{area(a)}\")\n", "the work calls it in a string"),
    ] {
        assert_eq!(unused(&file(format!("{work}{}{used}", beside()))), [""; 0], "{how}");
    }
    assert_eq!(unused(&file(format!("{work}\n# area\n{}", beside()))), ["area"], "a comment uses nothing");
    assert_eq!(unused(&file(format!("{work}\n@route\n{}", beside()))), [""; 0], "a decorator gives it away");
    let shared = format!("LIMIT = 3\n{work}{}", beside()).replace("a > 1", "a > LIMIT");
    assert_eq!(unused(&file(shared)), [""; 0], "it uses what the work uses");
    let test = "from orders import area\n\ndef test_area():\n    assert area(3) == 1\n";
    let tried = [("orders.py", format!("{work}{}", beside())), ("test_orders.py", test.to_owned())];
    assert_eq!(unused(&tried), [""; 0], "a test tries it");
    let other = [("orders.py", work), ("geometry.py", beside())];
    assert_eq!(unused(&other), ["area"], "in a file of its own");
}

#[test]
fn what_is_called_for_nothing_is_reached_by_nothing() {
    let work = format!("{}{}", python("ship"), python("pack").replace("return a", "return ship(a)"));
    let beside = |body: &str| format!("{}\n{body}", python("area").replace("return a", "return a * 2"));
    let file = |text: String| [("orders.py", text)];
    for vain in [
        "area(3)\n",
        "_ = area(3)\n",
        "_kept = area(3) + area(4)\n",
        "if __name__ == '__main__':\n    area(3)\n",
        "def send(a):\n    area(3)\n    return ship(a)\n",
        "def send(a):\n    unread = area(3)\n    return ship(a)\n",
    ] {
        assert_eq!(unused(&file(format!("{work}{}", beside(vain)))), ["area"], "{vain}");
    }
    for used in [
        "print(area(3))\n",
        "KEPT = area(3)\n",
        "_kept = area(3)\nprint(_kept)\n",
        "def send(a):\n    area(a)\n    return ship(a)\n",
    ] {
        assert_eq!(unused(&file(format!("{work}{}", beside(used)))), [""; 0], "{used}");
    }
    for does in ["save(a)", "TOTALS.append(a)", "print(a)", "TOTALS[a] = 1"] {
        let acts = beside("area(3)\n").replace("    return a * 2", &format!("    {does}\n    return a * 2"));
        assert_eq!(unused(&file(format!("{work}{acts}"))), [""; 0], "{does}");
    }
    let through = format!(
        "{work}{}def run():\n    return area(2)\nrun()\n",
        python("area").replace("return a", "save(a)\n    return a")
    );
    assert_eq!(unused(&file(through)), [""; 0], "it calls one that does more");

    let script = |rest: &str| {
        let pack = braces("export function pack(a)").replace("return a", "return ship(a)");
        let area = braces("function area(a)").replace("return a", "return a * 2");
        [("orders.js", format!("{}{pack}{area}{rest}", braces("export function ship(a)")))]
    };
    assert_eq!(unused(&script("area(3);\n")), ["area"]);
    assert_eq!(unused(&script("const unread = area(3);\n")), ["area"]);
    assert_eq!(unused(&script("export const known = area(3);\n")), [""; 0]);
    assert_eq!(unused(&script("document.title = area(3);\n")), [""; 0]);
}

#[test]
fn methods_belong_to_the_work_if_they_need_its_objects() {
    let class = |rest: &str| {
        let ship = braces("public int ship(int a)").replace("return a;", "return a + total;");
        let pack = braces("public int pack(int a)").replace("return a;", "return ship(a);");
        [("Orders.java", format!("public class Orders {{\nprivate int total;\n{ship}{pack}{rest}}}\n"))]
    };
    let area = braces("public static int area(int a)").replace("a > 3", "a > 4");
    assert_eq!(unused(&class(&area)), ["area"]);
    assert_eq!(unused(&class(&area.replace("return a", "return total"))), [""; 0]);
    assert_eq!(unused(&class(&area.replace("return a", "return this.hashCode()"))), [""; 0]);
    assert_eq!(unused(&class(&format!("@Override {area}"))), [""; 0]);
}
