"""Write entropyk/components/__init__.pyi from the declarations of the engine, and finish entropyk/_core.pyi.

Run by `make stubs`, after maturin has written entropyk/_core.pyi from the compiled module.
"""

import pathlib
import re

import entropyk
from entropyk import _core

PACKAGE = pathlib.Path(entropyk.__file__).parent

HEADER = '''\
"""Written by rust/python/make_stubs.py from the declarations of the engine."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, SupportsFloat, TypeAlias

from .._core import Ahri540, CharLine, CharMap, Parameter
from .burner import Burner as Burner
from .component import Component as Component
from .component import OperationalState as OperationalState
from .component import component_registry as component_registry
from .rated import RatedCompressor as RatedCompressor
from .sections import Exchanger as Exchanger
from .sections import Sectioned as Sectioned
from .subsystem import Subsystem as Subsystem

Number: TypeAlias = SupportsFloat | Literal["var"] | None
'''

METHODS = {
    "CombustionChamber": "Burner",
    "Compressor": "RatedCompressor",
    "HeatExchanger": "Exchanger",
    "SectionedHeatExchanger": "Sectioned",
}

TYPES = {
    "float": "Number",
    "float or bool": "Number | bool",
    "bool": "bool | None",
    "int": "int | None",
    "str": "str | None",
    "CharLine or str": "CharLine | dict[str, Any] | str | None",
    "CharMap or str": "CharMap | str | None",
    "list of float": "Sequence[float] | None",
    "dict": "dict[str, float] | None",
    "callable or dict": "Callable[[float], float] | dict[str, Any] | None",
    "Ahri540": "Ahri540 | Sequence[Ahri540] | Sequence[float] | None",
}


def stub(declaration):
    """The class statement of a declaration."""
    keywords = [
        f"{keyword}: {TYPES[kind]} = None"
        for name, kind, _unit, _meaning, aliases in declaration["parameters"]
        for keyword in (name, *aliases)
    ]
    attributes = [row[0] for key in ("parameters", "results") for row in declaration[key]]
    kind_of = declaration["kind_of"] or "Component"
    methods = METHODS.get(declaration["name"])
    bases = f"{methods}, {kind_of}" if methods else kind_of
    options = ["*", *keywords] if keywords else []
    lines = [
        f"class {declaration['name']}({bases}):",
        f'    """{declaration["summary"]}"""',
        "",
        *(f"    {name}: Parameter" for name in attributes),
        f"    def __init__(self, {', '.join(['label: str | None = None', *options])}) -> None: ...",
    ]
    synonyms = [f"{synonym} = {declaration['name']}" for synonym in declaration["synonyms"]]
    return "\n".join([*lines, *synonyms])


def main():
    """Write the files."""
    stubs = [stub(declaration) for declaration in _core._declarations()]
    (PACKAGE / "components" / "__init__.pyi").write_text("\n\n".join([HEADER, *stubs]) + "\n", encoding="utf-8")

    core = PACKAGE / "_core.pyi"
    text = core.read_text(encoding="utf-8")
    # `types` has it from Python 3.13 on.
    text = text.replace("from types import CapsuleType", "from typing_extensions import CapsuleType")
    # Classes extend this one, and their constructors give objects of theirs.
    text = re.sub(r"(class Object:.*?def __new__\(.*?\)) -> Object:", r"\1 -> Self:", text, count=1, flags=re.DOTALL)
    text = re.sub(r"^from typing import (?!.*\bSelf\b)", "from typing import Self, ", text, count=1, flags=re.MULTILINE)
    core.write_text(f"# Written by maturin from the compiled module: `make stubs`.\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
