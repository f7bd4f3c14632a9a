"""The source distribution of TESPy, with its tests and tutorials: fetched from the package index, checked, unpacked."""

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

__all__ = ["CACHE", "UnreachableError", "fetch"]

VERSION = "0.11.3"
SHA256 = "d30b4631be6d4803d248142d1bfeb0f38935aa2d00fb1e480bfa3bd4bb1691b0"
#: Directory for what is fetched: kept between runs where make gives one.
CACHE = Path(os.environ.get("ENTROPYK_PEER_CACHE", tempfile.gettempdir())) / f"tespy-{VERSION}"


class UnreachableError(Exception):
    """The package index does not answer: nothing to run, which is a failure where `CI` is set."""


def fetch() -> Path:
    """The unpacked source distribution.

    Raises
    ------
    UnreachableError
        If the package index is out of reach.
    """
    archive, unpacked = CACHE / f"tespy-{VERSION}.tar.gz", CACHE / f"tespy-{VERSION}"
    if not archive.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        wanted = [f"tespy=={VERSION}", "--no-deps", "--no-binary", ":all:", "--dest", str(CACHE)]
        done = subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *wanted], check=False)
        if done.returncode:
            raise UnreachableError(f"TESPy {VERSION} could not be fetched from the package index")
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        archive.unlink()
        raise ValueError(f"the source distribution of TESPy {VERSION} is not the one known: its SHA-256 differs")
    if not unpacked.exists():
        with tarfile.open(archive) as packed, tempfile.TemporaryDirectory(dir=CACHE) as aside:
            packed.extractall(aside, filter="data")
            (Path(aside) / unpacked.name).rename(unpacked)
    return unpacked
