//! Melting lines p(T) in pieces, and their inverse.

use crate::data::{MeltingData, MeltingForm, MeltingPart};

/// The melting line of a fluid.
#[derive(Clone, Debug)]
pub(crate) struct Melting(MeltingData);

impl From<MeltingData> for Melting {
    fn from(data: MeltingData) -> Self {
        Melting(data)
    }
}

impl Melting {
    /// Melting temperature at a pressure, K; `None` outside the pressures of the line.
    pub(crate) fn temperature(&self, p: f64) -> Option<f64> {
        self.0.parts.iter().find_map(|part| self.part_temperature(part, p))
    }

    fn part_temperature(&self, part: &MeltingPart, p: f64) -> Option<f64> {
        let (mut low, mut high) = (part.t_min, part.t_max);
        if p < self.pressure(part, low) || p > self.pressure(part, high) {
            return None;
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.pressure(part, middle) < p { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high))
    }

    fn pressure(&self, part: &MeltingPart, t: f64) -> f64 {
        let ratio = t / part.t0;
        let a = part.a.as_slice();
        let terms = || a.iter().zip(&part.t);
        match self.0.form {
            MeltingForm::Simon => part.p0 + a[0] * (ratio.powf(part.c) - 1.0),
            MeltingForm::TRatio => part.p0 * (1.0 + terms().map(|(a, t)| a * (ratio.powf(*t) - 1.0)).sum::<f64>()),
            MeltingForm::Theta => part.p0 * (1.0 + terms().map(|(a, t)| a * (ratio - 1.0).powf(*t)).sum::<f64>()),
        }
    }
}
