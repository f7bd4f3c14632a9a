//! How a component runs: on, switched off, or bypassed.
//!
//! ```text
//! Off    : m = 0 through its ports; its equations do not hold, p_out = p_in and h_out = h_in where nothing else tells them
//! Bypass : m_out = m_in        p_out = p_in        h_out = h_in        in the place of its equations
//! ```
//! Power and heat are zero in both. Every class gets the parameters and the equations of this file from [`with_states`].

use entropyk_core::Quantity;

use crate::Slots;
use crate::declaration::{Activation, Count, Declaration, Equation, Kind, Type, Variable};
use crate::declare::{equal, equation, number};
use crate::slots::Value;

/// How a component runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OperationalState {
    /// Its equations hold.
    #[default]
    On,
    /// Nothing flows through it.
    Off,
    /// The streams leave as they enter.
    Bypass,
}

/// The words of the parameter `state`; classes without streams of their own cannot be bypassed.
const WORDS: &[&str] = &["On", "Off", "Bypass"];
const WITHOUT_BYPASS: &[&str] = &["On", "Off"];

/// Adds the parameters `state` and `bypass` and the equations of a bypass to a declaration, if a fluid flows through its ports.
pub fn with_states(mut declaration: Declaration) -> Declaration {
    if !declaration.ports.iter().any(|port| port.kind == Kind::Fluid) {
        return declaration;
    }
    let can_pass = has_own_streams(&declaration);
    let words = if can_pass { WORDS } else { WITHOUT_BYPASS };
    let meaning = if can_pass { "whether it runs, is off or is bypassed" } else { "whether it runs or is off" };
    declaration.parameters.push(number("state", Quantity::Dimensionless, meaning).of_kind(Type::Choice(words)));
    if can_pass {
        let meaning = "whether the streams leave as they enter; the same as the state Bypass";
        declaration.parameters.push(number("bypass", Quantity::Dimensionless, meaning).of_kind(Type::Flag));
        let passes: Vec<(usize, usize)> = own_passes(&declaration).collect();
        declaration.equations.extend(passes.into_iter().flat_map(|(inlet, outlet)| bypass(inlet, outlet)));
    }
    declaration
}

fn bypass(inlet: usize, outlet: usize) -> [Equation; 3] {
    let same = |formula, variable| equation("bypass", formula, Activation::Bypassed, equal(variable, inlet, outlet));
    [same("m_out = m_in", Variable::M), same("p_out = p_in", Variable::P), same("h_out = h_in", Variable::H)]
}

/// Pairs of ports that a bypass joins.
fn own_passes(declaration: &Declaration) -> impl Iterator<Item = (usize, usize)> + '_ {
    declaration.passes.iter().copied().filter(|(inlet, _)| !declaration.is_injected(*inlet))
}

/// True if every stream that enters leaves at a port of its own, one that may be injected left out.
fn has_own_streams(declaration: &Declaration) -> bool {
    let count = |port: usize| own_passes(declaration).filter(|(a, b)| *a == port || *b == port).count();
    let mut ports = declaration.ports.iter().enumerate().filter(|(_, port)| port.kind == Kind::Fluid);
    ports.all(|(index, port)| declaration.is_injected(index) || port.count == Count::One && count(index) == 1)
}

impl Slots {
    /// How the component runs.
    pub fn state(&self) -> OperationalState {
        let parameter = |name: &str| self.declaration().parameter(name);
        // Connections have a `state` that means a phase.
        let is_operation = |index: &usize| matches!(self.declaration().parameters[*index].kind, Type::Choice(words) if words.first() == WORDS.first());
        let chosen = parameter("state").filter(is_operation).map_or(&Value::None, |index| &self.slot(index).value);
        let is_bypassed = parameter("bypass").is_some_and(|index| self.flag(index));
        match chosen {
            Value::Choice(1) => OperationalState::Off,
            Value::Choice(2) => OperationalState::Bypass,
            _ if is_bypassed => OperationalState::Bypass,
            _ => OperationalState::On,
        }
    }
}
