//! Units of measurement: their text, and what they convert to.
//!
//! A unit converts by `SI = factor · value + offset`. Its text is a product of symbols: `kJ/kg`, `W/m2/K`, `W/(m^2 K)`,
//! `m³/h`, or pint's long form `kilojoule / kilogram / delta_degree_Celsius`. A division binds to the one symbol or
//! bracket after it, as in arithmetic. Temperatures with an offset stand alone; in a product `degC` is a difference.

use std::fmt;

/// Powers of kg, m, s and K.
pub(crate) type Dimension = [i8; 4];

const NONE: Dimension = [0, 0, 0, 0];
const MASS: Dimension = [1, 0, 0, 0];
const LENGTH: Dimension = [0, 1, 0, 0];
const TIME: Dimension = [0, 0, 1, 0];
const FREQUENCY: Dimension = [0, 0, -1, 0];
const KELVIN: Dimension = [0, 0, 0, 1];
const FORCE: Dimension = [1, 1, -2, 0];
const PRESSURE: Dimension = [1, -1, -2, 0];
const ENERGY: Dimension = [1, 2, -2, 0];
const POWER: Dimension = [1, 2, -3, 0];

/// Joule in one British thermal unit of the International Table, the one of AHRI ratings.
const BTU: f64 = 1_055.055_852_62;
/// Kilogram in one avoirdupois pound.
const POUND: f64 = 0.453_592_37;
/// Pascal in one pound-force per square inch.
const PSI: f64 = POUND * 9.806_65 / (0.0254 * 0.0254);

/// A symbol that stands for a unit: spellings, of which the second is pint's name unless there is one only; SI value, powers of the base units, whether it takes prefixes.
struct Symbol(&'static [&'static str], f64, Dimension, bool);

const SYMBOLS: &[Symbol] = &[
    Symbol(&["1", "dimensionless", "-"], 1.0, NONE, false),
    Symbol(&["%", "percent"], 0.01, NONE, false),
    Symbol(&["rad", "radian"], 1.0, NONE, false),
    Symbol(&["deg", "degree", "°"], std::f64::consts::PI / 180.0, NONE, false),
    Symbol(&["g", "gram"], 1e-3, MASS, true),
    Symbol(&["t", "metric_ton", "tonne"], 1e3, MASS, false),
    Symbol(&["lb", "pound", "lbm"], POUND, MASS, false),
    Symbol(&["m", "meter", "metre"], 1.0, LENGTH, true),
    Symbol(&["in", "inch"], 0.0254, LENGTH, false),
    Symbol(&["ft", "foot"], 0.3048, LENGTH, false),
    Symbol(&["l", "L", "liter", "litre"], 1e-3, [0, 3, 0, 0], true),
    Symbol(&["s", "second"], 1.0, TIME, true),
    Symbol(&["min", "minute"], 60.0, TIME, false),
    Symbol(&["h", "hour", "hr"], 3600.0, TIME, false),
    Symbol(&["d", "day"], 86_400.0, TIME, false),
    Symbol(&["Hz", "hertz"], 1.0, FREQUENCY, true),
    Symbol(&["K", "kelvin"], 1.0, KELVIN, true),
    Symbol(&["kgK"], 1.0, [1, 0, 0, 1], false),
    Symbol(&["delta_degC", "delta_degree_Celsius", "delta_celsius", "Δ°C", "Δcelsius"], 1.0, KELVIN, false),
    Symbol(&["delta_degF", "delta_degree_Fahrenheit", "delta_fahrenheit", "Δ°F"], 5.0 / 9.0, KELVIN, false),
    Symbol(&["degR", "degree_Rankine", "°R", "rankine"], 5.0 / 9.0, KELVIN, false),
    Symbol(&["N", "newton"], 1.0, FORCE, true),
    Symbol(&["Pa", "pascal"], 1.0, PRESSURE, true),
    Symbol(&["bar"], 1e5, PRESSURE, true),
    Symbol(&["atm", "standard_atmosphere"], 101_325.0, PRESSURE, false),
    Symbol(&["psi", "pound_force_per_square_inch", "psia"], PSI, PRESSURE, false),
    Symbol(&["mmHg", "torr"], 101_325.0 / 760.0, PRESSURE, false),
    Symbol(&["J", "joule"], 1.0, ENERGY, true),
    Symbol(&["Wh", "watt_hour"], 3600.0, ENERGY, true),
    Symbol(&["Btu", "british_thermal_unit", "BTU", "btu"], BTU, ENERGY, false),
    Symbol(&["cal", "calorie"], 4.184, ENERGY, true),
    Symbol(&["W", "watt"], 1.0, POWER, true),
    Symbol(&["hp", "horsepower"], 745.699_871_582_270_2, POWER, false),
    Symbol(&["TR", "refrigeration_ton", "ton_of_refrigeration"], 12_000.0 * BTU / 3600.0, POWER, false),
];

/// Temperatures with an offset: spellings, of which the second is pint's name; factor, offset.
const OFFSET: &[(&[&str], f64, f64)] = &[
    (&["degC", "degree_Celsius", "°C", "℃", "celsius", "deg_C"], 1.0, 273.15),
    (&["degF", "degree_Fahrenheit", "°F", "℉", "fahrenheit", "deg_F"], 5.0 / 9.0, 459.67 * 5.0 / 9.0),
];

const PREFIXES: &[(&str, f64)] = &[
    ("kilo", 1e3),
    ("mega", 1e6),
    ("giga", 1e9),
    ("hecto", 1e2),
    ("deci", 1e-1),
    ("centi", 1e-2),
    ("milli", 1e-3),
    ("micro", 1e-6),
    ("k", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("h", 1e2),
    ("d", 1e-1),
    ("c", 1e-2),
    ("m", 1e-3),
    ("µ", 1e-6),
    ("μ", 1e-6),
    ("u", 1e-6),
];

/// A unit: its text as given, and its conversion `SI = factor · value + offset`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub(crate) symbol: String,
    /// SI units in one of these.
    pub factor: f64,
    /// SI value of zero.
    pub offset: f64,
}

impl Unit {
    /// The text as given: `"degC"`, `"kJ/kg"`.
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// The text for people: `°C`, `m³/h`, and nothing for a plain number.
    ///
    /// # Examples
    /// ```
    /// let unit = entropyk_core::Quantity::VolumetricFlow.unit("m3/h")?;
    /// assert_eq!(unit.label(), "m³/h");
    /// # Ok::<(), entropyk_core::ThermoError>(())
    /// ```
    pub fn label(&self) -> String {
        match self.symbol.as_str() {
            "1" | "-" => String::new(),
            text if is_spelling(text, 0) => "°C".into(),
            text if is_spelling(text, 1) => "°F".into(),
            text => text
                .replace("**", "^")
                .replace("m^2", "m2")
                .replace("m^3", "m3")
                .replace("m2", "m²")
                .replace("m3", "m³"),
        }
    }

    /// The text in pint's long form: `kilojoule / kilogram`, `meter ** 3 / second`.
    ///
    /// # Examples
    /// ```
    /// let unit = entropyk_core::Quantity::Entropy.unit("kJ/(kg K)")?;
    /// assert_eq!(unit.long_name(), "kilojoule / kelvin / kilogram");
    /// # Ok::<(), entropyk_core::ThermoError>(())
    /// ```
    pub fn long_name(&self) -> String {
        let Some((_, mut names)) = read(&self.symbol) else { return self.symbol.clone() };
        names.sort();
        let (mut above, mut below): (Vec<String>, String) = (vec![], String::new());
        for (name, power) in names.into_iter().filter(|(name, _)| name != PLAIN) {
            let raised = |n: i8| if n == 1 { name.clone() } else { format!("{name} ** {n}") };
            if power > 0 {
                above.push(raised(power));
            } else {
                below += &format!(" / {}", raised(-power));
            }
        }
        match (above.is_empty(), below.is_empty()) {
            (true, true) => PLAIN.to_owned(),
            (true, false) => format!("1{below}"),
            (false, _) => above.join(" * ") + &below,
        }
    }

    /// The SI value of a value in this unit.
    pub fn to_si(&self, value: f64) -> f64 {
        self.factor * value + self.offset
    }

    /// The value in this unit of an SI value.
    pub fn from_si(&self, si: f64) -> f64 {
        (si - self.offset) / self.factor
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.symbol)
    }
}

fn is_spelling(text: &str, row: usize) -> bool {
    OFFSET[row].0.contains(&text)
}

/// What a text means: its SI value, the offset of its zero, and its powers of the base units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) factor: f64,
    pub(crate) offset: f64,
    pub(crate) dimension: Dimension,
}

/// The longest text that is read; it bounds how deep brackets can nest.
const LONGEST: usize = 120;

/// pint's name of a plain number.
const PLAIN: &str = "dimensionless";

/// pint's names of the symbols in a text, with their powers.
type Names = Vec<(String, i8)>;

/// The meaning of a text, or `None` when it holds a symbol that is no unit.
pub(crate) fn parse(text: &str) -> Option<Meaning> {
    read(text).map(|(meaning, _)| meaning)
}

fn read(text: &str) -> Option<(Meaning, Names)> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if let Some(&(spellings, factor, offset)) = OFFSET.iter().find(|row| row.0.contains(&text)) {
        return Some((Meaning { factor, offset, dimension: KELVIN }, vec![(long(spellings), 1)]));
    }
    let (mut rest, mut names) = (text, vec![]);
    let (factor, dimension) = product(&mut rest, &mut names)?;
    rest.is_empty().then_some((Meaning { factor, offset: 0.0, dimension }, names))
}

/// A product of powers, up to the end or a closing bracket.
fn product(rest: &mut &str, names: &mut Names) -> Option<(f64, Dimension)> {
    let (mut factor, mut dimension) = power(rest, names)?;
    loop {
        *rest = rest.trim_start();
        let (sign, after) = match rest.chars().next() {
            None | Some(')') => return Some((factor, dimension)),
            Some('/') => (-1, &rest[1..]),
            Some(mark @ ('*' | '·' | '×')) => (1, &rest[mark.len_utf8()..]),
            Some(_) => (1, *rest),
        };
        *rest = after;
        let first = names.len();
        let (next, powers) = power(rest, names)?;
        raise(&mut names[first..], sign);
        factor *= next.powi(sign.into());
        for (sum, power) in dimension.iter_mut().zip(powers) {
            *sum = sum.saturating_add(power.saturating_mul(sign));
        }
    }
}

/// A symbol or a bracket, and its exponent.
fn power(rest: &mut &str, names: &mut Names) -> Option<(f64, Dimension)> {
    let first = names.len();
    *rest = rest.trim_start();
    let (factor, dimension) = if let Some(inner) = rest.strip_prefix('(') {
        *rest = inner;
        let inside = product(rest, names)?;
        *rest = rest.strip_prefix(')')?;
        inside
    } else {
        let end = rest.find([' ', '/', '*', '·', '×', '^', '(', ')', '²', '³', '⁻']).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        *rest = tail;
        symbol(name, names)?
    };
    let n = exponent(rest)?;
    raise(&mut names[first..], n);
    Some((factor.powi(n.into()), dimension.map(|power| power.saturating_mul(n))))
}

/// Names to a power.
fn raise(names: &mut [(String, i8)], n: i8) {
    names.iter_mut().for_each(|(_, power)| *power = power.saturating_mul(n));
}

/// `²`, `**2`, `^-1`, or 1.
fn exponent(rest: &mut &str) -> Option<i8> {
    for (mark, n) in [("⁻¹", -1), ("⁻²", -2), ("⁻³", -3), ("²", 2), ("³", 3)] {
        if let Some(tail) = rest.strip_prefix(mark) {
            *rest = tail;
            return Some(n);
        }
    }
    let spaced = rest.trim_start();
    let Some(digits) = spaced.strip_prefix("**").or_else(|| spaced.strip_prefix('^')) else {
        return Some(1);
    };
    let digits = digits.trim_start();
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(digits.len());
    let (number, tail) = digits.split_at(end);
    *rest = tail;
    number.parse().ok().filter(|n: &i8| n.abs() <= 4)
}

/// The value and dimension of one symbol, with or without a prefix, and a final 2 or 3 as its exponent: `cm2`, `ft3`.
fn symbol(name: &str, names: &mut Names) -> Option<(f64, Dimension)> {
    if let Some(row) = OFFSET.iter().find(|row| row.0.contains(&name)) {
        names.push((format!("delta_{}", long(row.0)), 1));
        return Some((row.1, KELVIN));
    }
    for (digit, n) in [('2', 2_i8), ('3', 3)] {
        if let Some(base) = name.strip_suffix(digit) {
            let (factor, dimension, long) = prefixed(base)?;
            names.push((long, n));
            return Some((factor.powi(n.into()), dimension.map(|power| power * n)));
        }
    }
    let (factor, dimension, long) = prefixed(name)?;
    names.push((long, 1));
    Some((factor, dimension))
}

/// The value, dimension and long name of one symbol, with or without a prefix.
fn prefixed(name: &str) -> Option<(f64, Dimension, String)> {
    let find = |base: &str| SYMBOLS.iter().find(|row| row.0.contains(&base));
    if let Some(row) = find(name) {
        return Some((row.1, row.2, long(row.0)));
    }
    PREFIXES.iter().find_map(|&(prefix, scale)| {
        let row = find(name.strip_prefix(prefix)?).filter(|row| row.3)?;
        let prefix = PREFIXES.iter().find(|of| of.1 == scale).map_or(prefix, |of| of.0);
        Some((scale * row.1, row.2, format!("{prefix}{}", long(row.0))))
    })
}

/// pint's name among spellings.
fn long(spellings: &[&str]) -> String {
    spellings.get(1).or(spellings.first()).map_or_else(String::new, |name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(text: &str) -> f64 {
        parse(text).unwrap_or_else(|| panic!("{text} is no unit")).factor
    }

    #[test]
    fn reads_the_usual_spellings() {
        assert_eq!(factor("kJ/kg"), 1e3);
        assert_eq!(factor("MPa"), 1e6);
        assert_eq!(factor("mbar"), 100.0);
        assert_eq!(factor("kg/h"), 1.0 / 3600.0);
        assert_eq!(factor("l/min"), 1e-3 / 60.0);
        assert_eq!(factor("kilojoule / kilogram / delta_degree_Celsius"), 1e3);
        assert_eq!(factor("meter ** 3 / kilogram"), 1.0);
        assert!((factor("psi") - 6_894.757_293_168).abs() < 1e-8);
        assert!((factor("Btu/h") - 0.293_071_070_172).abs() < 1e-12);
    }

    #[test]
    fn spellings_of_one_unit_agree() {
        for text in [
            "W/m2/K",
            "W/m**2/K",
            "W/m^2/K",
            "W/(m² K)",
            "W/(m2*K)",
            "W m^-2 K^-1",
            "W·m⁻²·K⁻¹",
            "watt / meter ** 2 / kelvin",
        ] {
            assert_eq!(parse(text), parse("W/m2/K"), "{text}");
        }
        assert_eq!(parse("J/kgK"), parse("J/kg/K"));
    }

    #[test]
    fn temperatures_have_an_offset_only_alone() {
        let meaning = parse("degC").expect("a unit");
        assert_eq!((meaning.factor, meaning.offset), (1.0, 273.15));
        assert_eq!(parse("W/degC"), parse("W/K"));
    }

    #[test]
    fn long_names_are_those_of_pint() {
        for (text, long) in [
            ("degC", "degree_Celsius"),
            ("bar", "bar"),
            ("MPa", "megapascal"),
            ("kJ/kg", "kilojoule / kilogram"),
            ("m3/h", "meter ** 3 / hour"),
            ("t/h", "metric_ton / hour"),
            ("W/(m² K)", "watt / kelvin / meter ** 2"),
            ("1/s", "1 / second"),
            ("1", "dimensionless"),
            ("delta_degC", "delta_degree_Celsius"),
            ("psi", "pound_force_per_square_inch"),
            ("kilojoule / kilogram", "kilojoule / kilogram"),
        ] {
            let unit = Unit { symbol: text.into(), factor: 1.0, offset: 0.0 };
            assert_eq!(unit.long_name(), long, "{text}");
            assert_eq!(parse(long), parse(text), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_unit() {
        for text in ["", "furlong", "kJ/", "kJ//kg)", "(kJ", "m^x", "m^99", "C", "kbarr", "/", &"(".repeat(100_000)] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
