//! The built-in rubrics satisfy the JSON Schema, and its committed copy is current.

use serde_json::json;

use super::*;

fn as_json(source: &str) -> serde_json::Value {
    let table: toml::Table = source.parse().unwrap();
    serde_json::to_value(table).unwrap()
}

#[test]
fn shipped_rubrics_follow_the_schema() {
    let validator = jsonschema::draft202012::new(&json_schema()).unwrap();
    for name in Rubric::builtin_names() {
        let document = as_json(Rubric::builtin_source(name).unwrap());
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        Rubric::builtin(name).unwrap();
    }
    assert!(validator.is_valid(&as_json(SMALL)));
}

#[test]
fn the_schema_refuses_what_the_loader_refuses() {
    let validator = jsonschema::draft202012::new(&json_schema()).unwrap();
    let changes = [
        ("weight = 3", "weight = 0"),
        ("category = \"code\"", "category = \"prose\""),
        ("[[5, 100], [15, 60], [25, 0]]", "[[5, 100], [15]]"),
        ("[[5, 100], [15, 60], [25, 0]]", "[[5, 101]]"),
        ("uncertainty = 8", "uncertain = 8"),
        ("format = 1", "format = 2"),
        ("max = 10", "max = true"),
        ("add = -1", "add = -1\nsignal = \"prose.words\""),
    ];
    for (from, to) in changes {
        let source = SMALL.replacen(from, to, 1);
        assert_ne!(source, SMALL);
        assert!(!validator.is_valid(&as_json(&source)), "schema accepts {to}");
        assert!(parse(&source).is_err(), "loader accepts {to}");
    }
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/rubric.schema.json");
    let current = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
    if std::env::var_os("SONO_UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == current, "run the tests with SONO_UPDATE_SCHEMA=1 to renew {path}");
}

#[test]
fn every_key_is_documented() {
    let guide =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rubrics.md")).unwrap();
    let schema = json_schema();
    let tables = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for table in tables {
        for key in table["properties"].as_object().unwrap().keys() {
            assert!(guide.contains(&format!("`{key}`")), "docs/rubrics.md does not explain `{key}`");
            assert_ne!(table["properties"][key]["description"], json!(null));
        }
    }
}

#[test]
fn the_rubric_and_the_part_of_the_guide_are_valid() {
    let guide =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rubrics.md")).unwrap();
    let blocks: Vec<&str> =
        guide.split("```toml\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    let whole = blocks.iter().find(|block| block.contains("id = \"small\"")).unwrap();
    parse(whole).unwrap();
    let part = blocks.iter().find(|block| block.starts_with("[[path.metric.part]]")).unwrap();
    let (head, _) = whole.split_once("[[path.metric.part]]").unwrap();
    parse(&format!("{head}{part}")).unwrap();
}

#[test]
fn the_steps_of_the_guide_make_a_rubric() {
    let guide =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rubrics.md")).unwrap();
    let (_, steps) = guide.split_once("## Adding a rule, step by step").unwrap();
    let (steps, _) = steps.split_once("\n## ").unwrap();
    let blocks = steps.split("```toml\n").skip(1).filter_map(|block| block.split("```").next());
    let source: String = blocks.collect();
    let team = Rubric::parse(&source, "team.toml", |_| Ok(None), &SignalRegistry::standard()).unwrap();
    let changes = Rubric::builtin("growth").unwrap().changes(&team);
    let told: Vec<String> =
        changes.sections.iter().flat_map(|section| &section.changes).map(Change::describe).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    name: Team; it was: Growth
    Syntax rule “no-eval” (python): new; severity: high; message: eval runs whatever $CODE holds.; fix: Parse it with ast.literal_eval, or with a parser of its own.; finds: {"pattern":"eval($CODE)"}
    Rule “Cognitive complexity, highest”: new; when: Cognitive complexity, highest more than 25; points: 0 points up to 25, -10 from 50 on; expected: no function with a cognitive complexity above 25; target: at most 25
    Rule “Code without effect”: removed; when: Code without effect more than 0; points: 0 points at 0, -2 at 1, -6 at 4, -12 from 15 on; expected: no code without effect; target: at most 0
    Violations: new; takes: by severity: low 0, medium 0, high 20; each rule once; expected: no violations
    "#);
}
