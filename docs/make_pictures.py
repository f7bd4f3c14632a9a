"""Draws the pictures of the documentation anew, into `docs/pictures`: `make pictures`."""

import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent

#: Scripts that take the path of their picture, or of the folder for their pictures, by that path.
SCRIPTS = {"first_cycle.png": "simple_cycle.py", "diagrams": "diagrams.py"}


def main() -> None:
    """Runs every script."""
    for picture, script in SCRIPTS.items():
        target = DOCS / "pictures" / picture
        target.parent.mkdir(exist_ok=True)
        subprocess.run([sys.executable, DOCS / "examples" / script, target], check=True, stdout=subprocess.DEVNULL)
        print(target)


if __name__ == "__main__":
    main()
