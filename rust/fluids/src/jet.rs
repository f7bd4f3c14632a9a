//! Properties with first and second derivatives, and the second derivatives of one property by others.
//!
//! With the Jacobian [a, c] = a_r c_t − a_t c_r in two coordinates (r, t):
//!
//! G = (∂A/∂B)_C = [A, C]/[B, C],  (∂G/∂D)_E = [G, E]/[D, E]

/// A property with its derivatives in r = ln ρ and t = ln T.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Jet {
    pub value: f64,
    pub r: f64,
    pub t: f64,
    pub rr: f64,
    pub rt: f64,
    pub tt: f64,
}

/// The properties of a single-phase state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jets {
    /// Pressure, Pa.
    pub p: Jet,
    /// Specific enthalpy, J/kg.
    pub h: Jet,
    /// Specific entropy, J/(kg K).
    pub s: Jet,
}

impl Jet {
    /// The temperature itself, a function of ln T alone.
    pub fn temperature(t: f64) -> Self {
        Jet { value: t, r: 0.0, t, rr: 0.0, rt: 0.0, tt: t }
    }

    /// A power of the density, ρⁿ.
    pub fn density(rho: f64, n: i32) -> Self {
        let (value, n) = (rho.powi(n), f64::from(n));
        Jet { value, r: n * value, t: 0.0, rr: n * n * value, rt: 0.0, tt: 0.0 }
    }

    /// self − a b.
    #[must_use]
    pub fn minus_product(self, a: Jet, b: Jet) -> Self {
        Jet {
            value: self.value - a.value * b.value,
            r: self.r - a.r * b.value - a.value * b.r,
            t: self.t - a.t * b.value - a.value * b.t,
            rr: self.rr - a.rr * b.value - 2.0 * a.r * b.r - a.value * b.rr,
            rt: self.rt - a.rt * b.value - a.r * b.t - a.t * b.r - a.value * b.rt,
            tt: self.tt - a.tt * b.value - 2.0 * a.t * b.t - a.value * b.tt,
        }
    }

    /// [a, c] with its first derivatives in r and t.
    fn jacobian(a: Jet, c: Jet) -> (f64, f64, f64) {
        (
            a.r * c.t - a.t * c.r,
            a.rr * c.t + a.r * c.rt - a.rt * c.r - a.t * c.rr,
            a.rt * c.t + a.r * c.tt - a.tt * c.r - a.t * c.rt,
        )
    }

    /// (∂/∂D)_E of (∂A/∂B)_C, the properties in this order.
    pub fn second_derivative([a, b, c, d, e]: [Jet; 5]) -> f64 {
        let ((n, n_r, n_t), (m, m_r, m_t)) = (Jet::jacobian(a, c), Jet::jacobian(b, c));
        let g = n / m;
        let (g_r, g_t) = ((n_r - g * m_r) / m, (n_t - g * m_t) / m);
        (g_r * e.t - g_t * e.r) / (d.r * e.t - d.t * e.r)
    }
}
