//! Fluid strings as CoolProp and TESPy users write them: `REFPROP::R134a`, `R32[0.5]&R125[0.5]`, `A[0.3]&B[0.7]|mass`,
//! `R454B.mix`, `INCOMP::MEG-30%`.

/// What the fractions of a string are fractions of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// That of the backend: amount of substance, or mass for incompressible liquids.
    Usual,
    Molar,
    Mass,
    Volume,
}

/// A fluid string in its parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parts {
    /// `HEOS` unless given.
    pub(super) backend: String,
    /// Names joined by `&`.
    pub(super) components: String,
    /// Empty if the string has none.
    pub(super) fractions: Vec<f64>,
    pub(super) basis: Basis,
}

/// The parts of a string, or what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Parts, String> {
    let text = text.trim();
    let text = match text.split_once("::") {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("CoolProp") => rest,
        _ => text,
    };
    let (backend, rest) = text.rsplit_once("::").unwrap_or(("HEOS", text));
    let (rest, basis) = match rest.rsplit_once('|') {
        Some((rest, "mass")) => (rest, Basis::Mass),
        Some((rest, "molar")) => (rest, Basis::Molar),
        Some((rest, "volume")) => (rest, Basis::Volume),
        Some((_, other)) => return Err(format!("fractions are |molar, |mass or |volume, not |{other}")),
        None => (rest, Basis::Usual),
    };
    let mut names = vec![];
    let mut fractions = vec![];
    for part in rest.split('&') {
        let (name, fraction) = split(part);
        names.push(name);
        if let Some(text) = fraction {
            fractions.push(number(text).ok_or_else(|| format!("{text:?} is not a fraction between 0 and 1"))?);
        }
    }
    if fractions.len() != names.len() && (names.len() > 1 || !fractions.is_empty()) {
        return Err(format!("give a fraction with every name, as in {}", example(&names)));
    }
    let sum: f64 = fractions.iter().sum();
    if names.len() > 1 && (sum - 1.0).abs() > 1e-6 {
        return Err(format!("the fractions add up to {sum}, not to 1"));
    }
    Ok(Parts { backend: backend.to_owned(), components: names.join("&"), fractions, basis })
}

/// `MEG[0.3]` and `MEG-30%` in name and fraction.
fn split(text: &str) -> (&str, Option<&str>) {
    let bracketed = || text.strip_suffix(']')?.split_once('[');
    let percent = || text.ends_with('%').then(|| text.split_once('-')).flatten();
    bracketed().or_else(percent).map_or((text, None), |(name, fraction)| (name, Some(fraction)))
}

fn number(text: &str) -> Option<f64> {
    let value = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    (0.0..=1.0).contains(&value).then_some(value)
}

fn example(names: &[&str]) -> String {
    let share = 1.0 / names.len() as f64;
    names.iter().map(|name| format!("{name}[{share:.3}]")).collect::<Vec<_>>().join("&")
}
