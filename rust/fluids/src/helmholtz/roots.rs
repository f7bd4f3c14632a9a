//! All roots of a smooth function of one variable in an interval.
//!
//! The interval is divided; where the slope changes its sign inside a part, the extremum is found and divides it further, so that
//! two roots close to an extremum are not missed. Each root is then found by Newton inside its bracket.

const MAX_ITERATIONS: usize = 200;
/// A step, relative to the size of the interval, that is rounding.
const ROUNDING: f64 = 1e-15;

/// Value and slope at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) x: f64,
    pub(super) value: f64,
    pub(super) slope: f64,
}

/// The places in order at which a function that gives value and slope is `y`, and the least and greatest value seen.
///
/// The function may be undefined (`None`) in parts of the interval. Ends that miss `y` by no more than `slack` count.
pub(super) fn roots(
    mut f: impl FnMut(f64) -> Option<(f64, f64)>,
    y: f64,
    places: impl Iterator<Item = f64>,
    slack: f64,
) -> (Vec<f64>, (f64, f64)) {
    let mut node = |x| f(x).map(|(value, slope)| Node { x, value, slope });
    let nodes: Vec<Option<Node>> = places.map(&mut node).collect();
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

/// The root between two places on its two sides.
pub(super) fn bracketed(node: &mut impl FnMut(f64) -> Option<Node>, y: f64, a: Node, b: Node) -> Option<f64> {
    let rises = b.value > a.value;
    let (mut low, mut high) = (a.x.min(b.x), a.x.max(b.x));
    let rises = rises == (b.x > a.x);
    let tiny = ROUNDING * low.abs().max(high.abs());
    let secant = a.x + (b.x - a.x) * (y - a.value) / (b.value - a.value);
    let mut x = if secant > low && secant < high { secant } else { 0.5 * (low + high) };
    let mut previous = f64::INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let at = node(x)?;
        if at.value == y {
            return Some(x);
        }
        if (at.value < y) == rises {
            low = x
        } else {
            high = x
        }
        let step = (y - at.value) / at.slope;
        let next = x + step;
        if step.abs() <= tiny || high - low <= 2.0 * tiny {
            return Some(if next >= low && next <= high { next } else { x });
        }
        let is_slow = step.abs() > 0.5 * previous;
        previous = step.abs();
        x = if next > low && next < high && !is_slow { next } else { 0.5 * (low + high) };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(n: usize) -> impl Iterator<Item = f64> {
        (0..=n).map(move |i| 4.0 * i as f64 / n as f64)
    }

    #[test]
    fn finds_both_roots_beside_an_extremum_between_nodes() {
        let parabola = |x: f64| Some((1.0 - (x - 1.5) * (x - 1.5), -2.0 * (x - 1.5)));
        let (found, _) = roots(parabola, 1.0 - 1e-8, places(4), 0.0);
        assert_eq!(found.len(), 2);
        assert!((found[0] - 1.4999).abs() < 1e-9 && (found[1] - 1.5001).abs() < 1e-9, "{found:?}");
        let backwards = places(4).map(|x| 4.0 - x);
        assert_eq!(roots(parabola, 1.0 - 1e-8, backwards, 0.0).0.len(), 2);
        assert!(roots(parabola, 1.1, places(4), 0.0).0.is_empty());
    }

    #[test]
    fn passes_over_what_is_undefined() {
        let line = |x: f64| (x > 0.5).then_some((x, 1.0));
        assert_eq!(roots(line, 3.25, places(4), 0.0).0, [3.25]);
        assert!(roots(line, 0.7, places(4), 0.0).0.is_empty());
    }
}
