//! Answers are weighed by how they speak of the code and the task.

use std::sync::LazyLock;

use sono_score::assessment::Assessment;
use sono_score::engine::Engine;
use sono_score::submission::{Submission, SubmissionType};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

const CODE: &str = r#"import re

LINE = re.compile(r"(\S+) (\d{3}) (\d+)ms")


def parse_line(line):
    match = LINE.match(line)
    if match is None:
        return None
    path, status, duration = match.groups()
    return path, int(status), int(duration)


def slowest_paths(lines, limit=10):
    durations = {}
    skipped = 0
    for line in lines:
        record = parse_line(line)
        if record is None:
            skipped += 1
            continue
        path, status, duration = record
        if status < 500:
            durations.setdefault(path, []).append(duration)
    medians = {path: median(values) for path, values in durations.items()}
    ranked = sorted(medians.items(), key=lambda item: item[1], reverse=True)
    return ranked[:limit], skipped


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
"#;

const TASK: &str = "Write a program that reads the access log of a web service and lists the ten slowest paths. Explain \
                    how you treat malformed lines and what the cost of your solution is.";

const RECIPE: &str = "First preheat the oven to 180 degrees and butter a round tin. Beat three eggs with 200 grams of sugar \
    until the mixture is pale and fluffy, because the air makes the cake light. Fold in the flour slowly so that the foam \
    does not collapse. If the batter is too thick, add a little milk instead of more egg. Melt 100 grams of chocolate and \
    stir it in when it has cooled. Although the top may crack, the inside stays moist. Let it rest for 10 minutes before \
    you take it out, otherwise it breaks.";

const HONEST: &str = "I read the log line by line, so memory stays small even when the file has several gigabytes. \
    parse_line uses one regular expression that is compiled once, because compiling it for each line would cost more than \
    the match. A line that does not match gives None, and slowest_paths counts it in skipped instead of raising an error: \
    one broken line should not stop the report, but the caller can see how many were dropped. I rank by the median \
    instead of the mean, since a single request that hangs for a minute would push a good path to the top. Answers with \
    status 500 or more are left out, because failing requests are often fast and would hide a slow path. Sorting the \
    medians costs O(p log p) for p paths, which is small beside reading n lines. If the log does not fit in memory I would \
    keep a sketch of the durations per path.";

/// By somebody whose first language is another one.
const PLAIN: &str = "In my program function parse_line take one line and make match with regex. When line is broken it return \
    None, so I not stop program, I only count skipped. In slowest_paths I collect durations for every path in dictionary. I \
    use median and not average because one very slow request can make average wrong. Status bigger than 500 I do not use \
    because it is error of server and time is not real. In the end I sort medians and take first 10 with limit.";

const SHORT: &str = "Malformed lines are counted in skipped and ignored, because the report matters more than one line. I \
    chose the median over the mean so that a single slow request does not move a path.";

const GERMAN: &str = "Die Funktion parse_line trennt eine Zeile mit einem regulären Ausdruck, der nur einmal übersetzt wird. \
    Wenn die Zeile nicht passt, liefert parse_line None, damit ein einzelner Fehler nicht den ganzen Bericht verhindert. In \
    slowest_paths zähle ich solche Zeilen in skipped, weil der Aufrufer wissen soll, wie viele fehlen. Antworten mit status \
    ab 500 lasse ich weg, da Fehler oft schnell sind.";

const CHINESE: &str = "parse_line 用正则表达式解析一行日志，如果格式错误就返回 None，因为一行坏数据不应该中断整个报告。\
    slowest_paths 用字典 durations 按 path 收集时间，并且统计 skipped。status 大于 500 的请求不计入，因为错误请求的时间没有意义。\
    最后对 medians 排序，复杂度是 O(p log p)。";

fn interview(code: &str, task: Option<&str>, answer: &str) -> Assessment {
    let mut builder = Submission::builder().submission_type(SubmissionType::Interview);
    if !code.is_empty() {
        builder = builder.code(code);
    }
    if let Some(task) = task {
        builder = builder.task(task);
    }
    if !answer.is_empty() {
        builder = builder.answer("explanation", answer);
    }
    ENGINE.assess(&builder.build().unwrap()).unwrap()
}

/// Points of the overall score that an answer earns.
fn gain(task: Option<&str>, answer: &str) -> f64 {
    let overall = |answer| interview(CODE, task, answer).overall_score.unwrap();
    overall(answer) - overall("")
}

fn answers(assessment: &Assessment) -> Vec<f64> {
    let metrics = assessment.path_scores.iter().flat_map(|path| &path.metrics);
    metrics
        .filter(|metric| metric.category == sono_score::assessment::Category::Answers)
        .filter_map(|metric| metric.score)
        .collect()
}

#[test]
fn honest_answers_earn_by_what_they_explain() {
    for task in [None, Some(TASK)] {
        for (answer, least) in [(HONEST, 40.0), (PLAIN, 30.0), (SHORT, 12.0), (GERMAN, 15.0), (CHINESE, 15.0)]
        {
            let gain = gain(task, answer);
            assert!(gain >= least, "{gain} for {answer}");
        }
    }
}

#[test]
fn text_about_something_else_earns_nothing() {
    let sprinkled = RECIPE
        .replace("oven", "parse_line")
        .replace("mixture", "median")
        .replace("batter", "slowest_paths")
        .replace("top", "limit");
    let fluff = "The code is designed with robustness and maintainability in mind. It follows industry best practices and \
         ensures a clean separation of concerns. Every function has a single responsibility, which makes the solution easy \
         to understand and extend. Performance was a key consideration throughout, and the implementation is highly \
         efficient. If requirements change, the modular design allows quick adaptation, because quality was the top \
         priority.";
    for task in [None, Some(TASK)] {
        for answer in [RECIPE, &sprinkled, fluff, CODE] {
            let gain = gain(task, answer);
            assert!(gain <= 1.0, "{gain} for {answer}");
        }
    }
    assert!(gain(Some(TASK), TASK) <= 1.0);
    let without_code = interview("", Some(TASK), RECIPE);
    assert!(answers(&without_code).iter().all(|score| *score == 0.0), "{:?}", answers(&without_code));
}

#[test]
fn tricks_earn_little() {
    let repeated: String = ["line", "row", "entry", "record", "item", "field"]
        .iter()
        .map(|word| {
            format!("parse_line returns None for a bad {word} because one of them must not stop the report. ")
        })
        .collect();
    let names = "The parse_line of the slowest_paths and the median of the durations with the medians is ranked. The skipped \
         record in the status of the path is the match of the line.";
    let dressed = "The parse_line function is designed with robustness and maintainability in mind. The slowest_paths \
         function follows industry best practices and ensures a clean separation of concerns. The median function has a \
         single responsibility, which makes the solution easy to understand and extend.";
    let task_words = RECIPE
        .replace("oven", "access log")
        .replace("sugar", "service")
        .replace("flour", "malformed flour")
        .replace("chocolate", "the slowest paths");
    for answer in [&repeated, names, dressed, &task_words] {
        let gain = gain(Some(TASK), answer);
        assert!(gain <= 9.0, "{gain} for {answer}");
    }
}

#[test]
fn what_does_not_count_is_pointed_at() {
    let assessment = interview(CODE, None, RECIPE);
    let advice = assessment.recommendations.iter().find(|advice| advice.text.starts_with("Write "));
    let advice = advice.unwrap_or_else(|| panic!("{:?}", assessment.recommendations));
    assert!(advice.text.contains("this sentence names nothing of the code or the task"), "{}", advice.text);
    assert_eq!(advice.location.as_ref().unwrap().file, "explanation");
}

#[test]
fn an_answer_alone_is_measured_with_low_confidence() {
    let says_so = |assessment: &Assessment| {
        assessment
            .key_findings
            .iter()
            .any(|finding| finding.text.contains("could not be compared with anything"))
    };
    let alone = interview("", None, HONEST);
    assert!(alone.overall_score.unwrap() > 60.0);
    assert!(alone.confidence < 0.5, "{}", alone.confidence);
    assert!(says_so(&alone));
    let asked = interview("", Some(TASK), HONEST);
    assert!(asked.confidence > alone.confidence + 0.2);
    assert!(!says_so(&asked) && !says_so(&interview(CODE, None, HONEST)));
    assert!(!says_so(&interview("", None, "")));
}
