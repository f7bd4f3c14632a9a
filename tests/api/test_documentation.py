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
