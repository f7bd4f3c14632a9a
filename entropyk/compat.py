"""`import tespy` answered by entropyk, for packages that import TESPy themselves.

>>> from entropyk.compat import tespy_alias
>>> with tespy_alias():
...     from tespy.networks import Network
"""

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from . import __version__

__all__ = ["install_tespy_alias", "tespy_alias"]

#: The version whose interface is offered.
TESPY_VERSION = "0.11.3"
#: The version that `tespy.__version__` gives.
ALIAS_VERSION = f"{TESPY_VERSION} - entropyk {__version__}"


def install_tespy_alias() -> None:
    """Lets `import tespy` give entropyk, for good.

    Raises
    ------
    ImportError
        If TESPy itself has been imported already.
    """
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    if "tespy" in sys.modules:
        raise ImportError("tespy itself has been imported already: install the alias before", name="tespy")
    sys.meta_path.insert(0, _Finder())


@contextmanager
def tespy_alias() -> Iterator[None]:
    """Lets `import tespy` give entropyk inside a `with` block, and beyond where it did so before."""
    is_installed = any(isinstance(finder, _Finder) for finder in sys.meta_path)
    install_tespy_alias()
    try:
        yield
    finally:
        if not is_installed:
            _uninstall()


def _uninstall() -> None:
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
    for name in [name for name in sys.modules if name.partition(".")[0] == "tespy"]:
        del sys.modules[name]


class _Finder(MetaPathFinder):
    """Finds `tespy` and its modules among those of entropyk."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        top, _, rest = name.partition(".")
        if top != "tespy":
            return None
        if not rest:
            return ModuleSpec(name, _Top(), is_package=True)
        try:
            module = importlib.import_module(f"entropyk.{rest}")
        except ModuleNotFoundError as error:
            if error.name != f"entropyk.{rest}":
                raise
            return None
        return ModuleSpec(name, _Same(module), is_package=hasattr(module, "__path__"))


class _Same(Loader):
    """Loads a module by being it."""

    def __init__(self, module: ModuleType) -> None:
        self.module, self.spec = module, module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec


class _Top(Loader):
    """Loads `tespy`: what entropyk has, with TESPy's version before its own."""

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        module.__version__ = ALIAS_VERSION
        module.__datapath__ = str(importlib.import_module("entropyk.tools.helpers").extend_basic_path("data"))
        module.__getattr__ = lambda name: getattr(importlib.import_module("entropyk"), name)
