//! The two coordinates of a table.
//!
//! Along pressure, with l = |ln(p/p_c)|:
//!
//! | | | near p_c | far from it |
//! |---|---|---|---|
//! | p < p_c | x⁴ = l (l + 2 c) | x ~ l^¼ | x ~ l^½ |
//! | p ≥ p_c | x² = l (l + 2 c) | x ~ l^½ | x ~ l |
//!
//! Below p_c the saturation line, a function of l^½, and with it every property at a given η is smooth and even about x = 0;
//! above, every property is a smooth function of l.
//!
//! Across, from the inner bound of a region (the saturation line, or the critical isentrope) to the outer one, with
//! m = (h − h_inner)/(h_outer − h_inner), 0 ≤ m ≤ 1:
//!
//! η = (√(1 + b) − √(m + b))/(√(1 + b) − √b), which is 1 at the inner bound; a small b gathers the nodes there.

/// On which side of the critical pressure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Below,
    Above,
}

impl Half {
    /// c of the pressure coordinate.
    #[inline(always)]
    fn c(self) -> f64 {
        match self {
            Half::Below => 10.0,
            Half::Above => 4.0,
        }
    }

    /// The coordinate x of l.
    #[inline(always)]
    pub(super) fn x(self, l: f64) -> f64 {
        let x2 = (l * (l + 2.0 * self.c())).sqrt();
        if self == Half::Below { x2.sqrt() } else { x2 }
    }

    /// l of the coordinate x.
    pub(super) fn l(self, x: f64) -> f64 {
        let square = if self == Half::Below { x.powi(4) } else { x * x };
        square / ((self.c() * self.c() + square).sqrt() + self.c())
    }
}

/// The coordinate η.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    b: f64,
    /// √(1 + b).
    outer: f64,
    /// 1/(√(1 + b) − √b).
    scale: f64,
}

impl Stretch {
    pub(super) fn new(b: f64) -> Self {
        let outer = (1.0 + b).sqrt();
        Stretch { b, outer, scale: 1.0 / (outer - b.sqrt()) }
    }

    /// η and dη/dm.
    #[inline(always)]
    pub(super) fn eta(self, m: f64) -> (f64, f64) {
        let root = (m + self.b).sqrt();
        ((self.outer - root) * self.scale, -0.5 * self.scale / root)
    }

    /// m of η.
    #[inline(always)]
    pub(super) fn m(self, eta: f64) -> f64 {
        let root = self.outer - eta / self.scale;
        root * root - self.b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_inverted() {
        for half in [Half::Below, Half::Above] {
            for l in [0.0, 1e-12, 1e-3, 0.7, 30.0] {
                assert!((half.l(half.x(l)) - l).abs() < 1e-14 * l.max(1e-3));
            }
        }
        for b in [1e-4, 0.5, 2.0] {
            let stretch = Stretch::new(b);
            for eta in [0.0, 0.01, 0.4, 1.0] {
                assert!((stretch.eta(stretch.m(eta)).0 - eta).abs() < 1e-14);
            }
        }
    }
}
