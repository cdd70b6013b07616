//! Any number of thirty-line submissions, no two alike: functions drawn from templates, each time with other names and
//! numbers. The same index always gives the same text.

use sono_core::submission::{Submission, SubmittedFile};

use crate::random::Random;

/// Lines per submission.
pub const LINES: usize = 30;

const NOUNS: [&str; 16] = [
    "order", "item", "user", "price", "batch", "token", "record", "score", "event", "field", "node", "limit",
    "page", "report", "queue", "match",
];
const VERBS: [&str; 12] = [
    "load", "merge", "filter", "count", "check", "build", "find", "group", "split", "clean", "rank", "update",
];

/// Three of these, of ten lines each, make a submission.
const PYTHON: [&str; 5] = [
    r#"def VERB_NOUN(NOUNs, limit=NUMBER):
    """Return the NOUNs that stay below the limit, in order."""
    result = []
    for NOUN in NOUNs:
        if NOUN is None or NOUN.OTHER < 0:
            continue
        if NOUN.OTHER < limit:
            result.append(NOUN)
    return sorted(result, key=lambda entry: entry.OTHER)

"#,
    r#"class NOUNOTHER:
    def __init__(self, size: int = NUMBER) -> None:
        self.size = size
        self.entries: dict[str, int] = {}

    def VERB(self, key: str) -> int:
        if key not in self.entries:
            raise KeyError(f"no NOUN {key}")
        return self.entries[key] % self.size

"#,
    r#"def VERB_OTHER(path):
    try:
        with open(path) as handle:
            rows = [line.strip().split(",") for line in handle]
    except OSError:
        return None
    # The first row names the columns.
    NOUN = {row[0]: int(row[1]) for row in rows[1:] if len(row) > 1}
    return sum(NOUN.values()) / max(len(NOUN), NUMBER)

"#,
    r#"def VERBNOUN(a, b):
    x = a * NUMBER
    y = b
    while x > y:
        if x % 2 == 0 and y != 0:
            x = x - y
        else:
            x -= 1
    print("NOUN", x, y)

"#,
    r#"def test_VERB_OTHER():
    NOUN = [3, 1, 2, NUMBER]
    assert VERB_OTHER(NOUN) == sorted(NOUN)
    assert VERB_OTHER([]) == []


def VERB_OTHER(NOUNs: list[int]) -> list[int]:
    """Sort without changing the input."""
    return sorted(NOUNs)

"#,
];

/// Three of these, of ten lines each, make a submission.
const TYPESCRIPT: [&str; 4] = [
    r#"/** Sums the NOUNs of one OTHER. */
export function VERBNOUN(NOUNs: Map<string, number[]>, key: string): number {
  const values = NOUNs.get(key);
  if (values === undefined || values.length === 0) {
    return NUMBER;
  }
  return values
    .filter((value) => Number.isFinite(value))
    .reduce((total, value) => total + value, 0);
}
"#,
    r#"interface NOUNOTHER { id: string; OTHER: number; tags?: string[] }

export const VERBOTHER = async (url: string): Promise<NOUNOTHER | null> => {
  const response = await fetch(`${url}/NOUN?limit=NUMBER`);
  if (!response.ok) {
    return null;
  }
  const body = (await response.json()) as NOUNOTHER;
  return body.OTHER > 0 ? body : null;
};
"#,
    r#"class NOUNQueue {
  private OTHER: number[] = [];

  VERB(value: number): void {
    for (let i = 0; i < this.OTHER.length; i++) {
      if (this.OTHER[i] > value) { this.OTHER.splice(i, 0, value); return; }
    }
    this.OTHER.push(value);
  }
}
"#,
    r#"function VERBNOUNs(input: any) {
  var result = "";
  for (const key in input) {
    try {
      result += key + "=" + input[key] + ";";
    } catch (e) {
    }
  }
  return result == "" ? "NUMBER" : result;
}
"#,
];

/// Four of these, of seven lines each, make a submission together with the class around them.
const JAVA: [&str; 4] = [
    r#"    /** The number of NOUNs above the threshold. */
    public int VERBNOUN(List<Integer> NOUNs) {
        if (NOUNs == null) {
            throw new IllegalArgumentException("NOUNs");
        }
        return (int) NOUNs.stream().filter(n -> n > NUMBER).count();
    }
"#,
    r#"    private final Map<String, Integer> NOUNOTHER = new HashMap<>();

    void VERBOTHER(String key, int OTHER) {
        int old = NOUNOTHER.getOrDefault(key, 0);
        NOUNOTHER.put(key, old + OTHER * NUMBER);
    }

"#,
    r#"    static String VERB(String[] NOUN) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < NOUN.length && i < NUMBER; i++) {
            out.append(i > 0 ? ", " : "").append(NOUN[i]);
        }
        return out.toString();
    }
"#,
    r#"    long VERBNOUNs(long x) {
        switch ((int) (x % 3)) {
            case 0: return x / 3;
            case 1: return x * NUMBER;
            default: return -x;
        }
    }
"#,
];

/// A template with its words drawn at random.
fn fill(random: &mut Random, templates: &[&str], part: usize) -> String {
    let template = templates[random.below(templates.len())];
    let number = (random.below(97) + 2).to_string();
    // Names rarely occur twice in a file; the part number keeps them apart.
    let noun = format!("{}{}", NOUNS[random.below(NOUNS.len())], ["", "b", "c", "d"][part % 4]);
    let text = template.replace("VERB", VERBS[random.below(VERBS.len())]).replace("NOUN", &noun);
    text.replace("OTHER", NOUNS[random.below(NOUNS.len())]).replace("NUMBER", &number)
}

/// The submission of that index: Python, TypeScript and Java in turn.
pub fn submission(index: usize) -> Submission {
    let mut random = Random::new(index as u64);
    let (path, text) = match index % 3 {
        0 => (
            format!("work{index}.py"),
            (0..3).map(|part| fill(&mut random, &PYTHON, part)).collect::<String>(),
        ),
        1 => (format!("work{index}.ts"), (0..3).map(|part| fill(&mut random, &TYPESCRIPT, part)).collect()),
        _ => {
            let body: String = (0..4).map(|part| fill(&mut random, &JAVA, part)).collect();
            (format!("Work{index}.java"), format!("class Work{index} {{\n{body}}}\n"))
        }
    };
    let mut submission = Submission::default();
    submission.content.files = vec![SubmittedFile { path, text, language: None }];
    submission
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use sono_core::engine::Engine;
    use sono_core::submission::input_hash;

    use super::*;

    #[test]
    fn they_have_thirty_lines_parse_and_differ() {
        let engine = Engine::builder().build().unwrap();
        let mut hashes = HashSet::new();
        for index in 0..300 {
            let submission = submission(index);
            assert_eq!(submission.content.files[0].text.lines().count(), LINES, "{index}");
            let measured = engine.measure(&submission).unwrap();
            let outline = measured.sources[0].outline.as_ref().unwrap();
            assert!(outline.errors.is_empty(), "{}", submission.content.files[0].text);
            assert!(hashes.insert(input_hash(&submission)));
        }
    }
}
