//! A declaration while it is made: names become positions.

use std::collections::HashSet;

use entropyk::components::declaration::{
    Activation, Coefficient, Count, Declaration, Direction, Equation, Form, Kind, Need, Parameter, Port, Term, Type,
};
use entropyk_core::suggest::did_you_mean;
use entropyk_core::{Quantity, ThermoError};
use parking_lot::Mutex;
use pyo3::prelude::*;

use super::blueprint::{
    AffineSpec, BalanceSpec, Call, CoefficientSpec, EquationSpec, GeneralSpec, ParameterSpec, PortSpec,
};
use crate::errors::OrRaise;

/// The same text for as long as the program runs, once.
pub(super) fn intern(text: &str) -> &'static str {
    static TEXTS: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut texts = TEXTS.lock();
    let texts = texts.get_or_insert_default();
    if let Some(known) = texts.get(text) {
        return known;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    texts.insert(kept);
    kept
}

/// As [`intern`], of lists.
fn intern_all(texts: &[String]) -> &'static [&'static str] {
    static LISTS: Mutex<Option<HashSet<&'static [&'static str]>>> = Mutex::new(None);
    let list: Vec<&'static str> = texts.iter().map(|text| intern(text)).collect();
    let mut lists = LISTS.lock();
    let lists = lists.get_or_insert_default();
    if let Some(known) = lists.get(&list[..]) {
        return known;
    }
    let kept: &'static [&'static str] = Box::leak(list.into_boxed_slice());
    lists.insert(kept);
    kept
}

/// A declaration while it is made.
pub(super) struct Draft {
    pub(super) declaration: Declaration,
    pub(super) calls: Vec<Option<Call>>,
}

impl Draft {
    fn refuse<T>(&self, message: impl std::fmt::Display) -> Result<T, ThermoError> {
        Err(ThermoError::InvalidState(format!("{}: {message}", self.declaration.class)))
    }

    pub(super) fn add_parameter(&mut self, spec: ParameterSpec) -> Result<(), ThermoError> {
        let kind = match &*spec.kind {
            "flag" => Type::Flag,
            "integer" => Type::Integer,
            "choice" => Type::Choice(intern_all(&spec.words)),
            _ => Type::Number,
        };
        let quantity =
            Quantity::named(&spec.quantity).or_else(|error| self.refuse(format!("{}: {error}", spec.name)))?;
        let parameter = Parameter {
            name: intern(&spec.name),
            aliases: intern_all(&spec.aliases),
            kind,
            quantity,
            min: spec.min,
            max: spec.max,
            strict: spec.strict,
            can_be_infinite: spec.default.is_some_and(f64::is_infinite),
            default: spec.default,
            is_result: spec.is_result,
            free: if spec.is_free { Activation::Always } else { Activation::Never },
            meaning: intern(&spec.meaning),
        };
        match self.declaration.parameters.iter_mut().find(|known| known.name == parameter.name) {
            Some(known) => *known = parameter,
            None => self.declaration.parameters.push(parameter),
        }
        Ok(())
    }

    pub(super) fn add_port(&mut self, spec: &PortSpec) -> Result<(), ThermoError> {
        if self.declaration.ports.iter().any(|port| port.name == spec.name) {
            return self.refuse(format!("there are two ports {:?}: names of ports are unique", spec.name));
        }
        let count = match &spec.several {
            None => Count::One,
            Some(name) => match self.declaration.parameter(name) {
                Some(at) if self.declaration.parameters[at].kind == Type::Integer => Count::Parameter(at),
                _ => {
                    return self.refuse(format!(
                        "{name:?} is no whole number that says how many ports {:?} there are",
                        spec.name
                    ));
                }
            },
        };
        self.declaration.ports.push(Port {
            name: intern(&spec.name),
            direction: if spec.direction == "in" { Direction::In } else { Direction::Out },
            kind: match &*spec.kind {
                "power" => Kind::Power,
                "heat" => Kind::Heat,
                _ => Kind::Fluid,
            },
            count,
            need: if spec.optional { Need::Optional } else { Need::Required },
        });
        Ok(())
    }

    /// Main ports, and the ways of the fluid; without being told, the first ports, and from each inlet to the outlet in the same place.
    pub(super) fn route(
        &mut self,
        main: Option<(String, String)>,
        passes: Option<Vec<(String, String)>>,
    ) -> Result<(), ThermoError> {
        let of = |direction, kind: Option<Kind>| -> Vec<usize> {
            let ports = self.declaration.ports.iter().enumerate();
            let fits = |port: &Port| port.direction == direction && kind.is_none_or(|kind| port.kind == kind);
            ports.filter(|(_, port)| fits(port)).map(|(at, _)| at).collect()
        };
        let (inlets, outlets) = (of(Direction::In, Some(Kind::Fluid)), of(Direction::Out, Some(Kind::Fluid)));
        let passes = match passes {
            Some(passes) => self.pairs(&passes)?,
            None => {
                let mut passes = self.declaration.passes.clone();
                let is_new = |port: &usize| !passes.iter().any(|(inlet, outlet)| inlet == port || outlet == port);
                let new = |ports: &[usize]| -> Vec<usize> { ports.iter().copied().filter(is_new).collect() };
                let (inlets, outlets) = (new(&inlets), new(&outlets));
                let pairs: Vec<(usize, usize)> = match (&inlets[..], &outlets[..]) {
                    ([inlet], outlets) => outlets.iter().map(|outlet| (*inlet, *outlet)).collect(),
                    (inlets, [outlet]) => inlets.iter().map(|inlet| (*inlet, *outlet)).collect(),
                    (inlets, outlets) => inlets.iter().copied().zip(outlets.iter().copied()).collect(),
                };
                passes.extend(pairs);
                passes
            }
        };
        let main = match main {
            Some(main) => self.pairs(&[main])?.first().copied(),
            None => self.declaration.main.or_else(|| {
                let first = |fluid: &[usize], any: Vec<usize>| fluid.first().or(any.first()).copied();
                Some((first(&outlets, of(Direction::Out, None))?, first(&inlets, of(Direction::In, None))?))
            }),
        };
        (self.declaration.main, self.declaration.passes) = (main, passes);
        Ok(())
    }

    fn pairs(&self, names: &[(String, String)]) -> Result<Vec<(usize, usize)>, ThermoError> {
        names.iter().map(|(a, b)| Ok((self.port(a)?, self.port(b)?))).collect()
    }

    fn port(&self, name: &str) -> Result<usize, ThermoError> {
        let ports = || self.declaration.ports.iter().map(|port| port.name);
        match ports().position(|port| port == name) {
            Some(at) => Ok(at),
            None => self.refuse(format!("there is no port {name:?}{}", hint(name, ports()))),
        }
    }

    fn parameter(&self, name: &str) -> Result<usize, ThermoError> {
        let parameters = || self.declaration.parameters.iter().map(|parameter| parameter.name);
        match self.declaration.parameter(name) {
            Some(at) => Ok(at),
            None => self.refuse(format!("there is no parameter {name:?}{}", hint(name, parameters()))),
        }
    }

    /// `"in1.m"`, everything at `"in1"`, the parameter `"eta_s"`.
    fn terms(&self, text: &str) -> Result<Vec<Term>, ThermoError> {
        let (name, variable) = text.rsplit_once('.').map_or((text, None), |(name, variable)| (name, Some(variable)));
        let is_port = self.declaration.ports.iter().any(|port| port.name == name);
        if variable.is_none() && !is_port {
            return Ok(vec![Term::Parameter(self.parameter(name)?)]);
        }
        let at = self.port(name)?;
        let port = &self.declaration.ports[at];
        let all = port.kind.variables();
        let term = |variable| match port.count {
            Count::One => Term::Port(at, variable),
            Count::Parameter(_) => Term::Each(at, variable),
        };
        let Some(symbol) = variable else { return Ok(all.iter().map(|variable| term(*variable)).collect()) };
        match all.iter().find(|variable| variable.symbol() == symbol) {
            Some(variable) => Ok(vec![term(*variable)]),
            None => {
                let symbols: Vec<&str> = all.iter().map(|variable| variable.symbol()).collect();
                self.refuse(format!("{text:?} is no unknown: at {name} these are {}", symbols.join(", ")))
            }
        }
    }

    /// One unknown of a connection.
    fn term(&self, text: &str) -> Result<Term, ThermoError> {
        match self.terms(text)?[..] {
            [term @ (Term::Port(..) | Term::Each(..))] => Ok(term),
            _ => self.refuse(format!("{text:?} is not one unknown of a connection: write \"in1.m\"")),
        }
    }

    pub(super) fn add_equation(&mut self, spec: &EquationSpec<'_>) -> PyResult<()> {
        let (form, call) = self.form(spec)?;
        let active = match &spec.when {
            Some(when) => self.activation(when)?,
            None => self.usually(&form),
        };
        let equation = Equation { name: intern(&spec.name), formula: intern(&spec.formula), active, form };
        match self.declaration.equations.iter().position(|known| known.name == equation.name) {
            Some(at) => (self.declaration.equations[at], self.calls[at]) = (equation, call),
            None => {
                self.declaration.equations.push(equation);
                self.calls.push(call);
            }
        }
        Ok(())
    }

    fn form(&self, spec: &EquationSpec<'_>) -> PyResult<(Form, Option<Call>)> {
        if let Ok(AffineSpec { target, source, factor, offset }) = spec.form.extract() {
            let (target, mut source) = (self.term(&target).or_raise()?, self.term(&source).or_raise()?);
            // One for each of several, or the first where there is one target.
            if let (Term::Port(..), Term::Each(port, variable)) = (target, source) {
                source = Term::Port(port, variable);
            }
            let (factor, offset) = (self.coefficient(&factor).or_raise()?, self.coefficient(&offset).or_raise()?);
            return Ok((Form::Affine { target, source, factor, offset }, None));
        }
        if let Ok(BalanceSpec { terms }) = spec.form.extract() {
            let terms = terms.iter().map(|(term, coefficient)| Ok((self.term(term)?, *coefficient)));
            return Ok((Form::Balance(terms.collect::<Result<_, ThermoError>>().or_raise()?), None));
        }
        let GeneralSpec { of, is_differentiated } = spec.form.extract()?;
        let mut terms = vec![];
        for text in &of {
            terms.extend(self.terms(text).or_raise()?);
        }
        if of.is_empty() {
            for port in self.declaration.ports.iter().filter(|port| port.need == Need::Required) {
                terms.extend(self.terms(port.name).or_raise()?);
            }
        }
        Ok((Form::General(terms.clone()), Some(Call { terms, is_differentiated })))
    }

    fn coefficient(&self, spec: &CoefficientSpec) -> Result<Coefficient, ThermoError> {
        Ok(match spec {
            CoefficientSpec::Number(number) => Coefficient::Fixed(*number),
            CoefficientSpec::Name(name) => match name.strip_prefix('-') {
                Some(name) => Coefficient::Minus(self.parameter(name.trim())?),
                None => Coefficient::Parameter(self.parameter(name)?),
            },
        })
    }

    /// When all parameters in it that have no default are given, and all its ports connected.
    fn usually(&self, form: &Form) -> Activation {
        let terms: Vec<Term> = match form {
            Form::Affine { target, source, factor, offset } => {
                let named = [factor, offset].into_iter().filter_map(|coefficient| match coefficient {
                    Coefficient::Parameter(at) | Coefficient::Minus(at) => Some(Term::Parameter(*at)),
                    Coefficient::Fixed(_) => None,
                });
                named.chain([*target, *source]).collect()
            }
            Form::Balance(terms) => terms.iter().map(|(term, _)| *term).collect(),
            Form::General(terms) | Form::Each { terms, .. } => terms.clone(),
            Form::Mixing { .. } | Form::Whole(_) => vec![],
        };
        let mut all: Vec<Activation> = vec![];
        for term in terms {
            let condition = match term {
                Term::Parameter(at) => {
                    let Parameter { default, is_result, kind, .. } = &self.declaration.parameters[at];
                    let is_needed = default.is_none() && !is_result && *kind == Type::Number;
                    is_needed.then_some(Activation::Given(at))
                }
                Term::Port(at, _) | Term::Each(at, _) => {
                    (self.declaration.ports[at].need == Need::Optional).then_some(Activation::Connected(at))
                }
            };
            all.extend(condition.filter(|condition| !all.contains(condition)));
        }
        match all.len() {
            0 => Activation::Always,
            1 => all.remove(0),
            _ => Activation::All(all),
        }
    }

    /// The tuples that conditions of `entropyk.declare` are made of.
    fn activation(&self, when: &Bound<'_, PyAny>) -> PyResult<Activation> {
        let parts: Vec<Bound<'_, PyAny>> = when.getattr("parts")?.extract()?;
        let operator: String = when.getattr("operator")?.extract()?;
        let name = |k: usize| parts[k].extract::<String>();
        let nested = || parts.iter().map(|part| self.activation(part)).collect::<PyResult<Vec<_>>>();
        Ok(match &*operator {
            "given" => Activation::Given(self.parameter(&name(0)?).or_raise()?),
            "connected" => Activation::Connected(self.port(&name(0)?).or_raise()?),
            "on" => Activation::Flag(self.parameter(&name(0)?).or_raise()?, true),
            "chosen" => {
                let at = self.parameter(&name(0)?).or_raise()?;
                let word = name(1)?;
                let Type::Choice(words) = self.declaration.parameters[at].kind else {
                    return self.refuse(format!("{} is no choice between words", name(0)?)).or_raise();
                };
                match words.iter().position(|known| *known == word) {
                    Some(index) => Activation::Chosen(at, index),
                    None => {
                        return self
                            .refuse(format!("{} is one of {}, not {word:?}", name(0)?, words.join(", ")))
                            .or_raise();
                    }
                }
            }
            "not" => Activation::Not(Box::new(self.activation(&parts[0])?)),
            "any" => Activation::Any(nested()?),
            _ => Activation::All(nested()?),
        })
    }
}

fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let near = did_you_mean(name, known.clone());
    if near.is_empty() { format!("; there are {}", known.collect::<Vec<_>>().join(", ")) } else { near }
}
