"""The code of the documentation runs as it stands."""

import re
import runpy
from pathlib import Path

import pytest

import entropyk as ek

DOCS = Path(__file__).parents[2] / "docs"


PAGES = {"custom-components.md": "filter", "migrating-from-tespy.md": "compressor"}


@pytest.mark.parametrize(("page", "said"), PAGES.items())
def test_the_code_of_a_page_runs(page, said, capsys):
    text = (DOCS / page).read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "documentation"}
    for block in re.finditer(r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE):
        # With the lines of the page, so that a failure says where.
        line = text[: block.start(1)].count("\n")
        exec(compile("\n" * line + block[1], str(DOCS / page), "exec"), names)
    assert said in capsys.readouterr().out


def test_the_example_prints_a_report(capsys):
    runpy.run_path(str(DOCS / "examples" / "custom_components.py"), run_name="__main__")
    assert "pump" in capsys.readouterr().out


def test_the_reference_has_every_public_name():
    pages = " ".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    # Exceptions and modules are documented as modules.
    names = [name for name in ek.__all__ if not name.endswith("Error")]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", pages)] == []


@pytest.mark.parametrize(
    ("one", "two", "is_same"),
    [
        ("COP 4.785", "COP 4.785", True),
        ("COP 4.7851234", "COP 4.7851235", True),
        ("COP 4.785", "COP 4.795", False),
        (
            "Converged in 5 iterations (0.35 ms, residual 1.6e-15)",
            "Converged in 5 iterations (1.2 ms, residual 0)",
            True,
        ),
        ("Converged in 5 iterations (0.35 ms)", "Converged in 6 iterations (0.35 ms)", False),
        ("e1  10.0  g", "e1  10.0  tp", False),
        ("<Axes at 0x7f12>", "<Axes at 0x7a>", True),
    ],
)
def test_outputs_of_notebooks_are_compared_by_numbers(one, two, is_same):
    assert runpy.run_path(str(DOCS / "make_outputs.py"))["is_same"](one, two) is is_same
