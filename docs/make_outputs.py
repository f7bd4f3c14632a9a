"""Compares a notebook that was executed with the one that is stored with its outputs, or stores what it gave.

    python docs/make_outputs.py target/notebooks/01_first_cycle.ipynb [--write]

Text is compared word by word: numbers to six digits, or to what the last digit that is shown can turn; times and
addresses are left out. Pictures are not compared.
"""

import argparse
import json
import math
import re
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"

#: What differs from run to run.
PASSING = re.compile(r"\d[\d.]*(e-?\d+)? (ns|µs|ms|s)\b|0x[0-9a-f]+|residual [\d.e-]+")
NUMBER = re.compile(r"[-+−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
TEXTS = ("text/plain", "text/html", "text/markdown")


def texts(notebook: dict) -> list[tuple[int, str]]:
    """The number of the cell and the text of every output that has one."""
    found = []
    for number, cell in enumerate(notebook["cells"]):
        streams = [output for output in cell.get("outputs", []) if output["output_type"] == "stream"]
        if streams:
            found.append((number, "".join("".join(output["text"]) for output in streams)))
        for output in cell.get("outputs", []):
            found += [(number, "".join(data)) for kind, data in sorted(output.get("data", {}).items()) if kind in TEXTS]
    return found


def is_same(one: str, two: str) -> bool:
    """Whether texts agree but for times, addresses and rounding."""
    one, two = (PASSING.sub("", text) for text in (one, two))
    if NUMBER.sub("#", one) != NUMBER.sub("#", two):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(two))
    return all(a == b or is_near(a.replace("−", "-"), b.replace("−", "-")) for a, b in pairs)


def is_near(a: str, b: str) -> bool:
    """Whether numbers agree to six digits, or are one apart in the last digit shown."""
    decimals = min(len(number.partition("e")[0].partition(".")[2]) for number in (a, b))
    return math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1.01 * 10.0**-decimals if decimals else 1e-9)


def main() -> None:
    """Compares, or stores."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("executed", type=Path)
    parser.add_argument("--write", action="store_true", help="store the outputs")
    options = parser.parse_args()
    executed, path = json.loads(options.executed.read_text(encoding="utf-8")), NOTEBOOKS / options.executed.name
    if options.write:
        for cell in executed["cells"]:
            cell["metadata"] = {}
        executed["metadata"] = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        path.write_text(json.dumps(executed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return
    stored, new = texts(json.loads(path.read_text(encoding="utf-8"))), texts(executed)
    if [number for number, _ in stored] != [number for number, _ in new]:
        sys.exit(f"{path.name}: other cells have outputs than are stored; if that is right: make notebook-outputs")
    for (number, one), (_, two) in zip(stored, new):
        if not is_same(one, two):
            sys.exit(
                f"{path.name}, cell {number}, gives\n{two}\ninstead of\n{one}\nif that is right: make notebook-outputs"
            )


if __name__ == "__main__":
    main()
