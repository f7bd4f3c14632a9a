//! Saturation ancillaries: explicit approximations that start the saturation solver, and that define the saturation of
//! pseudo-pure fluids.
//!
//! y = scale · (1 + Σ n θ^t), or scale · exp(Σ n θ^t), or scale · exp(T_r/T Σ n θ^t), with θ = 1 − T/T_r.

use crate::FluidError;
use crate::data::AncillaryData;

#[derive(Clone, Copy, Debug)]
enum Form {
    Linear,
    Exponential,
    ReducedExponential,
}

/// One ancillary, molar as published.
#[derive(Clone, Debug)]
pub(crate) struct Ancillary {
    form: Form,
    t_r: f64,
    scale: f64,
    terms: Vec<(f64, f64)>,
}

impl TryFrom<&AncillaryData> for Ancillary {
    type Error = FluidError;

    fn try_from(data: &AncillaryData) -> Result<Self, FluidError> {
        let form = match data.form.as_str() {
            "1+sum" => Form::Linear,
            "exp(sum)" => Form::Exponential,
            "exp(Tr/T sum)" => Form::ReducedExponential,
            other => return Err(FluidError::Data(format!("ancillary form {other:?}"))),
        };
        let terms = data.n.iter().copied().zip(data.t.iter().copied()).collect();
        Ok(Ancillary { form, t_r: data.t_r, scale: data.scale, terms })
    }
}

impl Ancillary {
    /// Temperature at which θ is zero, K.
    pub(crate) fn t_r(&self) -> f64 {
        self.t_r
    }

    /// The value at a temperature.
    pub(crate) fn at(&self, t: f64) -> f64 {
        let theta = (1.0 - t / self.t_r).max(0.0);
        let sum: f64 = self.terms.iter().map(|&(n, power)| n * theta.powf(power)).sum();
        match self.form {
            Form::Linear => self.scale * (1.0 + sum),
            Form::Exponential => self.scale * sum.exp(),
            Form::ReducedExponential => self.scale * (self.t_r / t * sum).exp(),
        }
    }

    /// The lowest temperature in [t_low, T_r] at which an ancillary rises to a value: it may have a maximum next to T_r.
    pub(crate) fn first_inverse(&self, value: f64, t_low: f64) -> f64 {
        let (mut low, mut high) = (t_low, self.t_r);
        for _ in 0..30 {
            let middle = 0.5 * (low + high);
            if self.at(middle) < value { low = middle } else { high = middle }
        }
        self.inverse(value, (low, high))
    }

    /// The temperature in a range at which an ancillary that rises there has a value, by regula falsi (Illinois).
    pub(crate) fn inverse(&self, value: f64, (mut a, mut b): (f64, f64)) -> f64 {
        let miss = |t: f64| (self.at(t) / value).ln();
        let (mut miss_a, mut miss_b) = (miss(a), miss(b));
        while miss_b != 0.0 && (b - a).abs() > 4.0 * f64::EPSILON * b {
            let next = b - miss_b * (b - a) / (miss_b - miss_a);
            if next == a || next == b {
                break;
            }
            let here = miss(next);
            if here * miss_b <= 0.0 {
                (a, miss_a) = (b, miss_b);
            } else {
                miss_a *= 0.5;
            }
            (b, miss_b) = (next, here);
        }
        b
    }
}
