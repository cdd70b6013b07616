//! Folders of a few files as people hand them in: notebooks, pages, fences, patches, data with code in it, files without a
//! name that says what they are. Pieces are repeated, so that what is looked for again and again shows as a slow unit.
#![no_main]
use arbitrary::Unstructured;
use libfuzzer_sys::{Corpus, fuzz_target};
use serde_json::json;
use sono_core::submission::{Submission, SubmissionType, SubmittedFile};

const FOLDERS: [&str; 5] = ["", "src/", "tests/", "docs/", "vendor/lib/"];
const NAMES: [&str; 24] = [
    "a.ipynb",
    "b.ipynb",
    "a.py",
    "test_a.py",
    "a.html",
    "a.vue",
    "a.svelte",
    "a.astro",
    "README.md",
    "notes.txt",
    "a.patch",
    "a.snap",
    "a.lock",
    "a.min.js",
    "a.js",
    "a.test.js",
    "a.d.ts",
    "a.csv",
    "a.json",
    "a.rs",
    "a.go",
    "A.java",
    "solution",
    "Makefile",
];
const PIECES: [&str; 48] = [
    "def f(a):\n    return a / 2\n",
    "f(1)\n",
    "import a\n",
    "from a import f\n",
    "exec(",
    "x, ",
    "\"-c\" ",
    "\"python\" ",
    ")\n",
    "x = \"\"\"\n",
    "\"\"\"\n",
    "%%bash\n",
    "%time f(1)\n",
    "!ls\n",
    "# %%\n",
    "# In[1]:\n",
    "<!--",
    "-->",
    "<script>\n",
    "<script lang=\"ts\">\n",
    "</script>\n",
    "<style>\n",
    "```python\n",
    "```\n",
    "~~~\n",
    "---\n",
    "function f(a) { return a / 2; }\n",
    "function f() {",
    "}",
    "test('f', () => { expect(f(1)).toBe(2); });\n",
    "assert f(1) == 2\n",
    "m! { fn f() { if a { b } } }\n",
    "#[test] fn t() { assert_eq!(f(1), 2); }\n",
    "interface A { void f(); }\n",
    "class A implements B { ",
    "/** Gives a. */\n",
    "// a\n",
    "@@ -1,2 +1,3 @@\n",
    "+def g(b):\n+    return b\n",
    "diff --git a/a.py b/a.py\n",
    "// @generated\n",
    "\u{202e}",
    "\u{2028}",
    "\r",
    "\r\n",
    "a.py,1\n",
    "{\"a\": \"",
    "\"}",
];
/// Bytes of one file, at most.
const BYTES: usize = 32 << 10;

fn text(input: &mut Unstructured<'_>) -> arbitrary::Result<String> {
    let mut text = String::new();
    for _ in 0..input.int_in_range(1..=12)? {
        let piece =
            if input.ratio(1_u8, 6_u8)? { input.arbitrary::<&str>()? } else { *input.choose(&PIECES)? };
        let times = *input.choose(&[1, 1, 1, 2, 3, 50, 1_000])?;
        for _ in 0..times {
            if text.len() + piece.len() > BYTES {
                return Ok(text);
            }
            text.push_str(piece);
        }
    }
    Ok(text)
}

fn notebook(input: &mut Unstructured<'_>) -> arbitrary::Result<String> {
    let mut cells = Vec::new();
    for _ in 0..input.int_in_range(1..=4)? {
        let kind = *input.choose(&["code", "code", "markdown", "raw"])?;
        let times = *input.choose(&[1, 1, 2, 300])?;
        let text = text(input)?;
        let times = times.min(BYTES / text.len().max(1)).max(1);
        cells.extend(std::iter::repeat_n(json!({"cell_type": kind, "source": text, "metadata": {}}), times));
    }
    Ok(json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).to_string())
}

fn run(input: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let mut submission = Submission { submission_type: SubmissionType::Project, ..Submission::default() };
    for number in 0..input.int_in_range(1..=4)? {
        let (folder, name) = (*input.choose(&FOLDERS)?, *input.choose(&NAMES)?);
        let whole = name.ends_with(".ipynb") && input.ratio(7_u8, 8_u8)?;
        let text = if whole { notebook(input)? } else { text(input)? };
        submission.content.files.push(SubmittedFile {
            path: format!("{number}/{folder}{name}"),
            text,
            language: None,
        });
    }
    sono_fuzz::assess(&submission);
    Ok(())
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    match run(&mut Unstructured::new(bytes)) {
        Ok(()) => Corpus::Keep,
        Err(_) => Corpus::Reject,
    }
});
