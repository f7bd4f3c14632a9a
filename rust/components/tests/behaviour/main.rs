//! What every class has to show: terms declared as they are read, derivatives that are derivatives, sound declarations.
//!
//! A class joins by a line in `CASES`.
#![allow(clippy::unwrap_used)]

mod cases;
mod trial;

use std::sync::Arc;

use entropyk_components::declaration::{Activation, Direction, Form, Kind, Mixture, Need, Port, Term, Type, Variable};
use entropyk_components::slots::Value;
use entropyk_components::{Ahri540, CharLine, Characteristic, Slots, library};

use cases::CASES;
use trial::Trial;

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
fn ports_for_fluids_that_may_stay_open_are_tried_open_and_connected() {
    for class in library::classes() {
        let declaration = class.declaration();
        let is_optional = |port: &Port| port.kind == Kind::Fluid && port.need == Need::Optional;
        if !declaration.ports.iter().any(is_optional) {
            continue;
        }
        let tried = |is_open: bool| {
            let mut trials = trials().filter(|trial| trial.class.declaration().class == declaration.class);
            trials.any(|trial| trial.connected.contains(&false) == is_open)
        };
        assert!(tried(true) && tried(false), "{}", declaration.class);
    }
}

#[test]
fn every_equation_is_tried() {
    let mut missing = vec![];
    for class in library::classes() {
        let declaration = class.declaration();
        let of_class: Vec<Trial> =
            trials().filter(|trial| trial.class.declaration().class == declaration.class).collect();
        for equation in &declaration.equations {
            let is_left_out = equation.active == Activation::Never || matches!(equation.form, Form::Affine { .. });
            if !is_left_out && !of_class.iter().any(|trial| trial.may_hold(&equation.active)) {
                missing.push(format!("{}: {}", declaration.class, equation.name));
            }
        }
    }
    assert!(missing.is_empty(), "no case gives what these need: {missing:#?}");
}

#[test]
fn derivatives_agree_with_differences_and_terms_are_complete() {
    for trial in trials() {
        let declaration = trial.class.declaration().clone();
        for (number, equation) in declaration.equations.iter().enumerate() {
            let Form::General(terms) = &equation.form else { continue };
            if !trial.may_hold(&equation.active) {
                continue;
            }
            let declared = terms.iter().flat_map(|term| trial.positions(*term));
            let declared: Vec<usize> = declared.filter(|position| trial.variables[*position].is_finite()).collect();
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
        let is = |port: usize, direction, kind| {
            let port = &declaration.ports[port];
            port.direction == direction && port.kind == kind
        };
        for (index, port) in declaration.ports.iter().enumerate() {
            let found = declaration.port_of_kind(&port.name(0), port.direction, port.kind);
            assert_eq!(found, Some((index, 0)), "{}: {}", declaration.class, port.name);
        }
        for (inlet, outlet) in &declaration.passes {
            assert!(is(*inlet, Direction::In, Kind::Fluid) && is(*outlet, Direction::Out, Kind::Fluid));
        }
        if let Some((outlet, inlet)) = declaration.main {
            let kind = declaration.ports[outlet].kind;
            assert!(is(outlet, Direction::Out, kind) && is(inlet, Direction::In, kind));
        }
        for equation in &declaration.equations {
            let place = format!("{}: {}", declaration.class, equation.name);
            assert!(!equation.formula.is_empty());
            match equation.active {
                Activation::Given(parameter) => assert!(parameter < declaration.parameters.len(), "{place}"),
                Activation::Connected(port) => assert!(declaration.ports[port].need == Need::Optional, "{place}"),
                _ => {}
            }
            let terms = match &equation.form {
                Form::Affine { target, source, .. } => vec![*target, *source],
                Form::Balance(terms) => terms.iter().map(|(term, _)| *term).collect(),
                Form::General(terms) | Form::Each { terms, .. } => terms.clone(),
                Form::Whole(port) => vec![Term::Each(*port, Variable::Fraction)],
                Form::Mixing { inlets, outlet, .. } => {
                    inlets.iter().chain([outlet]).map(|port| Term::Each(*port, Variable::Fraction)).collect()
                }
            };
            for term in terms {
                let (Term::Port(port, variable) | Term::Each(port, variable)) = term else { continue };
                let port = &declaration.ports[port];
                let is_fraction = variable == Variable::Fraction && port.kind == Kind::Fluid;
                let is_known = is_fraction || port.kind.variables().contains(&variable);
                assert!(is_known, "{place}: {variable:?} at {}", port.name);
                // Terms at open ports for fluids are left out.
                let is_open = port.need == Need::Optional && port.kind != Kind::Fluid;
                assert!(!is_open || matches!(equation.active, Activation::Connected(_)), "{place} reads an open port");
            }
        }
        for default in &declaration.defaults {
            assert!(!declaration.parameters[default.parameter].is_result);
        }
    }
}

#[test]
fn balances_count_what_enters_positive() {
    for trial in trials() {
        let declaration = trial.class.declaration();
        for equation in &declaration.equations {
            let Form::Balance(terms) = &equation.form else { continue };
            if !trial.may_hold(&equation.active) {
                continue;
            }
            let place = format!("{}: {}", declaration.class, equation.name);
            let mut sum = 0.0;
            for (term, coefficient) in terms {
                let (Term::Port(port, variable) | Term::Each(port, variable)) = *term else { panic!("{place}") };
                assert!(matches!(variable, Variable::M | Variable::E), "{place}");
                let sign = if declaration.ports[port].direction == Direction::In { 1.0 } else { -1.0 };
                assert_eq!(*coefficient, sign, "{place}");
                sum += trial.positions(*term).iter().map(|i| coefficient * trial.variables[*i]).sum::<f64>();
            }
            assert!(sum.abs() < 1e-12 * trial.variables[0].abs(), "{place}: {sum}");
        }
    }
}

#[test]
fn energy_of_a_report_closes() {
    for case in CASES {
        let optional = Trial::new(case).class.declaration().ports.clone().into_iter().enumerate();
        // Enthalpies of species that become others do not count from one state.
        let declaration = Trial::new(case).class.declaration().clone();
        let equations = &declaration.equations;
        if equations.iter().any(|equation| matches!(equation.form, Form::Mixing { way: Mixture::Reacting, .. })) {
            continue;
        }
        let is_energy = |port: &Port| port.need == Need::Optional && port.kind != Kind::Fluid;
        let optional = optional.filter(|(_, port)| is_energy(port)).map(|(index, _)| Some(index));
        for only in optional.chain([None]) {
            let trial = Trial::new(case).connecting(only);
            let ports = &trial.class.declaration().ports;
            if ports.len() == 1 && ports[0].kind == Kind::Fluid {
                continue;
            }
            let report = trial.with(&trial.variables, |_, v| v, |at| trial.class.report(at)).unwrap();
            let (outflow, magnitude) =
                (trial.outflow(), trial.variables[0] * trial.variables[2.min(trial.variables.len() - 1)]);
            let balance = report.heat + report.power - report.loss - outflow;
            assert!(balance.abs() < 1e-9 * magnitude.abs().max(1.0), "{} {only:?}: {balance}", case.0);
        }
    }
}

#[test]
fn results_satisfy_the_equations_of_their_parameters() {
    for trial in trials() {
        let declaration = trial.class.declaration();
        let report = trial.with(&trial.variables, |_, v| v, |at| trial.class.report(at)).unwrap();
        for (number, equation) in declaration.equations.iter().enumerate() {
            let (Activation::Given(given), Form::General(_)) = (&equation.active, &equation.form) else { continue };
            if equation.name != declaration.parameters[*given].name {
                continue;
            }
            let Some((_, value)) = report.results.iter().find(|(parameter, _)| parameter == given) else { continue };
            let position = trial.positions(Term::Parameter(*given))[0];
            let mut variables = trial.variables.clone();
            variables[position] = *value;
            let scale = (trial.derivative_at(&variables, number, position) * value).abs();
            let residual = trial.residual(number, &variables);
            assert!(residual.abs() <= 1e-7 * scale, "{}: {}: {residual}", declaration.class, equation.name);
        }
    }
}

#[test]
fn results_are_finite() {
    for trial in trials() {
        let declaration = trial.class.declaration();
        let report = trial.with(&trial.variables, |_, v| v, |at| trial.class.report(at)).unwrap();
        for (parameter, value) in report.results {
            assert!(value.is_finite(), "{}: {}", declaration.class, declaration.parameters[parameter].name);
        }
    }
}

#[test]
fn starts_offer_states_that_the_fluid_has() {
    for trial in trials() {
        let declaration = trial.class.declaration();
        for is_known in [true, false] {
            let guesses = trial.guesses(is_known);
            let offers = trial.offers(&guesses);
            for (position, variable, value) in &offers {
                let place = format!("{}: {variable:?} = {value} at {position}", declaration.class);
                let guess = guesses[*position].as_ref().unwrap();
                assert!(value.is_finite() && guess.known(*variable).is_none(), "{place}");
                if let (Variable::H, Some(p)) = (variable, guess.p) {
                    assert!(guess.fluid.ph(p, *value, &[], None).is_ok(), "{place}");
                }
            }
            let is = |direction| declaration.ports.iter().any(|p| p.direction == direction && p.kind == Kind::Fluid);
            let solves = declaration.equations.iter().any(|e| matches!(e.form, Form::General(_)));
            if is_known && solves && is(Direction::In) && is(Direction::Out) {
                let outlets = offers.iter().any(|(_, variable, _)| *variable == Variable::H);
                assert!(outlets, "{}: no outlet enthalpy", declaration.class);
            }
        }
    }
}

#[test]
fn bad_parameters_are_refused_by_name() {
    for trial in trials() {
        for (index, parameter) in trial.class.declaration().parameters.iter().enumerate() {
            let mut slots = trial.slots.clone();
            let error = slots.set(index, Value::Number(f64::NAN)).unwrap_err().to_string();
            assert!(error.contains(parameter.name), "{error}");
            if parameter.kind == Type::Integer {
                let error = slots.set(index, Value::Integer(parameter.min as i64 - 1)).unwrap_err().to_string();
                assert!(error.contains(parameter.name), "{error}");
                let number = parameter.max.min(3.0);
                slots.set(index, Value::Integer(number as i64)).unwrap();
                assert_eq!((slots.count(index), slots.number(index)), (number as usize, number));
            }
            if parameter.strict && !parameter.is_result {
                let error = slots.set(index, Value::Number(parameter.min - 1.0)).unwrap_err().to_string();
                assert!(error.contains(parameter.name), "{error}");
            }
        }
    }
}

#[test]
fn what_is_saved_as_json_comes_back() {
    for mut trial in trials() {
        let declaration = trial.class.declaration().clone();
        for (index, parameter) in declaration.parameters.iter().enumerate().filter(|(_, p)| !p.is_result) {
            let value = match parameter.kind {
                Type::Number => Value::Number(0.1 + 0.2 * (1.0 + index as f64) / 3.0),
                Type::Choice(words) => Value::Choice(words.len() - 1),
                Type::Integer => Value::Integer(parameter.max.min(3.0) as i64),
                Type::Flag | Type::NumberOrFlag => Value::Flag(true),
                Type::Map => Value::Map(Arc::new(Ahri540::shipped()[0].clone().into())),
                Type::Numbers(count) => Value::Numbers((0..count).map(|k| k as f64 / 3.0).collect()),
                Type::Record(names) => Value::Numbers((0..names.len()).map(|k| k as f64 / 7.0).collect()),
                Type::Line(of) => Value::Line(Characteristic { line: Arc::new(CharLine::one()), of }),
                Type::CharMap => continue,
                // Only those who wrote it can keep it.
                Type::Function => {
                    trial.slots.unset(index);
                    continue;
                }
            };
            // Strict limits may exclude the number of the trial.
            let _ = trial.slots.set(index, value);
            trial.slots.set_start(index, Some(1.0 / 3.0 + index as f64));
        }
        if let Some(index) = declaration.parameters.iter().position(|p| p.can_be_infinite) {
            trial.slots.set(index, Value::Number(f64::INFINITY)).unwrap();
        }
        let text = serde_json::to_string(&trial.slots.save()).unwrap();
        let mut loaded = Slots::new(declaration.clone());
        loaded.load(&serde_json::from_str(&text).unwrap()).unwrap();
        for (index, parameter) in declaration.parameters.iter().enumerate() {
            assert_eq!(
                loaded.slot(index),
                trial.slots.slot(index),
                "{}: {}\n{text}",
                declaration.class,
                parameter.name
            );
        }
        let unknown = text.replacen("\"given\":{", "\"given\":{\"no such\":1,", 1);
        if unknown != text {
            let error = loaded.load(&serde_json::from_str(&unknown).unwrap()).unwrap_err().to_string();
            assert!(error.contains("no such"), "{error}");
        }
    }
}
