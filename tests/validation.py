"""Comparisons with published numbers, and the page that lists them: `pytest --validation-page docs/validation.md`."""

import inspect
from dataclasses import dataclass

import pytest

HEAD = """# Validation

Written by `make validation` from the tests, which fail where a deviation is larger than what the digits of the
source, or differences between equations of state that the test names, allow.
"""


@dataclass
class Comparison:
    """A published number, and the one found here."""

    case: str
    what: str
    published: float
    found: float

    @property
    def deviation(self):
        """In percent, without a sign where it rounds to zero."""
        percent = round(100 * (self.found / self.published - 1.0), 2)
        return f"{percent:+.2f} %" if percent else "0.00 %"


class Validation:
    """All comparisons of a run."""

    def __init__(self, path):
        self.path = path
        self.comparisons = []

    @pytest.hookimpl
    def pytest_sessionfinish(self):
        if self.path and self.comparisons:
            with open(self.path, "w", encoding="utf-8") as page:
                page.write("\n".join(self.lines()) + "\n")

    def lines(self):
        yield HEAD
        for case in dict.fromkeys(each.case for each in self.comparisons):
            yield from [f"**{case}**", "", "| | published | entropyk | deviation |", "|---|---|---|---|"]
            for each in self.comparisons:
                if each.case == case:
                    yield f"| {each.what} | {each.published:g} | {each.found:.6g} | {each.deviation} |"
            yield ""


def pytest_addoption(parser):
    parser.addoption("--validation-page", metavar="PATH", help="write the comparisons with published numbers there")


def pytest_configure(config):
    config.pluginmanager.register(Validation(config.getoption("--validation-page")), "validation")


@pytest.fixture
def published(request):
    """Asserts that what has been found is a published number, `published(what, found, number, rel=…)`, and notes both.

    The case is the first paragraph of the test's docstring.
    """
    notes = request.config.pluginmanager.get_plugin("validation").comparisons
    paragraph = inspect.getdoc(request.function).split("\n\n")[0]
    case = " ".join(paragraph.split()).rstrip(".")

    def compare(what, found, number, **tolerance):
        notes.append(Comparison(case, what, number, float(found)))
        assert found == pytest.approx(number, **tolerance), what

    return compare
