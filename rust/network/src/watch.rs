//! Equations about results: what an object reports, or a total of the model, has a given value.
//!
//! ```text
//! y(x) = value        y: a parameter that an object reports (a pinch, an input power), a heat, a power, a COP of the model
//! ```
//! Reports are generic in the scalar like residuals, so that such an equation has exact derivatives. Which variables a report reads is
//! not declared: all at its ports count.

use std::sync::Arc;

use entropyk_components::declaration::{Activation, Declaration, Form};
use entropyk_components::declaration::{Equation, Parameter, Type};
use entropyk_components::{
    At, Class, ComponentError, Dual, RELATION, Report, Scalar, Slope, Start, WIDTH, seed, slopes,
};
use entropyk_core::Quantity;

use crate::control::Handle;
use crate::graph::Graph;
use crate::path::Place;
use crate::performance::Total;
use crate::problem::Problem;

/// Parameter of the equation that holds the wanted value.
pub(crate) const VALUE: usize = 0;

/// What a constraint is about.
#[derive(Clone, Debug)]
pub enum Target {
    /// A parameter of an object, given or reported.
    Parameter(Handle),
    /// A total of the model.
    Total(Total),
}

impl Target {
    /// `evaporator.pinch`, `cop_cooling`.
    pub fn path(&self) -> String {
        match self {
            Target::Parameter((object, parameter)) => {
                format!("{}.{}", object.label(), object.declaration().parameters[*parameter].name)
            }
            Target::Total(total) => total.name().to_owned(),
        }
    }

    /// Its physical quantity.
    pub fn quantity(&self) -> Quantity {
        match self {
            Target::Parameter((object, parameter)) => object.declaration().parameters[*parameter].quantity,
            Target::Total(total) => total.quantity(),
        }
    }

    pub(crate) fn is_same(&self, other: &Target) -> bool {
        match (self, other) {
            (Target::Parameter(a), Target::Parameter(b)) => Arc::ptr_eq(&a.0, &b.0) && a.1 == b.1,
            (Target::Total(a), Target::Total(b)) => a == b,
            _ => false,
        }
    }
}

/// What an equation watches, by positions.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    /// The objects whose reports it reads.
    objects: Vec<usize>,
    of: Of,
}

#[derive(Clone, Copy, Debug)]
enum Of {
    Parameter(usize),
    Total(Total),
}

impl Watch {
    /// Among these objects; None if the one that is watched is not there.
    pub(crate) fn new(target: &Target, objects: &[Arc<crate::Object>], components: usize) -> Option<Self> {
        match target {
            Target::Parameter((object, parameter)) => {
                let position = objects.iter().position(|other| Arc::ptr_eq(other, object))?;
                Some(Self { objects: vec![position], of: Of::Parameter(*parameter) })
            }
            Target::Total(total) => Some(Self { objects: (0..components).collect(), of: Of::Total(*total) }),
        }
    }

    /// All variables at the ports of the watched objects, and their free parameters; each once.
    pub(crate) fn variables(&self, graph: &Graph, free: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
        let mut all: Vec<usize> = vec![];
        for object in &self.objects {
            let edges = graph.ports[*object].edges.iter().flatten();
            all.extend(edges.flat_map(|edge| graph.layout.of_edge(*edge).map(|(_, variable)| variable)));
            all.extend(free(*object));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(crate) fn watches(&self, object: usize) -> bool {
        self.objects.contains(&object)
    }
}

/// The class of an equation about a result: it only holds the wanted value.
pub(crate) struct Watching(Arc<Declaration>);

impl Watching {
    pub(crate) fn class(quantity: Quantity) -> Arc<dyn Class> {
        let value = Parameter {
            name: "value",
            aliases: &[],
            kind: Type::Number,
            quantity,
            min: f64::NEG_INFINITY,
            max: f64::INFINITY,
            strict: false,
            can_be_infinite: false,
            default: None,
            is_result: false,
            free: Activation::Never,
            meaning: "value that the result shall have",
        };
        let rule = Equation {
            name: "constraint",
            formula: "result = value",
            active: Activation::Given(VALUE),
            form: Form::General(vec![]),
        };
        Arc::new(Self(Arc::new(Declaration {
            class: RELATION,
            summary: "A result has a given value.",
            details: "",
            ports: vec![],
            main: None,
            passes: vec![],
            parameters: vec![value],
            equations: vec![rule],
            defaults: vec![],
        })))
    }
}

const WATCHED: &str = "what is watched is evaluated by the problem";

impl Class for Watching {
    fn declaration(&self) -> &Arc<Declaration> {
        &self.0
    }
    fn residual(&self, _: usize, _: &At<f64>) -> Result<f64, ComponentError> {
        unreachable!("{WATCHED}")
    }
    fn residual_dual(&self, _: usize, _: &At<Dual>) -> Result<Dual, ComponentError> {
        unreachable!("{WATCHED}")
    }
    fn residual_slope(&self, _: usize, _: &At<Slope>) -> Result<Slope, ComponentError> {
        unreachable!("{WATCHED}")
    }
    fn start(&self, _: &mut Start) -> Result<(), ComponentError> {
        Ok(())
    }
    fn report(&self, _: &At<f64>) -> Result<Report, ComponentError> {
        Ok(Report::default())
    }
    fn report_dual(&self, _: &At<Dual>) -> Result<Report<Dual>, ComponentError> {
        Ok(Report::default())
    }
}

/// What a watched object adds: the value itself, or its heat and power.
#[derive(Clone, Copy)]
struct Part<S> {
    value: S,
    heat: S,
    power: S,
}

impl Problem<'_> {
    /// Residual of the equation of an object that watches others.
    pub(crate) fn watched(&self, object: usize, watch: &Watch) -> Result<f64, ComponentError> {
        let parts = watch.objects.iter().map(|part| {
            let class = &self.plan.objects[*part].class;
            self.part(watch, *part, self.see(*part, |_, value: f64| value, &[], |at| class.report(at))?)
        });
        let parts: Vec<Part<f64>> = parts.collect::<Result<_, _>>()?;
        Ok(watch.value(&parts)? - self.number(object, VALUE))
    }

    /// The residual, and its derivatives with respect to all variables.
    pub(crate) fn watched_gradient(&self, object: usize, watch: &Watch) -> Result<(f64, Vec<f64>), ComponentError> {
        let mut gradient = vec![0.0; self.variables.len()];
        let mut parts = vec![];
        let mut slopes_of = vec![];
        for part in &watch.objects {
            let edges = self.plan.ports[*part].edges.iter().flatten();
            let mut variables: Vec<usize> =
                edges.flat_map(|edge| self.plan.layout.of_edge(*edge).map(|(_, variable)| variable)).collect();
            variables.extend(self.plan.free_of[*part].iter().map(|(_, variable)| *variable));
            variables.sort_unstable();
            variables.dedup();
            for (pass, some) in variables.chunks(WIDTH).enumerate() {
                let lift = |variable: usize, value: f64| match some.iter().position(|other| *other == variable) {
                    Some(k) => seed(value, k),
                    None => Dual::from(value),
                };
                let class = &self.plan.objects[*part].class;
                let found = self.part(watch, *part, self.see(*part, lift, &[], |at| class.report_dual(at))?)?;
                if pass == 0 {
                    parts.push(found.real());
                }
                slopes_of.push((parts.len() - 1, some.to_vec(), found));
            }
        }
        let value = watch.value(&parts)?;
        for (part, variables, found) in &slopes_of {
            let slopes = watch.slopes(&parts, *part, found);
            variables.iter().zip(slopes).for_each(|(variable, slope)| gradient[*variable] += slope);
        }
        Ok((value - self.number(object, VALUE), gradient))
    }

    /// Derivative of the residual with respect to a given value, while the variables stay.
    pub(crate) fn watched_by(&self, object: usize, watch: &Watch, place: Place) -> Result<f64, ComponentError> {
        if place.object == object {
            return Ok(-1.0);
        }
        if !watch.watches(place.object) {
            return Ok(0.0);
        }
        let mut parts = vec![];
        let mut moved = None;
        for (index, part) in watch.objects.iter().enumerate() {
            let given = [(place.parameter, seed(self.number(place.object, place.parameter), 0))];
            let given = if *part == place.object { &given[..] } else { &[] };
            let class = &self.plan.objects[*part].class;
            let lift = |_: usize, value: f64| Dual::from(value);
            let found = self.part(watch, *part, self.see(*part, lift, given, |at| class.report_dual(at))?)?;
            parts.push(found.real());
            if *part == place.object {
                moved = Some((index, found));
            }
        }
        Ok(moved.map_or(0.0, |(index, found)| watch.slopes(&parts, index, &found)[0]))
    }

    fn part<S: Scalar>(&self, watch: &Watch, object: usize, report: Report<S>) -> Result<Part<S>, ComponentError> {
        let value = match watch.of {
            Of::Total(_) => S::zero(),
            Of::Parameter(parameter) => {
                let found = report.results.iter().find(|(index, _)| *index == parameter).map(|(_, value)| *value);
                found.filter(|value| value.re().is_finite()).ok_or_else(|| {
                    let name = self.plan.objects[object].declaration().parameters[parameter].name;
                    ComponentError::State(format!("{name} does not exist in this state, so it cannot be constrained"))
                })?
            }
        };
        Ok(Part { value, heat: report.heat, power: report.power })
    }
}

impl Part<Dual> {
    fn real(&self) -> Part<f64> {
        Part { value: self.value.re, heat: self.heat.re, power: self.power.re }
    }
}

/// Heat taken up, heat given off and power.
fn sums(parts: &[Part<f64>]) -> [f64; 3] {
    let add = |[heat_in, heat_out, power]: [f64; 3], part: &Part<f64>| {
        [heat_in + part.heat.max(0.0), heat_out + (-part.heat).max(0.0), power + part.power]
    };
    parts.iter().fold([0.0; 3], add)
}

impl Watch {
    fn value(&self, parts: &[Part<f64>]) -> Result<f64, ComponentError> {
        match self.of {
            Of::Parameter(_) => Ok(parts[0].value),
            Of::Total(total) => {
                let [heat_in, heat_out, power] = sums(parts);
                let value = total.value(heat_in, heat_out, power);
                if value.is_nan() {
                    let name = total.name();
                    return Err(ComponentError::State(format!("{name} does not exist here: no power is taken in")));
                }
                Ok(value)
            }
        }
    }

    /// Derivatives of the value through one of the parts.
    fn slopes(&self, parts: &[Part<f64>], part: usize, found: &Part<Dual>) -> [f64; WIDTH] {
        let Of::Total(total) = self.of else { return slopes(&found.value) };
        let [heat_in, heat_out, power] = sums(parts);
        let by = total.slopes(heat_in, heat_out, power);
        let by_heat = if parts[part].heat > 0.0 { by[0] } else { -by[1] };
        let (heat, power) = (slopes(&found.heat), slopes(&found.power));
        std::array::from_fn(|k| by_heat * heat[k] + by[2] * power[k])
    }
}
