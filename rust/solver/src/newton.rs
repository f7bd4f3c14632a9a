//! Damped Newton iteration with scaling and a backtracking line search.
//!
//! ```text
//! J(x) dx = −F(x)            scaled:  Jᵢⱼ sⱼ / rᵢ,   rᵢ = Σⱼ |Jᵢⱼ| sⱼ
//! x ← x + λ dx,   λ = λ_admissible · 2⁻ᵏ,  the first k with  ‖F(x + λ dx)‖₂ ≤ (1 − 10⁻⁴ λ) ‖F(x)‖₂
//!                                                    or  ‖J⁻¹ F(x + λ dx)‖₂ ≤ (1 − λ/2) ‖dx‖₂
//! ```
//! sⱼ is the magnitude of the unknown, so that |Fᵢ| / rᵢ is a relative error and one tolerance fits all rows.
//! Reference: Dennis & Schnabel, Numerical Methods for Unconstrained Optimization and Nonlinear
//! Equations, SIAM 1996, chapters 6 and 7; the second condition, which no scaling of rows changes: Deuflhard, Newton Methods for
//! Nonlinear Problems, Springer 2004, section 3.3.

use crate::{Iteration, Linear, Observer, Outcome, Pattern, Rejection, Solver, Status, System};

/// How the length of a step is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineSearch {
    /// Halve until the residual falls.
    #[default]
    Backtracking,
    /// Take the admissible part of every step.
    None,
}

/// Damped Newton iteration.
#[derive(Clone, Debug, PartialEq)]
pub struct Newton {
    /// Steps at most.
    pub max_iterations: usize,
    /// Greatest scaled residual of a solution.
    pub tolerance: f64,
    /// How the length of a step is chosen.
    pub line_search: LineSearch,
    /// Iterations for which a Jacobian is kept; 1 evaluates it at every one.
    pub jacobian_freeze: usize,
}

impl Default for Newton {
    fn default() -> Self {
        Self { max_iterations: 100, tolerance: 1e-9, line_search: LineSearch::default(), jacobian_freeze: 1 }
    }
}

/// A residual this small cannot be told from rounding: nothing is gained by another step.
const ROUNDING: f64 = 1e-13;
/// Steps made after the tolerance is met: the iteration is quadratic there, so these cost little and gain digits.
const POLISHING_STEPS: usize = 3;
/// After a full step this short, relative to the scales, another one changes nothing but rounding.
const SHORT: f64 = 1e-8;
/// Where steps are longer than this, relative to the scales, the equations do not hold because they are solved: along a direction that
/// they do not determine, x grows until the residual is small beside it.
pub(crate) const SETTLED: f64 = 0.1;
const HALVINGS: i32 = 12;
/// Steps that may increase the residual.
const CLIMBS: usize = 5;

struct Workspace {
    residual: Vec<f64>,
    trial: Vec<f64>,
    x_trial: Vec<f64>,
    dx: Vec<f64>,
    /// The step that would follow with the same Jacobian.
    next: Vec<f64>,
    scales: Vec<f64>,
    rows: Vec<f64>,
    /// Values in the order of the pattern.
    jacobian: Vec<f64>,
    factors: Option<Linear>,
}

impl Workspace {
    fn new(n: usize, entries: usize) -> Self {
        let zeros = || vec![0.0; n];
        Self {
            residual: zeros(),
            trial: zeros(),
            x_trial: zeros(),
            dx: zeros(),
            next: zeros(),
            scales: vec![1.0; n],
            rows: vec![1.0; n],
            jacobian: vec![0.0; entries],
            factors: None,
        }
    }

    /// Scales of unknowns and rows at a new Jacobian.
    fn scale(&mut self, system: &dyn System, x: &[f64]) {
        system.scales(x, &mut self.scales);
        row_scales(system.pattern(), &self.jacobian, &self.scales, &mut self.rows);
        self.factors = None;
    }

    /// Solves the scaled linear system; on a vanishing pivot returns its row and column.
    fn step(&mut self, pattern: &Pattern) -> Result<(), (usize, usize)> {
        let factors = match self.factors.take() {
            Some(factors) => factors,
            None => {
                let places = pattern.places().zip(&self.jacobian);
                let scaled = places.map(|((i, j), value)| value * self.scales[j] / self.rows[i]);
                Linear::new(pattern, &scaled.collect::<Vec<f64>>())?
            }
        };
        for ((dx, residual), row) in self.dx.iter_mut().zip(&self.residual).zip(&self.rows) {
            *dx = -residual / row;
        }
        if !factors.solve(&mut self.dx) {
            return Err((0, 0));
        }
        self.factors = Some(factors);
        for (dx, scale) in self.dx.iter_mut().zip(&self.scales) {
            *dx *= scale;
        }
        Ok(())
    }
}

impl Workspace {
    /// Natural monotonicity: whether the next step with the same Jacobian, J⁻¹ F(x + λ dx), is shorter than this one.
    fn is_nearer(&mut self, damping: f64) -> bool {
        let Some(factors) = &self.factors else { return false };
        self.next.clear();
        self.next.extend(self.trial.iter().zip(&self.rows).map(|(residual, row)| residual / row));
        let length = |x: f64, sum: f64| sum + x * x;
        let this = self.dx.iter().zip(&self.scales).fold(0.0, |sum, (dx, scale)| length(dx / scale, sum));
        factors.solve(&mut self.next)
            && self.next.iter().fold(0.0, |sum, next| length(*next, sum)).sqrt() <= (1.0 - 0.5 * damping) * this.sqrt()
    }
}

/// rᵢ = Σⱼ |Jᵢⱼ| sⱼ, 1 for a row of zeros.
fn row_scales(pattern: &Pattern, jacobian: &[f64], scales: &[f64], rows: &mut [f64]) {
    rows.fill(0.0);
    for ((i, j), value) in pattern.places().zip(jacobian) {
        rows[i] += (value * scales[j]).abs();
    }
    for row in rows.iter_mut().filter(|row| !(**row > 0.0 && row.is_finite())) {
        *row = 1.0;
    }
}

/// Scaled residuals of a system that is not iterated by Newton's method.
pub(crate) struct Norms {
    residual: Vec<f64>,
    jacobian: Vec<f64>,
    scales: Vec<f64>,
    rows: Vec<f64>,
}

impl Norms {
    pub(crate) fn new(system: &dyn System) -> Self {
        let n = system.len();
        let entries = system.pattern().entries();
        Self { residual: vec![0.0; n], jacobian: vec![0.0; entries], scales: vec![1.0; n], rows: vec![1.0; n] }
    }

    /// Greatest scaled residual and its row.
    pub(crate) fn of(&mut self, system: &mut dyn System, x: &[f64]) -> Result<(f64, usize), Rejection> {
        system.linearize(x, &mut self.residual, &mut self.jacobian)?;
        system.scales(x, &mut self.scales);
        row_scales(system.pattern(), &self.jacobian, &self.scales, &mut self.rows);
        Ok(norm(&self.residual, &self.rows))
    }
}

/// Greatest scaled residual and its row; infinite where a residual is not a number.
fn norm(residual: &[f64], rows: &[f64]) -> (f64, usize) {
    let scaled = residual.iter().zip(rows).map(|(r, s)| (r / s).abs());
    scaled.enumerate().fold((0.0, 0), |(max, at), (i, v)| match v.is_nan() {
        true => (f64::INFINITY, i),
        false if v > max => (v, i),
        false => (max, at),
    })
}

/// Euclidean norm of the scaled residual: what a line search reduces.
fn merit(residual: &[f64], rows: &[f64]) -> f64 {
    residual.iter().zip(rows).map(|(r, s)| (r / s) * (r / s)).sum::<f64>().sqrt()
}

/// The iteration between two steps.
struct Run {
    work: Workspace,
    last: Iteration,
    /// The point with the smallest residual, and that residual.
    best: (Vec<f64>, f64),
    polished: usize,
    /// Length of the step that was computed last, relative to the scales, and the unknown that it changes most.
    computed: (f64, usize),
    /// Steps since the Jacobian was evaluated.
    age: usize,
    uphill: usize,
}

impl Run {
    fn begin(system: &mut dyn System, x: &[f64]) -> Result<Self, Outcome> {
        let mut work = Workspace::new(x.len(), system.pattern().entries());
        if let Err(rejection) = system.linearize(x, &mut work.residual, &mut work.jacobian) {
            let status = Status::OutOfDomain(rejection.0);
            return Err(Outcome { status, iterations: 0, residual: f64::INFINITY, worst: 0 });
        }
        work.scale(system, x);
        let (residual, worst) = norm(&work.residual, &work.rows);
        let last = Iteration { number: 0, residual, worst, step: 0.0, damping: 0.0 };
        Ok(Self { work, last, best: (x.to_vec(), residual), polished: 0, computed: (0.0, 0), age: 0, uphill: 0 })
    }

    /// The outcome; a failed run goes back to its best point.
    fn end(self, status: Status, x: &mut [f64]) -> Outcome {
        let Iteration { number, residual, worst, .. } = self.last;
        if status == Status::Converged {
            return Outcome { status, iterations: number, residual, worst };
        }
        x.copy_from_slice(&self.best.0);
        Outcome { status, iterations: number, residual: self.best.1, worst }
    }

    /// Takes the residual of the last trial, or evaluates the Jacobian anew where it is due.
    fn refresh(&mut self, system: &mut dyn System, x: &[f64], is_due: bool) -> Result<(), Status> {
        if !is_due {
            std::mem::swap(&mut self.work.residual, &mut self.work.trial);
        } else {
            let linearized = system.linearize(x, &mut self.work.residual, &mut self.work.jacobian);
            linearized.map_err(|rejection| Status::OutOfDomain(rejection.0))?;
            self.work.scale(system, x);
            self.age = 0;
        }
        (self.last.residual, self.last.worst) = norm(&self.work.residual, &self.work.rows);
        if self.last.residual < self.best.1 {
            self.best.0.copy_from_slice(x);
            self.best.1 = self.last.residual;
        }
        Ok(())
    }
}

impl Solver for Newton {
    fn solve(&self, system: &mut dyn System, x: &mut [f64], observer: &mut dyn Observer) -> Outcome {
        let mut run = match Run::begin(system, x) {
            Ok(run) => run,
            Err(outcome) => return outcome,
        };
        loop {
            let is_converged = run.last.residual <= self.tolerance;
            if !observer.observe(&run.last) {
                return run.end(Status::Stopped, x);
            }
            let is_settled = run.last.step <= SETTLED;
            let is_short = run.last.number > 0 && run.last.damping == 1.0 && run.last.step <= SHORT && run.age == 0;
            let is_polished = run.polished == POLISHING_STEPS;
            if is_converged && is_settled && (run.last.residual <= ROUNDING || is_short || is_polished) {
                return run.end(Status::Converged, x);
            }
            run.polished += usize::from(is_converged);
            let stop = match () {
                () if run.last.number >= self.max_iterations => Some(Status::MaxIterations),
                () if is_converged && is_polished => {
                    Some(Status::SingularJacobian { equation: run.last.worst, unknown: run.computed.1 })
                }
                () => self.iterate(&mut run, system, x).err(),
            };
            if let Some(status) = stop {
                let is_solved = is_converged && (is_settled || run.computed.0 <= SETTLED);
                return run.end(if is_solved { Status::Converged } else { status }, x);
            }
        }
    }
}

impl Newton {
    /// One step.
    fn iterate(&self, run: &mut Run, system: &mut dyn System, x: &mut [f64]) -> Result<(), Status> {
        run.work
            .step(system.pattern())
            .map_err(|(equation, unknown)| Status::SingularJacobian { equation, unknown })?;
        let steps = run.work.dx.iter().zip(&run.work.scales).map(|(d, s)| (d / s).abs());
        run.computed = steps.enumerate().fold((0.0, 0), |most, (j, step)| if step > most.0 { (step, j) } else { most });
        let Some(damping) = self.advance(run, system, x) else {
            if run.age == 0 {
                return Err(Status::Stagnated);
            }
            // The kept Jacobian has become useless.
            return run.refresh(system, x, true);
        };
        run.last.step = run.computed.0 * damping;
        run.last.damping = damping;
        run.last.number += 1;
        x.copy_from_slice(&run.work.x_trial);
        run.age += 1;
        // Where nothing is left to be done, no Jacobian is needed any more.
        let is_done = norm(&run.work.trial, &run.work.rows).0 <= ROUNDING;
        run.refresh(system, x, run.age >= self.jacobian_freeze && !is_done)
    }

    /// Writes the accepted point to `x_trial` and gives the fraction of the step taken.
    ///
    /// Where no fraction reduces the residual, as at a kink of the equations, a few steps may climb.
    fn advance(&self, run: &mut Run, system: &mut dyn System, x: &[f64]) -> Option<f64> {
        let before = merit(&run.work.residual, &run.work.rows);
        let full = system.admissible(x, &run.work.dx).min(1.0);
        let mut longest = None;
        for halvings in 0..=HALVINGS {
            let damping = full * 0.5f64.powi(halvings);
            let Some(reached) = try_step(run, system, x, damping) else { continue };
            let is_free = self.line_search == LineSearch::None;
            if is_free || reached <= (1.0 - 1e-4 * damping) * before || run.work.is_nearer(damping) {
                return Some(damping);
            }
            longest = longest.or(Some(damping).filter(|_| reached < 10.0 * before));
        }
        let climb = longest.filter(|_| run.uphill < CLIMBS && run.last.residual > self.tolerance)?;
        run.uphill += 1;
        try_step(run, system, x, climb).map(|_| climb)
    }
}

/// Merit after a fraction of the step, None where the residual has no value.
fn try_step(run: &mut Run, system: &mut dyn System, x: &[f64], damping: f64) -> Option<f64> {
    let Workspace { x_trial, trial, dx, rows, .. } = &mut run.work;
    for ((trial, x), dx) in x_trial.iter_mut().zip(x).zip(dx.iter()) {
        *trial = x + damping * dx;
    }
    system.residual(x_trial, trial).ok()?;
    Some(merit(trial, rows)).filter(|merit| merit.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fallback, Picard};

    /// x² + y² = 4, x = y² with √ of a negative number rejected.
    struct Circle(Pattern);

    impl System for Circle {
        fn pattern(&self) -> &Pattern {
            &self.0
        }
        fn residual(&mut self, x: &[f64], r: &mut [f64]) -> Result<(), Rejection> {
            if x[0] < 0.0 {
                return Err(Rejection("x is negative".into()));
            }
            r[0] = x[0] * x[0] + x[1] * x[1] - 4.0;
            r[1] = x[0].sqrt() - x[1];
            Ok(())
        }
        fn linearize(&mut self, x: &[f64], r: &mut [f64], j: &mut [f64]) -> Result<(), Rejection> {
            self.residual(x, r)?;
            j.copy_from_slice(&[2.0 * x[0], 0.5 / x[0].sqrt(), 2.0 * x[1], -1.0]);
            Ok(())
        }
        fn scales(&self, x: &[f64], scales: &mut [f64]) {
            for (s, x) in scales.iter_mut().zip(x) {
                *s = x.abs().max(1.0);
            }
        }
        fn admissible(&self, x: &[f64], dx: &[f64]) -> f64 {
            if x[0] + dx[0] < 0.0 { 0.9 * x[0] / -dx[0] } else { 1.0 }
        }
        fn assignment(&self) -> &[usize] {
            &[1, 0]
        }
        fn equation(&mut self, x: &[f64], row: usize, unknown: usize) -> Result<(f64, f64), Rejection> {
            let (mut r, mut j) = ([0.0; 2], [0.0; 4]);
            self.linearize(x, &mut r, &mut j)?;
            Ok((r[row], j[2 * unknown + row]))
        }
    }

    fn quiet() -> impl FnMut(&Iteration) -> bool {
        |_: &Iteration| true
    }

    #[test]
    fn converges_to_rounding() {
        let mut x = [0.1, 5.0];
        let outcome = Newton::default().solve(&mut Circle(Pattern::full(2)), &mut x, &mut quiet());
        assert_eq!(outcome.status, Status::Converged);
        let root = (17f64.sqrt() - 1.0) / 2.0;
        assert!((x[0] - root).abs() < 1e-12 && (x[1] - root.sqrt()).abs() < 1e-12, "{x:?}");
    }

    #[test]
    fn a_frozen_jacobian_reaches_the_same_point() {
        let mut x = [1.0, 1.0];
        let newton = Newton { jacobian_freeze: 3, ..Newton::default() };
        assert_eq!(newton.solve(&mut Circle(Pattern::full(2)), &mut x, &mut quiet()).status, Status::Converged);
        assert!((x[0] * x[0] + x[1] * x[1] - 4.0).abs() < 1e-8);
    }

    #[test]
    fn sweeps_reach_the_same_point() {
        let mut x = [1.0, 1.0];
        let picard = Picard { relaxation: 0.7, ..Picard::default() };
        assert_eq!(picard.solve(&mut Circle(Pattern::full(2)), &mut x, &mut quiet()).status, Status::Converged);
        assert!((x[0] * x[0] + x[1] * x[1] - 4.0).abs() < 1e-7, "{x:?}");
    }

    #[test]
    fn a_fallback_ends_where_newton_alone_gives_up() {
        let hurried = Newton { max_iterations: 2, ..Newton::default() };
        let mut x = [0.1, 5.0];
        let status = hurried.solve(&mut Circle(Pattern::full(2)), &mut x, &mut quiet()).status;
        assert_eq!(status, Status::MaxIterations);
        let fallback = Fallback { newton: hurried, picard: Picard::default() };
        let mut x = [0.1, 5.0];
        assert_eq!(fallback.solve(&mut Circle(Pattern::full(2)), &mut x, &mut quiet()).status, Status::Converged);
    }

    #[test]
    fn names_the_singular_row_and_column() {
        struct Flat(Pattern);
        impl System for Flat {
            fn pattern(&self) -> &Pattern {
                &self.0
            }
            fn residual(&mut self, x: &[f64], r: &mut [f64]) -> Result<(), Rejection> {
                r[0] = x[0] - 1.0;
                r[1] = 3.0;
                Ok(())
            }
            fn linearize(&mut self, x: &[f64], r: &mut [f64], j: &mut [f64]) -> Result<(), Rejection> {
                j.copy_from_slice(&[1.0, 0.0, 0.0, 0.0]);
                self.residual(x, r)
            }
            fn scales(&self, _: &[f64], scales: &mut [f64]) {
                scales.fill(1.0);
            }
            fn admissible(&self, _: &[f64], _: &[f64]) -> f64 {
                1.0
            }
            fn assignment(&self) -> &[usize] {
                &[0, 1]
            }
            fn equation(&mut self, _: &[f64], _: usize, _: usize) -> Result<(f64, f64), Rejection> {
                Ok((3.0, 0.0))
            }
        }
        let outcome = Newton::default().solve(&mut Flat(Pattern::full(2)), &mut [0.0, 0.0], &mut quiet());
        assert_eq!(outcome.status, Status::SingularJacobian { equation: 1, unknown: 1 });
    }

    #[test]
    fn a_start_outside_the_domain_is_an_outcome() {
        let outcome = Newton::default().solve(&mut Circle(Pattern::full(2)), &mut [-1.0, 0.0], &mut quiet());
        assert_eq!(outcome.status, Status::OutOfDomain("x is negative".into()));
    }

    #[test]
    fn an_observer_stops_it() {
        let mut seen = 0;
        let mut observer = |_: &Iteration| {
            seen += 1;
            seen < 3
        };
        let outcome = Newton::default().solve(&mut Circle(Pattern::full(2)), &mut [0.1, 5.0], &mut observer);
        assert_eq!((outcome.status, seen), (Status::Stopped, 3));
    }
}
