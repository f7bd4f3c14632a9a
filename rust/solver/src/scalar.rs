//! One equation in one unknown: Newton's method inside a bracket, once there is one.
//!
//! ```text
//! x ← x − F(x)/F'(x);   the middle of the bracket where that leaves it
//! ```
//! A bracket [a, b] with F(a) F(b) < 0 is looked for where Newton's method gets stuck. It holds a root only if the residual
//! shrinks with it; else it holds a jump, and the equation has no solution there.
//! Reference: Press et al., Numerical Recipes, 3rd ed., section 9.4.

use crate::{Iteration, Observer, Outcome, Rejection, Solver, Status, System};

/// Newton's method with a bracket.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// Steps at most.
    pub max_iterations: usize,
    /// Greatest scaled residual of a solution.
    pub tolerance: f64,
}

impl Default for Scalar {
    fn default() -> Self {
        Self { max_iterations: 100, tolerance: 1e-9 }
    }
}

/// A residual this small cannot be told from rounding.
const ROUNDING: f64 = 1e-13;
/// Steps made after the tolerance is met.
const POLISHING_STEPS: usize = 3;
/// After a step this short, relative to the scale of x, another one changes nothing but rounding.
const SHORT: f64 = 1e-8;
/// A bracket this narrow, relative to the scale of x, is a point.
const POINT: f64 = 1e-14;
/// Points tried on each side of the start when a bracket is looked for, and the first distance in scales.
const PROBES: i32 = 40;
const FIRST_PROBE: f64 = 1e-3;

/// Times a step is halved in search of a smaller residual.
const HALVINGS: i32 = 12;

/// An evaluated point.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    value: f64,
}

/// An evaluated point with its slope, and the magnitude of x there.
#[derive(Clone, Copy)]
struct Tangent {
    point: Point,
    slope: f64,
    scale: f64,
}

struct Search<'a> {
    system: &'a mut dyn System,
    observer: &'a mut dyn Observer,
    at: Point,
    slope: f64,
    /// Magnitude of x, and with the slope that of F.
    scale: f64,
    bracket: Option<(Point, Point)>,
    iterations: usize,
    best: (Point, f64),
}

impl Solver for Scalar {
    fn solve(&self, system: &mut dyn System, x: &mut [f64], observer: &mut dyn Observer) -> Outcome {
        let mut search = match Search::begin(system, x[0], observer) {
            Ok(search) => search,
            Err(Rejection(reason)) => {
                let status = Status::OutOfDomain(reason);
                return Outcome { status, iterations: 0, residual: f64::INFINITY, worst: 0 };
            }
        };
        let status = search.run(self);
        let (point, residual) = search.best;
        x[0] = point.x;
        Outcome { status, iterations: search.iterations, residual, worst: 0 }
    }
}

impl<'a> Search<'a> {
    fn begin(system: &'a mut dyn System, x: f64, observer: &'a mut dyn Observer) -> Result<Self, Rejection> {
        let at = Point { x, value: f64::NAN };
        let best = (at, f64::INFINITY);
        let mut search = Self { system, observer, at, slope: 0.0, scale: 1.0, bracket: None, iterations: 0, best };
        if let Err(rejection) = search.linearize(x) {
            // Somewhere in the range there may be a value.
            let middle = search.system.range(0).map(|(low, high)| 0.5 * (low + high));
            search.linearize(middle.filter(|middle| middle.is_finite()).ok_or(rejection)?)?;
        }
        Ok(search)
    }

    /// Takes a point with its slope.
    fn linearize(&mut self, x: f64) -> Result<(), Rejection> {
        let tangent = self.tangent(x)?;
        self.take(tangent);
        Ok(())
    }

    fn tangent(&mut self, x: f64) -> Result<Tangent, Rejection> {
        let (mut value, mut slope, mut scale) = ([0.0], [0.0], [1.0]);
        self.system.linearize(&[x], &mut value, &mut slope)?;
        self.system.scales(&[x], &mut scale);
        if !value[0].is_finite() {
            return Err(Rejection("the residual is not a number".into()));
        }
        Ok(Tangent { point: Point { x, value: value[0] }, slope: slope[0], scale: scale[0] })
    }

    fn take(&mut self, tangent: Tangent) {
        (self.slope, self.scale) = (tangent.slope, tangent.scale);
        self.move_to(tangent.point);
    }

    fn value(&mut self, x: f64) -> Option<Point> {
        let mut value = [0.0];
        self.system.residual(&[x], &mut value).ok()?;
        Some(Point { x, value: value[0] }).filter(|point| point.value.is_finite())
    }

    /// Takes a point, and narrows the bracket by it.
    fn move_to(&mut self, point: Point) {
        self.bracket = match self.bracket {
            Some((a, b)) if (point.value < 0.0) == (a.value < 0.0) => Some((point, b)),
            Some((a, _)) => Some((a, point)),
            None if self.at.value * point.value < 0.0 => Some((self.at, point)),
            None => None,
        };
        self.at = point;
        let residual = self.residual(point);
        if residual < self.best.1 || self.best.1.is_infinite() {
            self.best = (point, residual);
        }
    }

    /// Residual relative to what a change of x by its scale does.
    fn residual(&self, point: Point) -> f64 {
        let size = (self.slope * self.scale).abs();
        if point.value == 0.0 { 0.0 } else { point.value.abs() / if size > 0.0 { size } else { 1.0 } }
    }

    fn run(&mut self, settings: &Scalar) -> Status {
        let mut polished = 0;
        let mut step = 0.0;
        loop {
            let residual = self.residual(self.at);
            let is_converged = residual <= settings.tolerance;
            let iteration = Iteration { number: self.iterations, residual, worst: 0, step, damping: 1.0 };
            if !self.observer.observe(&iteration) {
                return Status::Stopped;
            }
            if is_converged
                && (residual <= ROUNDING || step <= SHORT && self.iterations > 0 || polished == POLISHING_STEPS)
            {
                return Status::Converged;
            }
            polished += usize::from(is_converged);
            if self.iterations >= settings.max_iterations {
                return if is_converged { Status::Converged } else { Status::MaxIterations };
            }
            self.iterations += 1;
            let before = self.at.x;
            if let Err(status) = self.advance(residual) {
                return if is_converged { Status::Converged } else { status };
            }
            step = ((self.at.x - before) / self.scale).abs();
        }
    }

    /// One step.
    fn advance(&mut self, before: f64) -> Result<(), Status> {
        if let Some((a, b)) = self.bracket
            && (a.x - b.x).abs() <= POINT * self.scale
        {
            return Err(Status::Stagnated);
        }
        let newton = -self.at.value / self.slope;
        let usable = newton.is_finite() && newton != 0.0;
        let limit = if usable { self.system.admissible(&[self.at.x], &[newton]).min(1.0) } else { 0.0 };
        let mut target = self.at.x + limit * newton;
        if let Some((a, b)) = self.bracket {
            let (low, high) = (a.x.min(b.x), a.x.max(b.x));
            if !usable || target <= low || target >= high {
                target = 0.5 * (low + high);
            }
            return self.go(target);
        }
        if !usable {
            return self.look_for_bracket();
        }
        let origin = self.at;
        for halvings in 0..HALVINGS {
            let x = origin.x + limit * newton * 0.5_f64.powi(halvings);
            let Ok(tangent) = self.tangent(x) else { continue };
            if self.residual(tangent.point) < before || tangent.point.value * origin.value < 0.0 {
                self.take(tangent);
                return Ok(());
            }
        }
        self.look_for_bracket()
    }

    /// Takes a point with its slope; halfway back towards the last one where there is none.
    fn go(&mut self, target: f64) -> Result<(), Status> {
        let origin = self.at.x;
        for halvings in 0..30 {
            if self.linearize(origin + (target - origin) * 0.5_f64.powi(halvings)).is_ok() {
                return Ok(());
            }
        }
        Err(Status::Stagnated)
    }

    /// Probes ever farther on both sides for a change of sign, up to where F ends to have a value.
    fn look_for_bracket(&mut self) -> Result<(), Status> {
        let origin = self.at;
        let (low, high) = self.system.range(0).unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        // The farthest point with a value on each side, and the nearest without.
        let mut ends = [(origin, None), (origin, None)];
        for k in 0..PROBES {
            let distance = self.scale * FIRST_PROBE * 1.5_f64.powi(k);
            for ((last, outside), x) in ends.iter_mut().zip([origin.x - distance, origin.x + distance]) {
                let x = outside.map_or(x.clamp(low, high), |outside: f64| 0.5 * (last.x + outside));
                if x == last.x {
                    continue;
                }
                let Some(point) = self.value(x) else {
                    *outside = Some(x);
                    continue;
                };
                if point.value * last.value <= 0.0 {
                    self.bracket = Some((*last, point));
                    return self.go(0.5 * (last.x + point.x));
                }
                *last = point;
            }
        }
        if self.slope == 0.0 {
            return Err(Status::SingularJacobian { equation: 0, unknown: 0 });
        }
        Err(Status::Stagnated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pattern;

    struct Function<F>(F, Pattern);

    impl<F: FnMut(f64) -> Option<(f64, f64)>> System for Function<F> {
        fn pattern(&self) -> &Pattern {
            &self.1
        }
        fn residual(&mut self, x: &[f64], r: &mut [f64]) -> Result<(), Rejection> {
            r[0] = (self.0)(x[0]).ok_or(Rejection("outside".into()))?.0;
            Ok(())
        }
        fn linearize(&mut self, x: &[f64], r: &mut [f64], j: &mut [f64]) -> Result<(), Rejection> {
            (r[0], j[0]) = (self.0)(x[0]).ok_or(Rejection("outside".into()))?;
            Ok(())
        }
        fn scales(&self, x: &[f64], scales: &mut [f64]) {
            scales[0] = x[0].abs().max(1.0);
        }
        fn admissible(&self, _: &[f64], _: &[f64]) -> f64 {
            1.0
        }
        fn assignment(&self) -> &[usize] {
            &[0]
        }
        fn equation(&mut self, x: &[f64], _: usize, _: usize) -> Result<(f64, f64), Rejection> {
            (self.0)(x[0]).ok_or(Rejection("outside".into()))
        }
    }

    fn solve(f: impl FnMut(f64) -> Option<(f64, f64)>, start: f64) -> (f64, Outcome) {
        let mut x = [start];
        let mut system = Function(f, Pattern::full(1));
        let outcome = Scalar::default().solve(&mut system, &mut x, &mut |_: &Iteration| true);
        (x[0], outcome)
    }

    #[test]
    fn a_linear_equation_takes_one_step() {
        let (x, outcome) = solve(|x| Some((3.0 * x - 6.0, 3.0)), 100.0);
        assert_eq!((x, outcome.status, outcome.iterations), (2.0, Status::Converged, 1));
    }

    #[test]
    fn a_bracket_holds_what_newton_would_leave() {
        // Newton's method alone runs away from |x| > 1.39.
        let (x, outcome) = solve(|x| Some((x.atan(), 1.0 / (1.0 + x * x))), 10.0);
        assert_eq!(outcome.status, Status::Converged);
        assert!(x.abs() < 1e-9);
    }

    #[test]
    fn a_domain_is_kept() {
        let (x, outcome) = solve(|x| (x > 0.0).then(|| (x.ln() + 5.0, 1.0 / x)), 3.0);
        assert_eq!(outcome.status, Status::Converged);
        assert!((x - (-5.0f64).exp()).abs() < 1e-12);
    }

    #[test]
    fn a_flat_start_is_left() {
        let (x, outcome) = solve(|x| Some(if x < 2.0 { (-1.0, 0.0) } else { (x - 3.0, 1.0) }), 0.0);
        assert_eq!(outcome.status, Status::Converged);
        assert!((x - 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_root_next_to_the_end_of_the_domain_is_found() {
        let f = |x: f64| (x >= 0.0).then(|| if x > 1.0 { (5.0, 0.0) } else { (x.sqrt() * 5.0 - 0.1, 2.5 / x.sqrt()) });
        let (x, outcome) = solve(f, 3.0);
        assert_eq!(outcome.status, Status::Converged);
        assert!((x - 4e-4).abs() < 1e-12, "{x} {outcome:?}");
    }

    #[test]
    fn a_jump_is_no_root() {
        let (_, outcome) = solve(|x| Some((if x < 1.0 { x - 5.0 } else { x + 5.0 }, 1.0)), 0.0);
        assert_eq!(outcome.status, Status::Stagnated);
        let (_, outcome) = solve(|x| Some((x * x + 1.0, 2.0 * x)), 0.3);
        assert_eq!(outcome.status, Status::Stagnated);
    }
}
