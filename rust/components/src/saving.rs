//! Slots as JSON, and back.
//!
//! ```json
//! {"given": {"UA": 5000.0, "subcooling": true, "sink_capacity_rate": "inf", "zeta1_d4": {"free": 2.0e6}},
//!  "start": {"p": 300000.0}, "design": {"UA": 5000.0}, "results": {"Q": -14000.0}}
//! ```
//! Numbers are SI and come back with every bit. A number whose unit is not known yet, because its object belongs to no model, is
//! written `{"plain": 5.0}`; coefficients are a list, in which a missing number is null;
//! maps and lines are `{"ahri540": [one for each speed]}`, `{"line": …, "of": "m"}` and `{"map": …}`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use serde_json::value::RawValue;

use crate::characteristic::Expression;
use crate::declaration::{Parameter, Type};
use crate::slots::{Slot, Value};
use crate::{Ahri540, CharMap, Characteristic, ComponentError, CompressorMap, Role, Slots};

/// What an object holds: values by the name of their parameter.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// Given values, and those that are unknowns.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    given: BTreeMap<String, Box<RawValue>>,
    /// Where an iteration may start.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    start: BTreeMap<String, Exact>,
    /// Values at the design point.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    design: BTreeMap<String, Exact>,
    /// What the last solve found.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    results: BTreeMap<String, Exact>,
}

impl Saved {
    /// True if nothing is held.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.start.is_empty() && self.design.is_empty() && self.results.is_empty()
    }

    /// Names of parameters of which something is held; one may come several times.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let kept = self.start.keys().chain(self.design.keys()).chain(self.results.keys());
        self.given.keys().chain(kept).map(String::as_str)
    }
}

/// A number that comes back with every bit; infinite ones are words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact(pub f64);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() { to.serialize_f64(self.0) } else { to.serialize_str(&self.0.to_string()) }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        let number = raw.get().trim_matches('"').parse().ok().filter(|number: &f64| !number.is_nan());
        number.map(Exact).ok_or_else(|| serde::de::Error::custom(format!("{} is no number", raw.get())))
    }
}

impl Slots {
    /// Everything in the slots, assumptions of a system left out.
    pub fn save(&self) -> Saved {
        let mut saved = Saved::default();
        for (index, parameter) in self.declaration().parameters.iter().enumerate() {
            let (slot, name) = (self.slot(index), parameter.name.to_owned());
            if let Some(start) = slot.start.filter(|start| !start.is_nan()) {
                saved.start.insert(name.clone(), Exact(start));
            }
            if let Some(design) = slot.design.filter(|design| !design.is_nan()) {
                saved.design.insert(name.clone(), Exact(design));
            }
            match (slot.role, &slot.value) {
                (Role::Result, Value::Number(value)) if !value.is_nan() => {
                    saved.results.insert(name, Exact(*value));
                }
                (Role::Set | Role::Free, _) if !slot.is_default => {
                    saved.given.extend(written(slot, parameter).map(|value| (name, value)));
                }
                _ => {}
            }
        }
        saved
    }

    /// Takes what was saved, in the place of all that is there.
    ///
    /// # Errors
    /// [`ComponentError::UnknownParameter`] for a name that the class does not have, [`ComponentError::Parameter`] for a value that the
    /// parameter cannot take.
    pub fn load(&mut self, saved: &Saved) -> Result<(), ComponentError> {
        let mut slots = Slots::new(self.declaration().clone());
        for (name, raw) in &saved.given {
            let index = slots.index(name)?;
            let parameter = slots.declaration().parameters[index].clone();
            match read(&parameter, raw)? {
                Read::Value(value) => slots.set(index, value)?,
                Read::Free(value) => {
                    let free = Slot { value, role: Role::Free, ..Slot::default() };
                    slots.restore(index, free);
                }
            }
        }
        for (name, Exact(value)) in &saved.results {
            let index = slots.index(name)?;
            if slots.slot(index).role == Role::Unset {
                slots.store(index, *value);
            }
        }
        for (kept, is_start) in [(&saved.start, true), (&saved.design, false)] {
            for (name, Exact(value)) in kept {
                let index = slots.index(name)?;
                let slot = slots.slot(index).clone();
                let slot =
                    if is_start { Slot { start: Some(*value), ..slot } } else { Slot { design: Some(*value), ..slot } };
                slots.restore(index, slot);
            }
        }
        self.replace(slots);
        Ok(())
    }
}

/// A given or free value as JSON; None where there is nothing to write.
fn written(slot: &Slot, parameter: &Parameter) -> Option<Box<RawValue>> {
    let word = |index: usize| match parameter.kind {
        Type::Choice(words) => words.get(index).copied(),
        _ => None,
    };
    let name_of = |of: Expression| Expression::ALL.iter().find(|(_, known)| *known == of).map(|(name, _)| *name);
    let value = match (&slot.value, slot.role) {
        (Value::Number(value), Role::Free) => json!({ "free": Exact(*value) }),
        (_, Role::Free) => json!({ "free": null }),
        (Value::Number(value), _) => json!(Exact(*value)),
        (Value::Pending(value), _) => json!({ "plain": Exact(*value) }),
        (Value::Flag(flag), _) => json!(flag),
        (Value::Integer(number), _) => json!(number),
        (Value::Choice(index), _) => json!(word(*index)?),
        (Value::Numbers(list), _) => {
            json!(list.iter().map(|value| (!value.is_nan()).then_some(Exact(*value))).collect::<Vec<_>>())
        }
        (Value::Map(map), _) => json!({ "ahri540": map.speeds() }),
        (Value::Line(line), _) => json!({ "line": *line.line, "of": name_of(line.of)? }),
        (Value::CharMap(map), _) => json!({ "map": **map }),
        // A function has no text: whoever saves it keeps it beside.
        (Value::None | Value::Function(_), _) => return None,
    };
    serde_json::value::to_raw_value(&value).ok()
}

enum Read {
    Value(Value),
    Free(Value),
}

/// A value of a parameter in an object of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Wrapped {
    Free(Option<Exact>),
    Plain(Exact),
    Ahri540(Vec<Ahri540>),
    Map(Box<CharMap>),
}

/// A line as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    line: crate::CharLine,
    of: String,
}

fn read(parameter: &Parameter, raw: &RawValue) -> Result<Read, ComponentError> {
    let wrong =
        |error: String| ComponentError::Parameter(format!("{} cannot be {}: {error}", parameter.name, raw.get()));
    fn parse<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Result<T, String> {
        serde_json::from_str(raw.get()).map_err(|error| error.to_string())
    }
    let is_wrapped = raw.get().starts_with('{');
    let value = match parameter.kind {
        Type::Line(_) => {
            let Line { line, of } = parse(raw).map_err(wrong)?;
            let of = Expression::ALL.iter().find(|(name, _)| *name == of).map(|(_, known)| *known);
            let of = of.ok_or_else(|| wrong("unknown x of a line".into()))?;
            Value::Line(Characteristic { line: Arc::new(line), of })
        }
        _ if is_wrapped => match parse(raw).map_err(wrong)? {
            Wrapped::Free(value) => return Ok(Read::Free(value.map_or(Value::None, |value| Value::Number(value.0)))),
            Wrapped::Plain(value) => Value::Pending(value.0),
            Wrapped::Ahri540(speeds) => Value::Map(Arc::new(CompressorMap::new(speeds)?)),
            Wrapped::Map(map) => Value::CharMap(Arc::new(*map)),
        },
        Type::Numbers(_) | Type::Record(_) => {
            let list: Vec<Option<Exact>> = parse(raw).map_err(wrong)?;
            Value::Numbers(list.into_iter().map(|value| value.map_or(f64::NAN, |value| value.0)).collect())
        }
        Type::Flag => Value::Flag(parse(raw).map_err(wrong)?),
        Type::NumberOrFlag if matches!(raw.get(), "true" | "false") => Value::Flag(raw.get() == "true"),
        Type::Integer => Value::Integer(parse(raw).map_err(wrong)?),
        Type::Choice(words) => {
            let word: String = parse(raw).map_err(wrong)?;
            let place = words.iter().position(|known| *known == word);
            Value::Choice(place.ok_or_else(|| wrong(format!("it is one of {}", words.join(", "))))?)
        }
        _ => Value::Number(parse::<Exact>(raw).map_err(wrong)?.0),
    };
    Ok(Read::Value(value))
}
