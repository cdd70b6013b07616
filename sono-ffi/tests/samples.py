"""Compiles and runs the samples of the manual and of examples/readme: samples.py PREFIX FOLDER

A block of README.md whose first line is `c` or `cpp` is a whole program; what it prints is the block that follows, if
that is a `text` block. Options of the compiler come from pkg-config.
"""

import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPILERS = {
    "c": ["cc", "-std=c99", "-x", "c"],
    "cpp": ["c++", "-std=c++17", "-x", "c++"],
}


def flags(prefix: pathlib.Path) -> list[str]:
    found = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "sono_eval"],
        env={"PATH": "/usr/bin:/bin", "PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")},
        capture_output=True, text=True, check=True,
    )
    return [*shlex.split(found.stdout), f"-Wl,-rpath,{prefix}/lib", "-pthread"]


def output_of(source: str, language: str, program: pathlib.Path, options: list[str]) -> str:
    command = [*COMPILERS[language], "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-", "-x", "none"]
    subprocess.run([*command, *options, "-o", str(program)], input=source, text=True, check=True)
    # The samples read files of the repository.
    return subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def main() -> int:
    prefix, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    options = flags(prefix)
    wrong = 0

    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / "sono-ffi/README.md").read_text(), re.S | re.M)
    samples = [index for index, (language, _) in enumerate(blocks) if language in COMPILERS]
    assert samples, "the manual has no samples"
    for index in samples:
        language, source = blocks[index]
        printed = output_of(source, language, folder / f"sample_{index}", options)
        follows = blocks[index + 1] if index + 1 < len(blocks) else ("", "")
        if follows[0] == "text" and printed != follows[1]:
            print(f"sample {index} of the manual prints:\n{printed}instead of:\n{follows[1]}", file=sys.stderr)
            wrong += 1

    shown = {}
    for name, language in [("c.c", "c"), ("cpp.cpp", "cpp")]:
        source = (ROOT / "examples/readme" / name).read_text()
        shown[name] = output_of(source, language, folder / f"readme_{language}", options)
    if len(set(shown.values())) != 1 or not re.match(r"score: [\d.]+\nfirst: .+\nline:  \d+\n$", shown["c.c"]):
        print(f"the examples of the README print: {shown}", file=sys.stderr)
        wrong += 1

    print(f"samples: {len(samples)} of the manual and {len(shown)} of the README, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
