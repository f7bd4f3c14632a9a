//! The printed report: status, performance, components and states on one screen.

use std::fmt::{self, Display, Formatter, Write as _};
use std::sync::Arc;

use entropyk_components::Role;
use entropyk_components::composition::FLUID;
use entropyk_components::declaration::{Kind, Type};
use entropyk_components::library;
use entropyk_components::slots::Value;
use entropyk_core::{Quantity, Units};
use entropyk_fluids::Phase;

use crate::model::Model;
use crate::object::Object;
use crate::solution::{ComponentResult, EnergyFlow, Solution};

/// Component values worth a place on the screen, in this order.
const SHOWN: [&str; 9] = ["Q", "P_input", "UA", "eta_s", "pr", "superheat", "subcooling", "pinch", "Q_loss"];

/// As many values of other components.
const FIRST: usize = 5;

impl Display for Solution {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // Base SI units are for computing; a reader gets °C, bar, kJ/kg and kW.
        let engineering = Units::engineering();
        let units = if self.units == Units::si() { &engineering } else { &self.units };
        writeln!(
            f,
            "Converged in {} iterations ({:.2} ms, residual {:.1e})",
            self.iterations, self.elapsed_ms, self.residual
        )?;
        self.write_performance(f, units)?;
        writeln!(f)?;
        let width = self.components().iter().map(|each| each.label.chars().count()).max().unwrap_or(0).max(14);
        for component in self.components() {
            write_component(f, component, units, width)?;
        }
        writeln!(f)?;
        self.write_states(f, units)?;
        self.write_energy(f, units)?;
        for line in self.defaults() {
            writeln!(f, "assumed: {line}")?;
        }
        for warning in &self.warnings {
            writeln!(f, "warning: {warning}")?;
        }
        Ok(())
    }
}

impl Solution {
    fn write_performance(&self, f: &mut Formatter<'_>, units: &Units) -> fmt::Result {
        for circuit in &self.performance.circuits {
            let heat = |watts: f64| show(watts, Quantity::Heat, units);
            write!(
                f,
                "{}: heat in {}, heat out {}, ",
                circuit.fluid.info().name,
                heat(circuit.heat_in),
                heat(circuit.heat_out)
            )?;
            write!(f, "power {}", show(circuit.power, Quantity::Power, units))?;
            // A loop of liquid moves heat, and lifts none.
            let name = &circuit.fluid.info().name;
            let mut states = self.edges().iter().filter(|edge| edge.fluid_name == *name);
            if circuit.power > 0.0 && states.any(|edge| edge.phase() != Phase::Liquid) {
                write!(f, "; COP cooling {:.3}, heating {:.3}", circuit.cop_cooling(), circuit.cop_heating())?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    /// Connections that carry power and heat.
    fn write_energy(&self, f: &mut Formatter<'_>, units: &Units) -> fmt::Result {
        let row = |flow: EnergyFlow| {
            let (word, quantity) = match flow.kind {
                Kind::Heat => ("heat", Quantity::Heat),
                _ => ("power", Quantity::Power),
            };
            let shown = format!("{word} {}", show(flow.value, quantity, units));
            [flow.label, format!("{} → {}", flow.route.0, flow.route.1), shown]
        };
        let rows: Vec<[String; 3]> = self.energy_flows().map(row).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let (labels, routes) = (width(0).max(5), width(1).max(8));
        if !rows.is_empty() {
            writeln!(f, "{:labels$}  {:routes$}", "flow", "from → to")?;
        }
        for [label, route, flow] in rows {
            writeln!(f, "{label:labels$}  {route:routes$}  {flow}")?;
        }
        Ok(())
    }

    fn write_states(&self, f: &mut Formatter<'_>, units: &Units) -> fmt::Result {
        let width = |texts: Vec<usize>, least: usize| texts.into_iter().max().unwrap_or(0).max(least);
        let labels = width(self.edges().iter().map(|e| e.label.chars().count()).collect(), 5);
        let route = |e: &crate::EdgeResult| format!("{} → {}", e.route.0, e.route.1);
        let routes = width(self.edges().iter().map(|e| route(e).chars().count()).collect(), 8);
        let columns =
            [Quantity::MassFlow, Quantity::Pressure, Quantity::Temperature, Quantity::Enthalpy, Quantity::Entropy];
        write!(f, "{:labels$}  {:routes$}", "state", "from → to")?;
        for (symbol, quantity) in ["m", "p", "T", "h", "s"].iter().zip(columns) {
            write!(f, " {:>12}", format!("{symbol}/{}", short(&units.unit(quantity).label())))?;
        }
        writeln!(f, " {:>7}  phase", "x")?;
        for (i, edge) in self.edges().iter().enumerate() {
            let state = &edge.state;
            write!(f, "{:labels$}  {:routes$}", edge.label, route(edge))?;
            let values = [self.states.part(0)[i], state.p, state.t.value, state.h, state.s.value];
            for (value, quantity) in values.into_iter().zip(columns) {
                write!(f, " {:>12}", digits(units.unit(quantity).from_si(value)))?;
            }
            let x = state.x.value;
            let quality = if (-1e-9..=1.0 + 1e-9).contains(&x) { format!("{:.4}", x.abs()) } else { "–".into() };
            writeln!(f, " {quality:>7}  {}", if edge.is_off { "off" } else { edge.phase().symbol() })?;
        }
        for edge in self.edges().iter().filter(|edge| !edge.fractions.is_empty()) {
            let parts = edge.fractions.iter().filter(|(_, w)| *w != 0.0);
            let parts: Vec<String> =
                parts.map(|(name, w)| format!("{} {}", name.trim_start_matches(FLUID), digits(*w))).collect();
            writeln!(f, "{:labels$}  {}", edge.label, parts.join(", "))?;
        }
        Ok(())
    }
}

fn write_component(f: &mut Formatter<'_>, component: &ComponentResult, units: &Units, width: usize) -> fmt::Result {
    let class = library::find(component.class).map(|class| class.declaration());
    let is_count = |name: &str| {
        let parameter = class.and_then(|class| Some(&class.parameters[class.parameter(name)?]));
        parameter.is_some_and(|parameter| parameter.kind == Type::Integer)
    };
    let named = SHOWN.iter().filter_map(|name| component.values.iter().find(|(known, _, _)| known == name));
    // Of a class that nobody here knows, or that has none of these, the first ones.
    let mut shown: Vec<_> = named.collect();
    if class.is_none() || shown.is_empty() {
        let others = component.values.iter().filter(|(name, _, value)| value.is_finite() && !is_count(name));
        shown = others.take(FIRST).collect();
    }
    let values: Vec<String> = shown
        .into_iter()
        .filter(|(name, _, value)| value.is_finite() && (*name != "Q_loss" || *value != 0.0))
        .map(|(name, quantity, value)| format!("{name} {}", show(*value, *quantity, units)))
        .collect();
    let remark = component.remark.map(str::to_owned);
    let all: Vec<String> = remark.into_iter().chain(values).collect();
    writeln!(f, "{}", format!("{:width$} {}", component.label, all.join(", ")).trim_end())
}

fn show(si: f64, quantity: Quantity, units: &Units) -> String {
    let unit = units.unit(quantity);
    let number = digits(unit.from_si(si));
    match unit.label().as_str() {
        "" | "1" => number,
        label => format!("{number} {label}"),
    }
}

/// Five significant digits, without an exponent where a reader needs none.
fn digits(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    if !(1e-4..1e7).contains(&size) {
        return format!("{value:.4e}");
    }
    let decimals = (4 - size.log10().floor() as i32).clamp(0, 8) as usize;
    format!("{value:.decimals$}")
}

/// `kJ/kg/K` → `(kJ/kg/K)`: a quotient in brackets after a slash.
fn short(label: &str) -> String {
    if label.contains('/') { format!("({label})") } else { label.to_owned() }
}

impl Model {
    /// Components, connections, specifications and what was assumed, in words.
    pub fn describe(&self) -> String {
        let mut text = format!("{} components, {} connections\n", self.components.len(), self.edges.len());
        for object in &self.components {
            let _ = writeln!(text, "{:14} {}{}", object.label(), object.declaration().class, given(object));
        }
        let fluids = self.media().ok().map(|media| media.fluids);
        for (index, edge) in self.edges.iter().enumerate() {
            let fluid = fluids
                .as_ref()
                .map_or("?", |fluids| fluids[index].as_ref().map_or("energy", |f| f.info().name.as_str()));
            let _ = writeln!(
                text,
                "{:14} {} → {}, {fluid}{}{}",
                edge.object.label(),
                self.port_name(edge.from),
                self.port_name(edge.to),
                given(&edge.object),
                self.follows(&edge.object)
            );
        }
        match &*self.plan.lock() {
            None => text += "not finalized\n",
            Some(plan) => {
                let _ = writeln!(text, "{} unknowns after elimination, of {}", plan.unknowns.len(), plan.state_len());
                for line in &plan.defaults {
                    let _ = writeln!(text, "assumed: {line}");
                }
            }
        }
        text
    }
}

impl Model {
    /// What of a connection follows from another one: `, T = e1.T − 5 K`.
    fn follows(&self, edge: &Arc<Object>) -> String {
        let own = self.references().filter(|(target, ..)| Arc::ptr_eq(target, edge));
        own.map(|(_, parameter, source, factor, delta)| {
            let declared = &edge.declaration().parameters[parameter];
            let times = if factor == 1.0 { String::new() } else { format!("{} ", digits(factor)) };
            let of = match declared.quantity {
                Quantity::Temperature => Quantity::TemperatureDifference,
                other => other,
            };
            let sign = if delta < 0.0 { '−' } else { '+' };
            let more = match delta {
                0.0 => String::new(),
                _ => format!(" {sign} {}", show(delta.abs(), of, &edge.units())),
            };
            format!(", {name} = {times}{source}.{name}{more}", name = declared.name)
        })
        .collect()
    }
}

/// The parameters given to an object, in the units of its model.
fn given(object: &Object) -> String {
    let (slots, units) = (object.slots.read(), object.units());
    let mut text = String::new();
    for (index, parameter) in slots.declaration().parameters.iter().enumerate() {
        let slot = slots.slot(index);
        if slot.role != Role::Set || slot.is_default {
            continue;
        }
        let value = match &slot.value {
            Value::Number(si) => show(*si, parameter.quantity, &units),
            Value::Flag(flag) => flag.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Choice(chosen) => match parameter.kind {
                Type::Choice(words) => words[*chosen].to_owned(),
                _ => continue,
            },
            Value::Map(map) => map.name().to_owned(),
            Value::Numbers(list) => format!("{list:?}"),
            Value::Line(_) => "a characteristic line".into(),
            Value::CharMap(_) => "a characteristic map".into(),
            Value::Function(_) => "a function".into(),
            _ => continue,
        };
        let _ = write!(text, ", {} = {value}", parameter.name);
    }
    text
}
