"""Assess every example with the default rubric, and say where the reports lie.

Usage: demo.py PROFILE FOLDER, after the program was built in that profile.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

EXAMPLES = Path("examples")
SUBMISSIONS = EXAMPLES / "submissions"
SHOWN = "log_report.py"


def built_program(profile: str) -> str:
    """The command line program, in whatever folder the user's settings make cargo build into."""
    metadata = ["cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"]
    answer = subprocess.run(metadata, check=True, capture_output=True).stdout
    return str(Path(json.loads(answer)["target_directory"]) / profile / "sono-eval")


def run(program: str, *arguments: str) -> None:
    """Run the program; its failure ends the demo."""
    subprocess.run([program, *arguments], check=True)


def groups_by_submission() -> dict[str, str]:
    """The group that a reviewer put each submission into."""
    ranking = tomllib.loads((EXAMPLES / "ranking.toml").read_text(encoding="utf-8"))
    return {name: group["name"] for group in ranking["group"] for name in group["submissions"]}


def points(value: float | None) -> str:
    """A score for a table."""
    return "-" if value is None else f"{value:.1f}"


def print_ranking(reports: dict[str, dict]) -> None:
    """Print all scores, best first, next to the group that a reviewer chose."""
    groups = groups_by_submission()
    best_first = sorted(reports.items(), key=lambda item: -(item[1]["overall_score"] or -1.0))
    print(f"{'submission':<32}{'score':>7}  {'interval':<14}{'confidence':>10}  reviewer's group")
    for name, report in best_first:
        interval = report["score_interval"]
        between = f"{interval['low']:.1f} to {interval['high']:.1f}" if interval else "-"
        score = points(report["overall_score"])
        print(f"{name:<32}{score:>7}  {between:<14}{report['confidence']:>10.2f}  {groups.get(name, '-')}")


def main(program: str, folder: Path) -> None:
    """Write the reports and print an overview."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = {}
    for submission in sorted(SUBMISSIONS.iterdir()):
        target = folder / submission.name
        for form, suffix in [("json", ".json"), ("markdown", ".md")]:
            whole = ["--submission"] if submission.suffix == ".json" else []
            output = ["--format", form, "--output", f"{target}{suffix}"]
            run(program, "assess", *whole, str(submission), *output)
        reports[submission.name] = json.loads(Path(f"{target}.json").read_text(encoding="utf-8"))

    run(program, "assess", str(SUBMISSIONS / SHOWN), "--format", "text")
    print()
    print_ranking(reports)
    print(f"\nReports on all {len(reports)} submissions: {folder}/*.md and {folder}/*.json")


if __name__ == "__main__":
    main(built_program(sys.argv[1]), Path(sys.argv[2]))
