"""Runs the test-suite and the tutorials of TESPy 0.11.3 against entropyk, through the alias.

`python tests/compat/peer_tests.py [--update] [pytest arguments]` fetches TESPy's source distribution (checked by its
SHA-256), runs its tests in a process of their own, prints how many of each file and each class pass, and fails if a
file is worse than the floor beside this script; `--update` writes the floor anew. Where the package index is out of
reach there is nothing to run, which is a failure where `CI` is set.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from peer_classes import class_of
from tespy_source import CACHE, UnreachableError, fetch

FLOOR = Path(__file__).with_name("peer_floor.json")

RUN = """
import sys, pytest
from entropyk.compat import install_tespy_alias
install_tespy_alias()
sys.exit(pytest.main(sys.argv[1:]))
"""


def run(source: Path, arguments: list[str]) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Outcomes by file, and by class."""
    report = CACHE / "report.xml"
    report.unlink(missing_ok=True)
    options = ["-q", "-p", "no:cacheprovider", "--continue-on-collection-errors", f"--junitxml={report}", "-Wdefault"]
    command = [sys.executable, "-c", RUN, *options, *(arguments or ["tests"])]
    subprocess.run(command, cwd=source, check=False, stdout=subprocess.DEVNULL, env=os.environ | {"MPLBACKEND": "Agg"})
    files: dict[str, Counter[str]] = {}
    classes: dict[str, Counter[str]] = {name: Counter() for name in "ABC"}
    for case in ElementTree.parse(report).iter("testcase"):
        file = file_of(case, source)
        files.setdefault(file, Counter())[outcome(case)] += 1
        if (source / file).exists():
            within = (case.get("classname") or "")[len(file) - 2 :]
            test = (case.get("name") or "").partition("[")[0]
            classes[class_of(source / file, within, test)][outcome(case)] += 1
    return files, {f"class {name}": counts for name, counts in classes.items()}


def file_of(case: ElementTree.Element, source: Path) -> str:
    """The test file of a case: the longest part of its dotted name that is one."""
    name = case.get("classname") or case.get("name") or ""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        path = "/".join(parts[:end]) + ".py"
        if (source / path).exists():
            return path
    return name


def outcome(case: ElementTree.Element) -> str:
    """passed, failed, error or skipped."""
    kinds = {"failure": "failed", "error": "error", "skipped": "skipped"}
    return next((kinds[child.tag] for child in case if child.tag in kinds), "passed")


def table(outcomes: dict[str, Counter[str]]) -> str:
    """Outcomes by file as text."""
    kinds = ["passed", "failed", "error", "skipped"]
    rows = [(file, *(counts[kind] for kind in kinds)) for file, counts in sorted(outcomes.items())]
    rows.append(("total", *(sum(row[k] for row in rows) for k in range(1, 5))))
    width = max(len(row[0]) for row in rows)
    lines = [f"{'':{width}}  " + "  ".join(f"{kind:>7}" for kind in kinds)]
    lines += [f"{row[0]:{width}}  " + "  ".join(f"{count:7}" for count in row[1:]) for row in rows]
    return "\n".join(lines)


def main() -> None:
    """Runs, prints, compares with the floor."""
    arguments = sys.argv[1:]
    update = "--update" in arguments
    try:
        source = fetch()
    except UnreachableError as error:
        print(f"skipped: {error}")
        raise SystemExit(1 if os.environ.get("CI") else 0) from None
    outcomes, classes = run(source, [argument for argument in arguments if argument != "--update"])
    print(table(outcomes))
    print(table(classes).rpartition("\n")[0])
    passed = {file: counts["passed"] for file, counts in sorted(outcomes.items()) if counts["passed"]}
    if update:
        FLOOR.write_text(json.dumps(passed, indent=1) + "\n")
        return
    floor = json.loads(FLOOR.read_text())
    worse = [
        f"{file}: {passed.get(file, 0)} pass, {least} did"
        for file, least in floor.items()
        if passed.get(file, 0) < least
    ]
    if worse:
        raise SystemExit("worse than before:\n" + "\n".join(worse))


if __name__ == "__main__":
    main()
