//! What every class has to show: terms declared as they are read, derivatives that are derivatives, sound declarations.
//!
//! A class joins by a line in `CASES`: the states at its ports and the parameters it is tried with.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use entropyk_components::declaration::{Activation, Form, Kind, Term, Variable};
use entropyk_components::slots::Value;
use entropyk_components::{
    Ahri540, At, Class, Dual, FluidConnection, Scalar, Slots, Stream, WIDTH, class, library, seed, slopes,
};
use entropyk_fluids::{Fluid, State};

/// Class, (m in kg/s, p in Pa, T in K or quality below 1) at every port, parameters.
type Case = (&'static str, &'static [(f64, f64, f64)], &'static [(&'static str, f64)]);

const CASES: &[Case] = &[
    ("Valve", &[(0.1, 9e5, 300.0), (0.1, 3e5, 0.2)], &[("pr", 0.3), ("dp", 6e5)]),
    ("Compressor", &[(0.1, 3e5, 285.0), (0.1, 9e5, 330.0)], &[("eta_s", 0.7), ("P", 4e3), ("heat_loss", 0.05)]),
    (
        "Condenser",
        &[(0.1, 9.1e5, 330.0), (0.1, 9e5, 303.0)],
        &[
            ("UA", 3e3),
            ("sink_temperature", 295.0),
            ("sink_capacity_rate", 2e3),
            ("subcooling", 4.0),
            ("Q", -2e4),
            ("UA_desuperheating", 3e2),
            ("UA_condensing", 2e3),
            ("UA_subcooling", 1e2),
        ],
    ),
    (
        "Evaporator",
        &[(0.1, 3.1e5, 0.2), (0.1, 3e5, 281.0)],
        &[
            ("UA", 3e3),
            ("source_temperature", 290.0),
            ("source_capacity_rate", 2e3),
            ("superheat", 4.0),
            ("Q", 2e4),
            ("UA_preheating", 1e2),
            ("UA_evaporating", 2e3),
            ("UA_superheating", 3e2),
        ],
    ),
    (
        "Connection",
        &[(0.1, 3e5, 285.0)],
        &[
            ("T", 285.0),
            ("v", 0.01),
            ("td_dew", 5.0),
            ("td_bubble", 4.0),
            ("T_dew", 275.0),
            ("T_bubble", 275.0),
            ("x", 0.4),
        ],
    ),
];

/// An object with its variables in one vector: m, p, h of every port, then all parameters.
struct Trial {
    class: Arc<dyn Class>,
    fluid: Fluid,
    slots: Slots,
    variables: Vec<f64>,
    ports: usize,
}

impl Trial {
    fn new((name, ports, parameters): &Case) -> Self {
        let found = library::find(name).cloned().unwrap_or_else(class::<FluidConnection>);
        let fluid = Fluid::new("R134a").unwrap();
        let mut slots = Slots::new(found.declaration().clone());
        for (parameter, value) in *parameters {
            let index = slots.index(parameter).unwrap();
            if found.declaration().parameters[index].is_result {
                slots.free(index);
            } else {
                slots.set(index, Value::Number(*value)).unwrap();
            }
        }
        if let Ok(map) = slots.index("coefficients") {
            slots.set(map, Value::Map(Arc::new(Ahri540::shipped()[2].clone()))).unwrap();
        }
        let mut variables = vec![];
        for (m, p, t) in *ports {
            let state = if *t < 1.0 { fluid.px(*p, *t, &[]) } else { fluid.pt(*p, *t, &[], None) };
            variables.extend([*m, *p, state.unwrap().h]);
        }
        let given = |i: usize| parameters.iter().find(|(name, _)| slots.index(name).unwrap() == i);
        variables
            .extend((0..found.declaration().parameters.len()).map(|i| given(i).map_or(slots.number(i), |(_, v)| *v)));
        Self { class: found, fluid, slots, variables, ports: ports.len() }
    }

    fn position(&self, term: Term) -> usize {
        match term {
            Term::Port(port, Variable::M) => 3 * port,
            Term::Port(port, Variable::P) => 3 * port + 1,
            Term::Port(port, _) => 3 * port + 2,
            Term::Parameter(parameter) => 3 * self.ports + parameter,
        }
    }

    fn with<S: Scalar, R>(&self, variables: &[f64], lift: impl Fn(usize, f64) -> S, f: impl FnOnce(&At<S>) -> R) -> R {
        let at = |i: usize| lift(i, variables[i]);
        let state = |port: usize| self.fluid.ph(variables[3 * port + 1], variables[3 * port + 2], &[], None).unwrap();
        let states: Vec<State> = (0..self.ports).map(state).collect();
        let stream = |port: usize| {
            let (m, p, h) = (at(3 * port), at(3 * port + 1), at(3 * port + 2));
            Some(Stream { m, p, h, fluid: &self.fluid, state: &states[port] })
        };
        let streams: Vec<Option<Stream<S>>> = (0..self.ports).map(stream).collect();
        let numbers = &variables[3 * self.ports..];
        let free: Vec<(usize, S)> = (0..numbers.len()).map(|i| (i, at(3 * self.ports + i))).collect();
        f(&At { streams: &streams, slots: &self.slots, numbers, free: &free })
    }

    fn residual(&self, equation: usize, variables: &[f64]) -> f64 {
        self.with(variables, |_, v| v, |at| self.class.residual(equation, at)).unwrap()
    }

    /// Central difference with a step of 1e-6 of the variable's magnitude.
    fn difference(&self, equation: usize, position: usize) -> f64 {
        let step = 1e-6 * self.variables[position].abs().max(1e-3);
        let mut moved = self.variables.clone();
        moved[position] += step;
        let above = self.residual(equation, &moved);
        moved[position] -= 2.0 * step;
        (above - self.residual(equation, &moved)) / (2.0 * step)
    }

    fn derivative(&self, equation: usize, position: usize) -> f64 {
        let lift = |i: usize, v: f64| if i == position { seed(v, WIDTH - 1) } else { Dual::from(v) };
        slopes(&self.with(&self.variables, lift, |at| self.class.residual_dual(equation, at)).unwrap())[WIDTH - 1]
    }
}

fn trials() -> impl Iterator<Item = Trial> {
    CASES.iter().map(Trial::new)
}

#[test]
fn every_class_is_tried() {
    for class in library::classes() {
        let name = class.declaration().class;
        assert!(CASES.iter().any(|case| case.0 == name), "{name} is missing in CASES");
    }
}

#[test]
fn derivatives_agree_with_differences_and_terms_are_complete() {
    for trial in trials() {
        let declaration = trial.class.declaration().clone();
        for (number, equation) in declaration.equations.iter().enumerate() {
            let Form::General(terms) = &equation.form else { continue };
            let declared: Vec<usize> = terms.iter().map(|term| trial.position(*term)).collect();
            let scale: f64 = declared.iter().map(|i| (trial.derivative(number, *i) * trial.variables[*i]).abs()).sum();
            for position in 0..trial.variables.len() {
                if !trial.variables[position].is_finite() {
                    continue;
                }
                let (exact, approximate) = (trial.derivative(number, position), trial.difference(number, position));
                let magnitude = trial.variables[position].abs().max(1e-3);
                let place = format!("{}: {} at {position}: {exact} {approximate}", declaration.class, equation.name);
                assert!((exact - approximate).abs() * magnitude <= 2e-7 * scale, "{place}");
                assert!(exact == 0.0 || declared.contains(&position), "not declared: {place}");
            }
        }
    }
}

#[test]
fn declarations_are_sound() {
    for trial in trials() {
        let declaration = trial.class.declaration();
        let mut names: Vec<&str> =
            declaration.parameters.iter().flat_map(|p| [&[p.name][..], p.aliases].concat()).collect();
        names.sort_unstable();
        names.dedup();
        let count: usize = declaration.parameters.iter().map(|p| 1 + p.aliases.len()).sum();
        assert_eq!(names.len(), count, "{}: two parameters share a name", declaration.class);
        assert!(declaration.ports.iter().all(|port| port.kind == Kind::Fluid));
        for equation in &declaration.equations {
            assert!(!equation.formula.is_empty());
            let parameters = declaration.parameters.len();
            if let Activation::Given(parameter) = equation.active {
                assert!(parameter < parameters, "{}: {}", declaration.class, equation.name);
            }
        }
        for default in &declaration.defaults {
            assert!(!declaration.parameters[default.parameter].is_result);
        }
    }
}

#[test]
fn mass_and_energy_of_a_report_close() {
    for trial in trials() {
        let report = trial.with(&trial.variables, |_, v| v, |at| trial.class.report(at)).unwrap();
        if trial.ports < 2 {
            continue;
        }
        let flow = trial.variables[3] * trial.variables[5] - trial.variables[0] * trial.variables[2];
        let throttles = trial.class.declaration().class == "Valve";
        let balance = report.heat + report.power - report.loss - if throttles { 0.0 } else { flow };
        assert!(balance.abs() < 1e-9 * flow.abs().max(1.0), "{}: {balance}", trial.class.declaration().class);
    }
}

#[test]
fn bad_parameters_are_refused_by_name() {
    for trial in trials() {
        for (index, parameter) in trial.class.declaration().parameters.iter().enumerate() {
            let mut slots = trial.slots.clone();
            let error = slots.set(index, Value::Number(f64::NAN)).unwrap_err().to_string();
            assert!(error.contains(parameter.name), "{error}");
            if parameter.strict && !parameter.is_result {
                let error = slots.set(index, Value::Number(parameter.min - 1.0)).unwrap_err().to_string();
                assert!(error.contains(parameter.name), "{error}");
            }
        }
    }
}
