"""Settings of Sphinx: `make docs` builds the site, with warnings as errors.

Pages are MyST Markdown; their code cells run while the site is built. Notebooks come from the run of the tests.
"""

import os
import shutil
import sys
from pathlib import Path

import entropyk

HERE = Path(__file__).resolve().parent
#: Where `make test-notebooks` puts what it has executed.
EXECUTED = HERE.parent / "target" / "notebooks"

sys.path.insert(0, str(HERE))

project = "entropyk"
author = "the entropyk developers"
copyright = "the entropyk developers"  # noqa: A001 - the name that Sphinx reads
release = version = entropyk.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "docstrings",
]
exclude_patterns = ["_build", "examples", "**.ipynb_checkpoints"]
templates_path = ["_templates"]

myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_execution_excludepatterns = ["notebooks/*"]
nb_merge_streams = True

autodoc_member_order = "groupwise"
autodoc_typehints = "none"
autodoc_default_options = {"members": True, "show-inheritance": True}
autosummary_generate = True
napoleon_google_docstring = False
napoleon_custom_sections = [("Results", "params_style"), "From TESPy"]
default_role = "code"

html_theme = "furo"
html_title = f"entropyk {release}"
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["wide.css"]

# So that kernels show figures in pages.
os.environ.pop("MPLBACKEND", None)


def bring_notebooks() -> None:
    """Copies the executed notebooks beside the pages."""
    executed = sorted(EXECUTED.glob("*.ipynb"))
    if not executed:
        raise SystemExit("there are no executed notebooks: run `make test-notebooks` before")
    target = HERE / "notebooks"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for notebook in executed:
        shutil.copy(notebook, target)


bring_notebooks()
