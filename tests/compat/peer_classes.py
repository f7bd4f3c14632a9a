"""What a test of TESPy needs: A its interface, B the inside of its solver, C packages of third parties.

Read off the source of a test function and the helpers in its module that it calls: a name with a leading underscore, or
`problem`, is the inside; a name of a third party's package or engine is C.
"""

import ast
from functools import lru_cache
from pathlib import Path

#: Names of what only some environments have.
THIRD = {"exerpy", "iapws", "IAPWSWrapper", "pymoo", "minimize", "pyromat", "PyromatWrapper", "REFPROP", "thermopack"}
THIRD |= {"ExergyAnalysis", "ThermopackWrapper", "ht", "optimize"}
#: Names of the inside of the solver.
INSIDE = {"problem", "StructureGraph", "dulmage_mendelsohn", "structure_graph"}


def class_of(path: Path, classname: str, test: str) -> str:
    """A, B or C for a test by its file, the class it is in, and its name without parameters."""
    functions = _functions(path)
    names, seen, todo = set(), set(), [f"{classname}.{test}" if classname else test]
    todo += [f"{classname}.{setup}" for setup in ("setup_method", "setup_network") if classname]
    while todo:
        key = todo.pop()
        if key in seen or key not in functions:
            continue
        seen.add(key)
        found = _names(functions[key])
        names |= found
        todo += [name for name in found if name in functions]
        todo += [f"{classname}.{name}" for name in found if f"{classname}.{name}" in functions]
    if names & THIRD:
        return "C"
    own = {key.rpartition(".")[2] for key in functions}
    inside = {name for name in names if name.startswith("_") and not name.endswith("__") and name not in own}
    return "B" if inside or names & INSIDE else "A"


@lru_cache
def _functions(path: Path) -> dict[str, ast.AST]:
    """The functions of a file by name, those of classes as `Class.function`."""
    tree = ast.parse(path.read_text())
    found: dict[str, ast.AST] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{each.name}": each for each in node.body if isinstance(each, ast.FunctionDef)}
    return found


def _names(function: ast.AST) -> set[str]:
    """Names, attributes, arguments and words in texts of a function."""
    names: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.alias):
            names |= set(node.name.split(".")) if not node.name.startswith("_") else {node.name}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names |= {word for word in THIRD if word in node.value.split("::")}
    return names
