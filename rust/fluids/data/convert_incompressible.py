"""Write incompressible.json: the incompressible liquids of CoolProp in the form read by `entropyk-fluids`.

    pip download CoolProp==8.0.0 --no-deps --no-binary CoolProp
    python convert_incompressible.py coolprop-8.0.0.tar.gz

Read are the files dev/incompressible_liquids/json/*.json of the source archive. Nothing is fitted or rounded.
Left out are

* the residuals of the fits, and conversions between compositions, which CoolProp does not use;
* functions that stand for missing data, though CoolProp evaluates them: those of zeros alone (LiBr: viscosity 1 Pa s)
  and those with the numbers that CoolProp's fits start from (Acetone: viscosity).

Coefficient [i][j] belongs to (T - t_base)^i (x - x_base)^j. One fluid per line.
"""

import hashlib
import json
import pathlib
import sys
import tarfile

OUT = pathlib.Path(__file__).with_name("incompressible.json")
FOLDER = "/dev/incompressible_liquids/json/"
POLYNOMIALS = {"density": "density", "specific_heat": "heat_capacity"}
PROPERTIES = {
    "viscosity": "viscosity",
    "conductivity": "conductivity",
    "saturation_pressure": "vapour_pressure",
    "T_freeze": "freezing",
}
FIT_STARTS = {
    "viscosity": [500.0, -60.0, 10.0],
    "saturation_pressure": [-5000.0, 60.0, -10.0],
    "T_freeze": [700.0, -60.0, 10.0],
}
FORMS = {
    "polynomial": "polynomial",
    "exppolynomial": "exp_polynomial",
    "exponential": "exponential",
    "logexponential": "log_exponential",
    "polyoffset": "poly_offset",
}


def files(archive):
    """The texts of the JSON files, by name."""
    with tarfile.open(archive) as tar:
        members = [m for m in tar.getmembers() if FOLDER in m.name and m.name.endswith(".json")]
        texts = {pathlib.PurePosixPath(m.name).stem: tar.extractfile(m).read().decode() for m in members}
    return dict(sorted(texts.items(), key=lambda item: item[0].lower()))


def is_empty(values):
    """Whether all numbers in nested lists are zero."""
    return all(map(is_empty, values)) if isinstance(values, list) else values == 0


def polynomial(x):
    """The coefficients of a property that is a polynomial for every fluid."""
    if x["type"] != "polynomial":
        raise ValueError(f"{x['type']} where a polynomial was expected")
    return x["coeffs"]


def function(name, x):
    """The form and coefficients of a property, None where there are no data."""
    if x["type"] == "notdefined" or is_empty(x["coeffs"]) or x["coeffs"] == FIT_STARTS.get(name):
        return None
    return {"form": FORMS[x["type"]], "coefficients": x["coeffs"]}


def fluid(x):
    """The record of one fluid."""
    record = {
        "description": x["description"],
        "reference": x["reference"],
        "basis": x["xid"],
        "t_min": x["Tmin"],
        "t_max": x["Tmax"],
        "t_min_vapour_pressure": x["TminPsat"],
        "x_min": x["xmin"],
        "x_max": x["xmax"],
        "t_base": x["Tbase"],
        "x_base": x["xbase"],
    }
    record |= {new: polynomial(x[old]) for old, new in POLYNOMIALS.items()}
    functions = {new: function(old, x[old]) for old, new in PROPERTIES.items()}
    return record | {name: value for name, value in functions.items() if value is not None}


def main(archive):
    """Read the archive and write the file."""
    texts = files(archive)
    header = {
        "source": f"{pathlib.Path(archive).name} (https://coolprop.org), dev/incompressible_liquids/json",
        "sha256": hashlib.sha256("\n".join(texts.values()).encode()).hexdigest(),
        "licence": "MIT, Copyright (c) 2010-2026 Ian H. Bell and the CoolProp developers",
        "written_by": "rust/fluids/data/convert_incompressible.py",
    }
    lines = []
    for text in texts.values():
        raw = json.loads(text)
        lines.append(f"{json.dumps(raw['name'])}:{json.dumps(fluid(raw), separators=(',', ':'), ensure_ascii=False)}")
    OUT.write_text(f'{{"header":{json.dumps(header)},\n"fluids":{{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
