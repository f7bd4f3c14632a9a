//! Energy flows across the boundary of a model, and the coefficients of performance of its circuits.
//!
//! ```text
//! COP_cooling = Q_in / P        COP_heating = Q_out / P
//! circuit:      Q = Σ m h_out − Σ m h_in − (P − losses)  of every component
//! ```

use std::collections::{BTreeMap, HashSet};

use entropyk_components::Report;
use entropyk_components::declaration::{Direction, Kind, Variable};
use entropyk_core::Quantity;
use entropyk_fluids::Fluid;

use crate::problem::Problem;

/// An energy flow of a whole model, or a ratio of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Heat taken up across the boundary.
    HeatIn,
    /// Heat given off across the boundary.
    HeatOut,
    /// Power taken in.
    Power,
    /// Heat taken up per power.
    CopCooling,
    /// Heat given off per power.
    CopHeating,
}

impl Total {
    /// All of them.
    pub(crate) const ALL: [Total; 5] =
        [Total::HeatIn, Total::HeatOut, Total::Power, Total::CopCooling, Total::CopHeating];

    /// The one of that name, such as `cop_cooling`.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|total| total.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Total::HeatIn => "heat_in",
            Total::HeatOut => "heat_out",
            Total::Power => "power",
            Total::CopCooling => "cop_cooling",
            Total::CopHeating => "cop_heating",
        }
    }

    /// Its physical quantity.
    pub fn quantity(self) -> Quantity {
        match self {
            Total::HeatIn | Total::HeatOut => Quantity::Heat,
            Total::Power => Quantity::Power,
            Total::CopCooling | Total::CopHeating => Quantity::Dimensionless,
        }
    }

    /// Its value; NaN for a ratio without power.
    pub(crate) fn value(self, heat_in: f64, heat_out: f64, power: f64) -> f64 {
        match self {
            Total::HeatIn => heat_in,
            Total::HeatOut => heat_out,
            Total::Power => power,
            Total::CopCooling => ratio(heat_in, power),
            Total::CopHeating => ratio(heat_out, power),
        }
    }

    /// Derivatives of the value by heat in, heat out and power.
    pub(crate) fn slopes(self, heat_in: f64, heat_out: f64, power: f64) -> [f64; 3] {
        match self {
            Total::HeatIn => [1.0, 0.0, 0.0],
            Total::HeatOut => [0.0, 1.0, 0.0],
            Total::Power => [0.0, 0.0, 1.0],
            Total::CopCooling => [1.0 / power, 0.0, -heat_in / (power * power)],
            Total::CopHeating => [0.0, 1.0 / power, -heat_out / (power * power)],
        }
    }
}

/// One closed circuit.
#[derive(Clone, Debug, PartialEq)]
pub struct CircuitPerformance {
    /// Fluid of the circuit.
    pub fluid: Fluid,
    /// Heat taken up, W.
    pub heat_in: f64,
    /// Heat given off, W, positive.
    pub heat_out: f64,
    /// Power taken in, W.
    pub power: f64,
    /// Heat lost by machines, W.
    pub loss: f64,
}

impl CircuitPerformance {
    /// Heat taken up per power; NaN without power.
    pub fn cop_cooling(&self) -> f64 {
        ratio(self.heat_in, self.power)
    }

    /// Heat given off per power; NaN without power.
    pub fn cop_heating(&self) -> f64 {
        ratio(self.heat_out, self.power)
    }
}

fn ratio(heat: f64, power: f64) -> f64 {
    if power > 0.0 { heat / power } else { f64::NAN }
}

/// Energy flows of a model, in total and by circuit.
#[derive(Clone, Debug, PartialEq)]
pub struct Performance {
    /// Heat taken up across the boundary, W.
    pub heat_in: f64,
    /// Heat given off across the boundary, W, positive.
    pub heat_out: f64,
    /// Power taken in, W.
    pub power: f64,
    /// Heat lost by machines, W.
    pub loss: f64,
    /// The circuits.
    pub circuits: Vec<CircuitPerformance>,
}

impl Performance {
    /// Sums what the components report.
    pub(crate) fn totals<'a>(reports: impl Iterator<Item = &'a Report>) -> Self {
        let mut total = Self { heat_in: 0.0, heat_out: 0.0, power: 0.0, loss: 0.0, circuits: vec![] };
        for report in reports {
            total.heat_in += report.heat.max(0.0);
            total.heat_out += (-report.heat).max(0.0);
            total.power += report.power;
            total.loss += report.loss;
        }
        total
    }

    /// The totals, and every closed circuit by itself: also heat that comes from another circuit and power that comes through a
    /// connection count there.
    pub(crate) fn new(problem: &Problem, reports: &[Report]) -> Self {
        let plan = problem.plan;
        let mut circuits: BTreeMap<usize, CircuitPerformance> = BTreeMap::new();
        let mut is_open: HashSet<usize> = HashSet::new();
        for (object, report) in reports.iter().enumerate() {
            let power = report.power + problem.energy(object, Kind::Power);
            let sides = problem.sides(object);
            for side in &sides {
                if side.is_end {
                    is_open.insert(side.circuit);
                }
                let Some(fluid) = plan.fluids[side.edge].clone() else { continue };
                let circuit = circuits.entry(side.circuit).or_insert_with(|| CircuitPerformance {
                    fluid,
                    heat_in: 0.0,
                    heat_out: 0.0,
                    power: 0.0,
                    loss: 0.0,
                });
                // A component in several circuits exchanges heat between them; machines have one.
                let (power, loss) = if sides.len() == 1 { (power, report.loss) } else { (0.0, 0.0) };
                let heat = side.gain - (power - loss);
                let heat = if heat.abs() > ROUNDING * side.size { heat } else { 0.0 };
                circuit.heat_in += heat.max(0.0);
                circuit.heat_out += (-heat).max(0.0);
                circuit.power += power;
                circuit.loss += loss;
            }
        }
        let closed = circuits.into_iter().filter(|(circuit, _)| !is_open.contains(circuit));
        Self { circuits: closed.map(|(_, circuit)| circuit).collect(), ..Self::totals(reports.iter()) }
    }

    /// One of the totals.
    pub fn total(&self, total: Total) -> f64 {
        total.value(self.heat_in, self.heat_out, self.power)
    }

    /// Heat taken up per power; NaN without power.
    pub fn cop_cooling(&self) -> f64 {
        self.total(Total::CopCooling)
    }

    /// Heat given off per power; NaN without power.
    pub fn cop_heating(&self) -> f64 {
        self.total(Total::CopHeating)
    }

    /// What the energy balance lacks, W: Q_in + P − Q_out − losses.
    pub fn imbalance(&self) -> f64 {
        self.heat_in + self.power - self.heat_out - self.loss
    }
}

/// Relative to the flows of enthalpy, less is no heat.
const ROUNDING: f64 = 1e-9;

/// What passes a component in one circuit.
struct Side {
    circuit: usize,
    /// One of its connections.
    edge: usize,
    /// Σ m h out − Σ m h in, W.
    gain: f64,
    /// Σ |m h|, W.
    size: f64,
    /// The circuit begins or ends here.
    is_end: bool,
}

impl Problem<'_> {
    /// Energy that an object takes in through connections of a kind, less what it gives off, W.
    fn energy(&self, object: usize, kind: Kind) -> f64 {
        let mut sum = 0.0;
        for (edge, direction) in self.flows(object, kind) {
            let flow = self.plan.layout.position(edge, Variable::E).map_or(0.0, |at| self.variables[at]);
            sum += if direction == Direction::In { flow } else { -flow };
        }
        sum
    }

    /// The circuits that pass an object.
    fn sides(&self, object: usize) -> Vec<Side> {
        let mut sides: Vec<Side> = vec![];
        let mut ends: Vec<[bool; 2]> = vec![];
        for (edge, direction) in self.flows(object, Kind::Fluid) {
            let circuit = self.plan.circuits[edge];
            let place = sides.iter().position(|side| side.circuit == circuit).unwrap_or_else(|| {
                sides.push(Side { circuit, edge, gain: 0.0, size: 0.0, is_end: false });
                ends.push([false; 2]);
                sides.len() - 1
            });
            let at = |variable| self.plan.layout.position(edge, variable).map_or(0.0, |at| self.variables[at]);
            let flow = at(Variable::M) * at(Variable::H);
            let is_out = direction == Direction::Out;
            sides[place].gain += if is_out { flow } else { -flow };
            sides[place].size += flow.abs();
            ends[place][usize::from(is_out)] = true;
        }
        for (side, ends) in sides.iter_mut().zip(ends) {
            side.is_end = ends.contains(&false);
        }
        sides
    }

    /// Connections of a kind at the ports of an object, with their directions.
    fn flows(&self, object: usize, kind: Kind) -> impl Iterator<Item = (usize, Direction)> + '_ {
        let ports = &self.plan.ports[object];
        let declared = self.plan.objects[object].declaration().ports.iter().enumerate();
        let of_kind = declared.filter(move |(_, port)| port.kind == kind);
        of_kind
            .flat_map(move |(index, port)| ports.each(index).iter().flatten().map(move |edge| (*edge, port.direction)))
    }
}
