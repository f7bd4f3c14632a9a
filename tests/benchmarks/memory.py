"""Memory of a process over 100,000 solves, printed every tenth of them: `make bench-memory`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "robustness"))

from test_processes import growth

SOLVES = 100_000

if __name__ == "__main__":
    total = 0
    for part in range(10):
        total += growth(SOLVES // 10, every=20)
        print(f"{(part + 1) * SOLVES // 10:7d} solves: {total / 1e6:+.2f} MB")
    # A number kept per solve would be 0.8 MB.
    sys.exit(total > 4e6)
