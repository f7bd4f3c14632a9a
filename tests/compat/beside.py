"""Runs a script with entropyk and with TESPy, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["states_of", "steps_of"]

#: Runs a file that imports TESPy, which the alias may answer, and writes the state after every solve: SI, by class and
#: label. `then` is evaluated afterwards with what the file defines.
RECORD = """
import json, math, runpy, sys, warnings
package, path, then, out = sys.argv[1:]
warnings.simplefilter("ignore")
if package == "entropyk":
    from entropyk.compat import install_tespy_alias
    install_tespy_alias()
from tespy.networks import Network
from tespy.tools.data_containers import ComponentProperties, FluidProperties

def numbers(item, names, kind):
    values = {name: item.get_attr(name) for name in names}
    values = {name: float(each.val_SI) for name, each in values.items() if isinstance(each, kind)}
    return {name: value for name, value in values.items() if math.isfinite(value)}

def state(network):
    found = {"status": network.status}
    for edge in network.conns["object"]:
        kind = type(edge).__name__
        names = ("E",) if kind != "Connection" else ("m", "p", "h", "T", "v", "s")
        found[f"{kind} {edge.label}"] = numbers(edge, names, FluidProperties)
        if kind == "Connection":
            of = {name.rpartition("::")[2]: value for name, value in edge.fluid.val.items()}
            found[f"{kind} {edge.label}"] |= {f"fluid {name}": value for name, value in of.items() if value}
    for part in network.comps["object"]:
        found[f"{type(part).__name__} {part.label}"] = numbers(part, part.parameters, ComponentProperties)
    return found

states, solve = [], Network.solve
def recorded(network, *arguments, **options):
    solve(network, *arguments, **options)
    if not options.get("init_only"):
        states.append(state(network))
Network.solve = recorded
made = runpy.run_path(path)
eval(then, made)
with open(out, "w") as file:
    json.dump(states, file)
"""


def steps_of(script: str, package: str) -> list[Any]:
    """What a script collects in `steps`, with one of the packages in the place of `{package}`."""
    code = script.replace("{package}", package) + "\nimport json\nprint(json.dumps(steps))\n"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def states_of(script: Path, package: str, folder: Path, then: str = "None") -> list[dict[str, Any]]:
    """The state after every solve of a file that imports TESPy, run in a folder with one of the packages."""
    out = folder / f"{package}.json"
    command = [sys.executable, "-c", RECORD, package, str(script), then, str(out)]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True, env=os.environ | {"MPLBACKEND": "Agg"})
    return json.loads(out.read_text())
