"""Make tests of the samples in the manual for Kotlin: kotlin_manual.py MANUAL TARGET.

Each sample becomes a test. What a comment after `println(...)` says must be printed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HEAD = """\
package sonoeval.manual

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds
import kotlinx.serialization.json.*
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import sonoeval.*

class ManualTest {
    private fun printed(sample: () -> Unit): List<String> {
        val out = ByteArrayOutputStream()
        val before = System.out
        System.setOut(PrintStream(out, true))
        try {
            sample()
        } finally {
            System.setOut(before)
        }
        return out.toString().lines()
    }
"""

TEST = """
    @Test
    fun `sample {number}`() {{
        val lines = printed {{
{sample}
        }}
        for (expected in listOf<String>({expected})) assertTrue(expected in lines, "$lines")
    }}
"""


def main(manual: Path, target: Path) -> None:
    """Write the tests."""
    samples = re.findall(r"^```kotlin\n(.*?)^```", manual.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if len(samples) < 4:
        raise SystemExit(f"{manual}: expected at least 4 samples, found {len(samples)}")
    tests = []
    for number, sample in enumerate(samples, 1):
        said = re.findall(r"println\(.*\) // (\w+)$", sample, re.MULTILINE)
        expected = ", ".join(f'"{words}"' for words in said)
        indented = "\n".join(f"            {line}".rstrip() for line in sample.splitlines())
        tests.append(TEST.format(number=number, sample=indented, expected=expected))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(HEAD + "".join(tests) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
