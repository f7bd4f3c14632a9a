"""The scripts of docs/examples run as they stand, and say where their picture is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


def test_diagrams_are_all_drawn(tmp_path):
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    command = [sys.executable, EXAMPLES / "diagrams.py", tmp_path / "pictures"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    pictures = [Path(line) for line in run.stdout.splitlines()]
    assert len(pictures) >= 6
    assert all(picture.stat().st_size > 10_000 for picture in pictures)


@pytest.mark.parametrize("arguments", [[], ["chart.svg"]])
def test_simple_cycle_prints_a_report_and_draws_a_chart(arguments, tmp_path):
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    command = [sys.executable, EXAMPLES / "simple_cycle.py", *arguments]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    report, chart = run.stdout.rsplit("log p-h chart: ", 1)
    assert report.startswith("Converged")
    assert "COP" in report
    assert Path(chart.strip()) == tmp_path / (arguments or ["simple_cycle.png"])[0]
    assert Path(chart.strip()).stat().st_size > 20_000
