//! Roots of a function of one variable: one in a bracket, or all in an interval.
//!
//! In a bracket Newton's method is followed, with bisection where it would leave or is slow.
//!
//! For all roots the interval is divided; where the slope changes its sign inside a part, the extremum is found and divides it
//! further, so that two roots close to an extremum are not missed. Where the function ceases to be defined inside a part, its end is
//! found first.

use crate::FluidError;

/// More than a bisection to the last digit needs.
pub const ITERATIONS: usize = 100;

/// A step of Newton's method that may be the last one, relative to the size of the bracket's ends,
const LAST_STEP: f64 = 1e-9;
/// if the error it leaves is rounding.
const ROUNDING: f64 = 1e-15;
/// Steps that do not shrink any more are rounding below this.
const NOISE: f64 = 1e-12;

/// Where a function that rises from `low` to `high` has the value zero, to rounding; `None` if the iterations do not suffice.
///
/// `function` gives value and slope. A root beyond an end by less than rounding is found at that end.
///
/// # Errors
/// Those of the function.
pub fn rising(
    function: impl FnMut(f64) -> Result<(f64, f64), FluidError>,
    range: (f64, f64),
    start: f64,
) -> Result<Option<f64>, FluidError> {
    search(function, range, start, true, LAST_STEP)
}

/// The root of a function that rises or falls. Where its slope may jump, the last step has to be rounding.
fn search<E>(
    mut function: impl FnMut(f64) -> Result<(f64, f64), E>,
    (mut low, mut high): (f64, f64),
    start: f64,
    rises: bool,
    last_step: f64,
) -> Result<Option<f64>, E> {
    let mut x = start.max(low).min(high);
    let mut last = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let (value, slope) = function(x)?;
        if value == 0.0 {
            return Ok(Some(x));
        }
        if (value < 0.0) == rises {
            low = x;
        } else {
            high = x;
        }
        let size = low.abs().max(high.abs());
        let newton = x - value / slope;
        let step = (newton - x).abs();
        let is_inside = newton >= low && newton <= high;
        if is_inside && step <= last_step * size && is_last(step / size, last / size) {
            return Ok(Some(newton));
        }
        let is_slow = step > 0.5 * last;
        last = step;
        let next = if is_inside && !is_slow { newton } else { 0.5 * (low + high) };
        if high - low <= 2.0 * f64::EPSILON * size {
            return Ok(Some(next));
        }
        x = next;
    }
    Ok(None)
}

/// Whether a step of Newton's method is the last one: the error left, estimated from the step before, is rounding, or steps have stopped
/// to shrink at the level of rounding.
pub(crate) fn is_last(step: f64, before: f64) -> bool {
    let left = (step / (before * before)).max(1.0) * step * step;
    step < LAST_STEP && (left < ROUNDING || (step < NOISE && step > 0.25 * before))
}

/// Value and slope at a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) x: f64,
    pub(crate) value: f64,
    pub(crate) slope: f64,
}

/// The root between two places on its two sides.
pub(crate) fn bracketed(node: &mut impl FnMut(f64) -> Option<Node>, y: f64, a: Node, b: Node) -> Option<f64> {
    let secant = a.x + (b.x - a.x) * (y - a.value) / (b.value - a.value);
    let (low, high) = (a.x.min(b.x), a.x.max(b.x));
    let start = if secant > low && secant < high { secant } else { 0.5 * (low + high) };
    let rises = (b.value > a.value) == (b.x > a.x);
    let distance = |x| node(x).map(|at| (at.value - y, at.slope)).ok_or(());
    search(distance, (low, high), start, rises, NOISE).ok().flatten()
}

/// The places in order at which a function that gives value and slope is `y`, and the least and greatest value seen.
///
/// The function may be undefined (`None`) in parts of the interval. Ends that miss `y` by no more than `slack` count.
pub(crate) fn all(
    mut f: impl FnMut(f64) -> Option<(f64, f64)>,
    y: f64,
    places: impl Iterator<Item = f64>,
    slack: f64,
) -> (Vec<f64>, (f64, f64)) {
    let mut node = |x| f(x).map(|(value, slope)| Node { x, value, slope });
    let nodes = with_ends(&mut node, places);
    let mut found = vec![];
    let mut range = (f64::INFINITY, f64::NEG_INFINITY);
    for seen in nodes.iter().flatten() {
        range = (range.0.min(seen.value), range.1.max(seen.value));
    }
    for pair in nodes.windows(2) {
        let (Some(a), Some(b)) = (pair[0], pair[1]) else { continue };
        if (a.value <= y) != (b.value <= y) {
            found.extend(bracketed(&mut node, y, a, b));
        } else if let Some(top) = extremum_beyond(&mut node, y, a, b) {
            range = (range.0.min(top.value), range.1.max(top.value));
            if (top.value <= y) != (a.value <= y) {
                found.extend(bracketed(&mut node, y, a, top));
                found.extend(bracketed(&mut node, y, top, b));
            } else if (top.value - y).abs() <= slack {
                found.push(top.x);
            }
        }
    }
    if found.is_empty() {
        let ends = nodes.iter().flatten().filter(|node| (node.value - y).abs() <= slack);
        found.extend(ends.min_by(|a, b| (a.value - y).abs().total_cmp(&(b.value - y).abs())).map(|node| node.x));
    }
    (found, range)
}

/// The nodes, with one more wherever the function ceases to be defined between two of them.
fn with_ends(node: &mut impl FnMut(f64) -> Option<Node>, mut places: impl Iterator<Item = f64>) -> Vec<Option<Node>> {
    let Some(mut before) = places.next() else { return vec![] };
    let mut nodes = vec![node(before)];
    for x in places {
        let at = node(x);
        match (nodes.last().copied().flatten(), at) {
            (Some(inside), None) => nodes.push(Some(last_defined(node, inside, x))),
            (None, Some(inside)) => nodes.push(Some(last_defined(node, inside, before))),
            _ => {}
        }
        nodes.push(at);
        before = x;
    }
    nodes
}

/// The node nearest to a place where the function is not defined.
fn last_defined(node: &mut impl FnMut(f64) -> Option<Node>, mut inside: Node, mut outside: f64) -> Node {
    for _ in 0..60 {
        let x = 0.5 * (inside.x + outside);
        if x == inside.x || x == outside {
            break;
        }
        match node(x) {
            Some(at) => inside = at,
            None => outside = x,
        }
    }
    inside
}

/// The extremum between two places on one side of `y`, if the slopes say that there is one towards `y`.
fn extremum_beyond(node: &mut impl FnMut(f64) -> Option<Node>, y: f64, mut a: Node, mut b: Node) -> Option<Node> {
    // The slope that leads towards y on the way from a to b.
    let sign = (y - a.value).signum() * (b.x - a.x).signum();
    let above = (y - a.value).signum();
    if sign * a.slope <= 0.0 || sign * b.slope >= 0.0 {
        return None;
    }
    for _ in 0..80 {
        let x = 0.5 * (a.x + b.x);
        let middle = node(x)?;
        if above * (middle.value - y) > 0.0 || middle.slope == 0.0 || x == a.x || x == b.x {
            return Some(middle);
        }
        if sign * middle.slope > 0.0 { a = middle } else { b = middle }
    }
    Some(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(n: usize) -> impl Iterator<Item = f64> {
        (0..=n).map(move |i| 4.0 * i as f64 / n as f64)
    }

    #[test]
    fn finds_roots_inside_and_at_the_ends() {
        let root = |a: f64, range| rising(|x: f64| Ok((x.exp() - a.exp(), x.exp())), range, 2.0).unwrap().unwrap();
        assert!((root(1.7, (1.0, 3.0)) - 1.7).abs() < 1e-15);
        assert!((root(3.0, (1.0, 3.0)) - 3.0).abs() < 1e-15);
        assert!((root(3.0 + 1e-15, (1.0, 3.0)) - 3.0).abs() < 4e-15);
        // Newton's method alone would leave.
        let bend = |x: f64| Ok(((x - 1.0).atan(), 1.0 / (1.0 + (x - 1.0).powi(2))));
        assert!((rising(bend, (0.5, 40.0), 30.0).unwrap().unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn finds_a_flat_root() {
        let cube = |x: f64| Ok(((x - 1.0).powi(3), 3.0 * (x - 1.0).powi(2)));
        assert!((rising(cube, (0.0, 3.0), 2.5).unwrap().unwrap() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn finds_both_roots_beside_an_extremum_between_nodes() {
        let parabola = |x: f64| Some((1.0 - (x - 1.5) * (x - 1.5), -2.0 * (x - 1.5)));
        let (found, _) = all(parabola, 1.0 - 1e-8, places(4), 0.0);
        assert_eq!(found.len(), 2);
        assert!((found[0] - 1.4999).abs() < 1e-9 && (found[1] - 1.5001).abs() < 1e-9, "{found:?}");
        let backwards = places(4).map(|x| 4.0 - x);
        assert_eq!(all(parabola, 1.0 - 1e-8, backwards, 0.0).0.len(), 2);
        assert!(all(parabola, 1.1, places(4), 0.0).0.is_empty());
    }

    #[test]
    fn searches_up_to_where_the_function_ends() {
        let line = |x: f64| (x > 0.5).then_some((x, 1.0));
        assert_eq!(all(line, 3.25, places(4), 0.0).0, [3.25]);
        assert!((all(line, 0.7, places(4), 0.0).0[0] - 0.7).abs() < 1e-15);
        assert!(all(line, 0.4, places(4), 0.0).0.is_empty());
    }
}
