//! A piece of code is read as what it is, and what was written around it leaves no trace.

use sono_syntax::language;
use sono_syntax::syntax::{Asked, Fragment, HandlerKind, Outline, ParseBudget, Parser};

fn outline(language: &str, text: &str) -> Outline {
    let language = language::by_name(language).unwrap();
    let budget = ParseBudget::default();
    let mut parser = Parser::new();
    parser.visit_piece(text, language, false, &budget, &|| Ok::<(), ()>(()), &mut |_| Ok(())).unwrap()
}

#[track_caller]
fn is_piece(language: &str, text: &str, starts_inside: u32, ends_inside: u32) -> Outline {
    let outline = outline(language, text);
    let fragment = outline.fragment.unwrap_or_else(|| panic!("{text}: {:?}", outline.errors));
    assert_eq!((fragment.starts_inside, fragment.ends_inside), (starts_inside, ends_inside), "{text}");
    assert!(outline.errors.is_empty() && outline.error_bytes == 0 && outline.token_bytes > 0, "{text}");
    let end = u32::try_from(text.len()).unwrap();
    assert!(outline.names.iter().all(|name| !name.span.is_empty() && name.span.end <= end), "{text}");
    assert!(outline.types.iter().all(|found| found.span.start > 0), "{text}: {:?}", outline.types);
    outline
}

#[track_caller]
fn is_broken(language: &str, text: &str) {
    let outline = outline(language, text);
    assert_eq!(outline.fragment, None, "{text}");
    assert!(!outline.errors.is_empty(), "{text}");
}

#[test]
fn members_without_their_class() {
    let text =
        "public Till(int size) {\n    this.size = size;\n}\n\npublic int size() {\n    return size;\n}\n";
    let outline = is_piece("java", text, 0, 0);
    assert_eq!(outline.fragment.unwrap().holds, Some("members of a class"));
    let names: Vec<&str> = outline.functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(names, ["Till", "size"]);
    assert_eq!(outline.functions[1].name_span.of(text), "size");
    assert!(outline.functions.iter().all(|function| function.owner.is_none() && function.parent.is_none()));
    assert!(outline.types.is_empty());

    let text =
        "  private readonly rows: Row[] = [];\n\n  add(row: Row): void {\n    this.rows.push(row);\n  }\n";
    let outline = is_piece("typescript", text, 0, 0);
    assert_eq!((outline.functions[0].name.as_str(), outline.functions[0].sloc), ("add", 3));
    let text = "  add(row) {\n    this.rows.push(row);\n  },\n  size: 0,\n";
    let outline = is_piece("javascript", text, 0, 0);
    assert_eq!(outline.fragment.unwrap().holds, Some("members of an object"));
}

#[test]
fn blocks_that_are_ended_and_not_begun() {
    let text = "        return total;\n    }\n\n    int size() {\n        if (rows == null) {\n            return 0;\n";
    let outline = is_piece("java", text, 1, 2);
    assert_eq!((outline.functions.len(), outline.functions[0].cyclomatic), (1, 2));
    assert_eq!(outline.functions[0].nesting, 1);

    let text = "        } catch (IOException e) {\n            log(e);\n        }\n    } else {\n        stop();\n    }\n";
    let outline = is_piece("java", text, 2, 0);
    assert_eq!(outline.handlers.len(), 1);
    assert_eq!(outline.handlers[0].kind, HandlerKind::Clause);

    let text = "            run();\n        }\n    });\n    stop();\n";
    is_piece("java", text, 3, 0);
    is_piece("javascript", text, 3, 0);
    is_piece("go", "\t\treturn err\n\t}\n\treturn nil\n}\n\nfunc stop() {\n\thalt()\n}\n", 2, 0);
    is_piece(
        "rust",
        "        return 1;\n    } else {\n        2\n    }\n}\n\nfn stop() {\n    halt();\n}\n",
        2,
        0,
    );
}

#[test]
fn the_rest_of_a_comment_a_list_or_a_head() {
    let text =
        "     * Returns the number of rows.\n     */\n    public int size() {\n        return rows;\n    }\n";
    let outline = is_piece("java", text, 1, 0);
    assert_eq!(outline.functions[0].doc, Some(0));
    assert_eq!(outline.comments[0].span.start, 0);
    is_piece("java", "            \"rows\", count(rows));\n        stop();\n    }\n", 2, 0);
    is_piece("java", "            size(rows)) {\n\n        stop();\n    }\n    go();\n", 1, 0);
    is_piece("java", "        int size, int rest)\n    {\n    }\n\n    public void stop() {\n    }\n", 1, 0);
    is_piece(
        "java",
        "        throws IOException {\n        stop();\n    }\n\n    void go() {\n    }\n",
        1,
        0,
    );
    is_piece("java", "    else if (done) {\n        stop();\n    }\n", 1, 0);
    is_piece("java", "        stop();\n\n    case 3:\n        go();\n    }\n", 1, 0);
}

#[test]
fn cases_without_their_switch() {
    let text = "case RED:\n    stop();\n    break;\ndefault:\n    go();\n";
    for language in ["java", "javascript", "typescript"] {
        is_piece(language, text, 1, 0);
    }
    is_piece("go", "case 1:\n\tstop()\ndefault:\n\tgo1()\n", 1, 0);
}

#[test]
fn code_that_breaks_off() {
    let text = "    for (int i = 0; i < 9; i++) {\n        sum += count(i,\n";
    let outline = is_piece("java", text, 0, 2);
    assert_eq!(outline.module.cyclomatic, 2);
    is_piece("java", "    try {\n        open();\n", 0, 1);
    is_piece("java", "    run(new Task() {\n        public void go() {\n            stop();\n", 0, 3);
    is_piece(
        "java",
        "    int size() {\n        return 1;\n    }\n\n    /** The number of\n     * rows",
        0,
        1,
    );
    is_piece("java", "    void stop() {\n        halt();\n    }\n\n    @Override\n", 0, 1);
    is_piece("java", "\nclass Till {\n    int size() {\n        return\n", 0, 2);
    is_piece("java", "\nclass Till {\n    int size() {\n        return 1;\n    }\n", 0, 1);
    let outline =
        is_piece("java", "    void stop() {\n        halt();\n    }\n\n    void go(int a) {\n", 0, 1);
    assert_eq!(outline.work.functions[1].asked, Asked::No);
    let outline = is_piece("java", "        return 1;\n    }\n\n    Till() {\n    }\n", 1, 0);
    assert!(outline.functions[0].is_constructor);
    is_piece("javascript", "    list.map((item) => {\n        return {\n            name: item,\n", 0, 3);
}

#[test]
fn indented_python() {
    let text = "        total += row\n    else:\n        total = 0\n    return total\n\ndef size(rows):\n    return len(rows)\n";
    let outline = is_piece("python", text, 2, 0);
    assert_eq!((outline.functions.len(), outline.functions[0].sloc), (1, 2));
    let text = "        total += row\n    except OSError:\n        raise\n";
    let outline = is_piece("python", text, 2, 0);
    assert_eq!(outline.handlers.len(), 1);
    is_piece("python", "else:\n    stop()\n", 1, 0);
    is_piece("python", "        else:\n            stop(rows,\n", 2, 1);
    is_piece("python", "    def go(self):\n        \"\"\"Goes\n", 1, 1);
}

#[test]
fn a_whole_that_lost_something_stays_broken() {
    for text in [
        "class Till {\n    int size() {\n        if (a) {\n            go();\n        return 1;\n    }\n}\n",
        "class Till {\n    int size() {\n        return 1;\n    }\n\n    /* The rest.\n    int rest() {\n        return 2;\n    }\n}\n",
        "class Till {\n    int size()\n        return 1;\n    }\n}\n",
        "    int size() {\n        if (a) {\n            go();\n        return 1;\n    }\n    int two() {\n        return 2;\n    }\n",
    ] {
        is_broken("java", text);
    }
    for text in [
        "function size(a) {\n  if (a) {\n    go();\n  return 1;\n}\n",
        "function size(a) {\n  if (a)\n    go();\n  }\n  return 1;\n}\n",
        "function size(a) {\n  return (1;\n}\n",
    ] {
        is_broken("javascript", text);
    }
    is_broken("python", "def size(rows:\n    return len(rows)\n");
}

#[test]
fn what_parses_is_no_piece_and_neither_is_what_is_too_long() {
    let text = "int size() {\n    return 1;\n}\n";
    assert_eq!(outline("java", text).fragment, None);
    let long =
        format!("        stop();\n    }}\n{}", "    void go() {\n        stop();\n    }\n".repeat(500));
    is_broken("java", &long);
}

#[test]
fn a_file_is_no_piece() {
    let java = language::by_name("java").unwrap();
    let text = "        return total;\n    }\n";
    let outline = Parser::new().outline(text, java, false, &ParseBudget::default());
    assert_eq!(outline.fragment, None::<Fragment>);
    assert!(!outline.errors.is_empty());
}
