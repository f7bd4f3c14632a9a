"""Write helmholtz.json: the fluids of CoolProp in the compact form read by `entropyk-fluids`.

Run in an environment with CoolProp installed:  python convert.py

Nothing is fitted or rounded. What changes is the form:

* ideal-gas terms of all kinds are folded into
      alpha0 = ln(delta) + a1 + a2 tau + (log_tau + tau_log_tau tau) ln(tau)
               + sum n tau^t + sum n ln(c + d exp(theta tau))
  with theta < 0;
* the critical point is the one of the equation of state, from CoolProp's superancillary data;
* quantities the engine computes itself (superancillaries, caloric ancillaries, anchor states) are left out.

Units: K, Pa, mol/m3, kg/mol, J/(mol K). One fluid per line.
"""

import hashlib
import json
import math
import pathlib
import random
import re

import CoolProp
from CoolProp.CoolProp import AbstractState, DmolarT_INPUTS, FluidsList, get_fluid_param_string

OUT = pathlib.Path(__file__).with_name("helmholtz.json")


def fold_ideal(terms):
    """The ideal-gas terms of one fluid in the folded form."""
    scalars = {"a1": 0.0, "a2": 0.0, "log_tau": 0.0, "tau_log_tau": 0.0}
    out = scalars | {key: [] for key in ("n", "t", "pe_n", "pe_theta", "pe_c", "pe_d")}

    def planck_einstein(n, theta, c, d):
        if theta > 0:  # the same with an exponential that cannot overflow
            out["a2"] += n * theta
            theta, c, d = -theta, d, c
        for key, value in zip(("pe_n", "pe_theta", "pe_c", "pe_d"), (n, theta, c, d)):
            out[key].append(value)

    def constant_cp(c, tc, t0):
        tau0 = tc / t0
        out["a1"] += c * (1 - math.log(tau0))
        out["a2"] -= c / tau0
        out["log_tau"] += c

    def power_cp(c, p, tc, t0):
        if p == 0:
            return constant_cp(c, tc, t0)
        if p == -1:
            out["tau_log_tau"] -= c / tc
            out["a2"] += c / tc * (1 + math.log(tc / t0))
            out["a1"] -= c / t0
            return None
        out["n"].append(-c * tc**p / (p * (p + 1)))
        out["t"].append(-p)
        out["a1"] += c * t0**p / p
        out["a2"] -= c * t0 ** (p + 1) / (tc * (p + 1))
        return None

    def lead(x):
        out["a1"] += x["a1"]
        out["a2"] += x["a2"]

    def log_tau(x):
        out["log_tau"] += x["a"]

    def power(x):
        out["n"] += x["n"]
        out["t"] += x["t"]

    def aly_lee(x):
        c0, c1, c2, c3, c4 = x["c"]
        constant_cp(c0, x["Tc"], x["T0"])
        if c1:
            planck_einstein(c1, -2 * c2 / x["Tc"], 1.0, -1.0)
        if c3:
            planck_einstein(-c3, -2 * c4 / x["Tc"], 1.0, 1.0)

    kinds = {
        "Lead": lead,
        "EnthalpyEntropyOffset": lead,
        "LogTau": log_tau,
        "Power": power,
        "PlanckEinstein": lambda x: [planck_einstein(n, -t, 1.0, -1.0) for n, t in zip(x["n"], x["t"])],
        "PlanckEinsteinFunctionT": lambda x: [
            planck_einstein(n, -v / x["Tcrit"], 1.0, -1.0) for n, v in zip(x["n"], x["v"])
        ],
        "PlanckEinsteinGeneralized": lambda x: [
            planck_einstein(n, t, c, d) for n, t, c, d in zip(x["n"], x["t"], x["c"], x["d"])
        ],
        "CP0Constant": lambda x: constant_cp(x["cp_over_R"], x["Tc"], x["T0"]),
        "CP0PolyT": lambda x: [power_cp(c, p, x["Tc"], x["T0"]) for c, p in zip(x["c"], x["t"])],
        "CP0AlyLee": aly_lee,
    }
    for term in terms:
        kinds[term["type"].removeprefix("IdealGasHelmholtz")](term)
    return {key: value for key, value in out.items() if value != [] and (key, value) != ("tau_log_tau", 0.0)}


def ideal_value(a, delta, tau):
    """alpha0 of the folded form."""
    value = math.log(delta) + a["a1"] + a["a2"] * tau + (a["log_tau"] + a.get("tau_log_tau", 0) * tau) * math.log(tau)
    value += sum(n * tau**t for n, t in zip(a.get("n", []), a.get("t", [])))
    pe = zip(*(a.get(key, []) for key in ("pe_n", "pe_theta", "pe_c", "pe_d")))
    return value + sum(n * math.log(c + d * math.exp(theta * tau)) for n, theta, c, d in pe)


def check_ideal(name, a, eos):
    """Compare the folded form with CoolProp's own value."""
    state = AbstractState("HEOS", name)
    reducing = eos["STATES"]["reducing"]
    rng = random.Random(1)
    for _ in range(20):
        tau, delta = rng.uniform(0.5, 3.0), 10 ** rng.uniform(-6, 0.3)
        state.specify_phase(CoolProp.iphase_gas)
        state.update(DmolarT_INPUTS, delta * reducing["rhomolar"], reducing["T"] / tau)
        expected, got = state.alpha0(), ideal_value(a, state.delta(), state.tau())
        if not math.isclose(expected, got, rel_tol=1e-11, abs_tol=1e-11):
            raise ValueError(f"{name}: alpha0 is {expected} in CoolProp, {got} in the folded form")


def bibliography():
    """One line for every key of CoolProp's bibliography: authors, journal, year, pages, DOI."""
    text = pathlib.Path(CoolProp.__file__).with_name("CoolPropBibTeXLibrary.bib").read_text(encoding="utf-8")
    lines = {}
    for key, body in re.findall(r"@\w+\{([^,]+),(.*?)\n\}", text, re.DOTALL):
        fields = {k.lower(): plain(v) for k, v in re.findall(r"(\w+)\s*=\s*[{\"](.*?)[}\"],?\s*\n", body + "\n")}
        authors = [family_name(name) for name in re.split(r"\s+and\s+|\s+&\s+", fields.get("author", ""))]
        where = " ".join(fields[part] for part in ("journal", "volume") if part in fields)
        line = f"{', '.join(authors)}: {where} ({fields.get('year', 'no year').split(',')[0]})".replace(":  (", " (")
        line += f" {fields['pages']}" if "pages" in fields else ""
        lines[key.strip()] = line + (f", doi:{fields['doi']}" if "doi" in fields else "")
    return lines


def plain(text):
    """BibTeX as plain text."""
    letters = {r"\"o": "ö", r"\"u": "ü", r"\'i": "í", r"\'a": "á", r"\ss": "ß", r"\&": "&", "--": "-"}
    for code, letter in letters.items():
        text = text.replace(code, letter)
    return re.sub(r"\s+", " ", text.replace("{", "").replace("}", "")).strip()


def family_name(name):
    """The family name of an author."""
    if "," in name:
        return name.split(",")[0].strip()
    words = name.split()
    small = [i for i, word in enumerate(words[:-1]) if word in ("de", "van", "von")]
    return " ".join(words[small[0] :] if small else words[-1:])


def fold_residual(terms):
    """The residual terms, all kinds, without labels."""
    skip = ("type", "_note")
    kinds = [(x["type"].removeprefix("ResidualHelmholtz"), x) for x in terms]
    whole = {"Power": "l", "Exponential": "l"}  # kinds whose exponents of delta in the exponential are integers
    out = []
    for kind, x in kinds:
        values = {k: v for k, v in x.items() if k not in skip}
        if kind in whole:
            values[whole[kind]] = [as_integer(v) for v in values[whole[kind]]]
        out.append({"type": kind, **values})
    return out


def as_integer(x):
    """A whole number as such."""
    if x != int(x):
        raise ValueError(f"{x} is not a whole number")
    return int(x)


def critical_point(name, eos, raw):
    """(T, rho, p) where the first two density derivatives of p vanish.

    The lines p'(T) and p''(T) of a pseudo-pure fluid have an end instead.
    """
    table, lines = raw["STATES"]["critical"], raw["ANCILLARIES"]
    if eos["pseudo_pure"]:
        end = min((lines[key] for key in ("pL", "pV")), key=lambda line: line["reducing_value"])
        return {"t": end["T_r"], "rho": table["rhomolar"], "p": end["reducing_value"]}
    meta = eos["SUPERANCILLARY"]["meta"]
    t, rho = meta["Tcrittrue / K"], meta["rhocrittrue / mol/m^3"]
    state = AbstractState("HEOS", name)
    state.specify_phase(CoolProp.iphase_supercritical)
    state.update(DmolarT_INPUTS, rho, t)
    return {"t": t, "rho": rho, "p": state.p()}


def ancillary(x):
    """A saturation ancillary, with the name of its form."""
    return {
        "form": "1+sum" if x["type"] == "rhoLnoexp" else "exp(Tr/T sum)" if x["using_tau_r"] else "exp(sum)",
        "t_r": x["T_r"],
        "scale": x["reducing_value"],
        "n": x["n"],
        "t": x["t"],
    }


def melting(x):
    """The melting line in pieces."""
    form = {"Simon": "simon", "polynomial_in_Tr": "t_ratio", "polynomial_in_Theta": "theta"}[x["type"]]
    keep = {"T_0": "t0", "T_min": "t_min", "T_max": "t_max", "p_0": "p0", "a": "a", "c": "c", "t": "t"}
    parts = [{new: part[old] for old, new in keep.items() if old in part} for part in x["parts"]]
    return {"form": form, "parts": parts, "reference": x.get("BibTeX", "")}


def without_notes(x):
    """Transport data as they are, without comments and unit labels."""
    if isinstance(x, dict):
        return {k: without_notes(v) for k, v in x.items() if not k.startswith("_") and not k.endswith("_units")}
    return [without_notes(v) for v in x] if isinstance(x, list) else x


def fluid(name, raw, references):
    """The record of one fluid."""
    eos, info, anc = raw["EOS"][0], raw["INFO"], raw["ANCILLARIES"]
    environment = info.get("ENVIRONMENTAL", {})
    known = {key: environment.get(key) for key in ("GWP20", "GWP100", "GWP500", "ODP")}
    known = {k: v for k, v in known.items() if isinstance(v, int | float) and v >= 0}
    ideal = fold_ideal(eos["alpha0"])
    check_ideal(name, ideal, eos)
    others = [a for a in [*info["ALIASES"], info["REFPROP_NAME"]] if a not in (name, "", "N/A", "n/a")]
    record = {
        "aliases": list(dict.fromkeys(others)),
        "cas": info["CAS"],
        "formula": info.get("FORMULA", "").replace("{", "").replace("}", "").replace("_", ""),
        "molar_mass": eos["molar_mass"],
        "gas_constant": eos["gas_constant"],
        "acentric": eos["acentric"],
        "pseudo_pure": eos["pseudo_pure"],
        "critical": critical_point(name, eos, raw),
        "reducing": {new: eos["STATES"]["reducing"][old] for new, old in (("t", "T"), ("rho", "rhomolar"), ("p", "p"))},
        "triple": {"t": eos["Ttriple"], "p": raw["STATES"]["triple_vapor"]["p"]},
        "t_min": eos["STATES"]["sat_min_liquid"]["T"],
        "t_max": eos["T_max"],
        "p_max": eos["p_max"],
        "environment": known,
        "safety_class": environment.get("ASHRAE34", "").replace("UNKNOWN", "").replace("?", ""),
        "reference": "; ".join(references.get(key, key) for key in eos["BibTeX_EOS"].split(",")),
        "eos": {
            "ideal": ideal,
            "residual": fold_residual(eos["alphar"]),
            "ancillaries": {key: ancillary(anc[key]) for key in ("pS", "pL", "pV", "rhoL", "rhoV") if key in anc},
        },
    }
    if "melting_line" in anc:
        record["eos"]["melting"] = melting(anc["melting_line"])
    if "surface_tension" in anc:
        tension = anc["surface_tension"]
        record["surface_tension"] = {
            "tc": tension["Tc"],
            "a": tension["a"],
            "n": tension["n"],
            "reference": tension["BibTeX"],
        }
    if "TRANSPORT" in raw:
        record["transport"] = without_notes(raw["TRANSPORT"])
    return record


def main():
    """Read all fluids and write the file."""
    texts = {name: get_fluid_param_string(name, "JSON") for name in sorted(FluidsList(), key=str.lower)}
    header = {
        "source": "CoolProp " + CoolProp.__version__ + " (https://coolprop.org), get_fluid_param_string(name, 'JSON')",
        "sha256": hashlib.sha256("\n".join(texts.values()).encode()).hexdigest(),
        "licence": "MIT, Copyright (c) 2010-2026 Ian H. Bell and the CoolProp developers",
        "written_by": "rust/fluids/data/convert.py",
    }
    references = bibliography()
    lines = []
    for name, text in texts.items():
        raw = json.loads(text)
        record = fluid(name, raw[0] if isinstance(raw, list) else raw, references)
        lines.append(f"{json.dumps(name)}:{json.dumps(record, separators=(',', ':'), ensure_ascii=False)}")
    OUT.write_text(f'{{"header":{json.dumps(header)},\n"fluids":{{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
