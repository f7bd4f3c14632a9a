//! Melting lines p(T) in pieces, and their inverse.

use crate::data::{MeltingData, MeltingForm, MeltingPart};

/// The melting line of a fluid.
#[derive(Clone, Debug)]
pub(crate) struct Melting(Vec<Piece>);

/// A piece between two points; the pressure rises from the first to the second.
#[derive(Clone, Debug)]
struct Piece {
    form: MeltingForm,
    data: MeltingPart,
    p: (f64, f64),
    /// Temperatures at the two pressures; falling for ordinary ice.
    t: (f64, f64),
}

impl From<MeltingData> for Melting {
    fn from(data: MeltingData) -> Self {
        let form = data.form;
        let piece = |data: MeltingPart| {
            let t = (data.t_min, data.t_max);
            let p = (pressure(form, &data, t.0), pressure(form, &data, t.1));
            Piece { form, data, p, t }
        };
        Melting(data.parts.into_iter().map(piece).collect())
    }
}

impl Melting {
    fn piece(&self, p: f64) -> Option<&Piece> {
        self.0.iter().find(|piece| p >= piece.p.0 && p <= piece.p.1)
    }

    /// Melting temperature at a pressure, K; `None` outside the pressures of the line.
    pub(crate) fn temperature(&self, p: f64) -> Option<f64> {
        let piece = self.piece(p)?;
        let (mut low, mut high) = piece.t;
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if pressure(piece.form, &piece.data, middle) < p { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high))
    }

    /// Whether the substance is molten; `None` outside the pressures of the line. Cheaper than the temperature.
    pub(crate) fn is_molten(&self, p: f64, t: f64) -> Option<bool> {
        let piece = self.piece(p)?;
        let (first, second) = piece.t;
        if t >= first.max(second) || t < first.min(second) {
            return Some(t >= first.max(second));
        }
        let melting = pressure(piece.form, &piece.data, t);
        Some(if second > first { p <= melting } else { p >= melting })
    }
}

fn pressure(form: MeltingForm, part: &MeltingPart, t: f64) -> f64 {
    let ratio = t / part.t0;
    let a = part.a.as_slice();
    let terms = || a.iter().zip(&part.t);
    match form {
        MeltingForm::Simon => part.p0 + a[0] * (ratio.powf(part.c) - 1.0),
        MeltingForm::TRatio => part.p0 * (1.0 + terms().map(|(a, t)| a * (ratio.powf(*t) - 1.0)).sum::<f64>()),
        MeltingForm::Theta => part.p0 * (1.0 + terms().map(|(a, t)| a * (ratio - 1.0).powf(*t)).sum::<f64>()),
    }
}

#[cfg(test)]
mod tests {
    use crate::helmholtz::tests::helmholtz;

    #[test]
    fn water_melts_at_its_published_points() {
        // IAPWS R14-08: ice I ends at 251.165 K and 208.566 MPa; at 300 K ice VI melts near 1 GPa.
        let water = helmholtz("Water");
        let melting = water.melting.as_ref().expect("water has a melting line");
        let t = melting.temperature(208.566e6 * (1.0 - 1e-9)).expect("on ice I");
        assert!((t - 251.165).abs() < 1e-3);
        for p in [1e3, 1e5, 1e7, 1e8, 3e8, 5e8, 8e8] {
            let t = melting.temperature(p).expect("on the line");
            assert_eq!(melting.is_molten(p, t + 1e-6), Some(true));
            assert_eq!(melting.is_molten(p, t - 1e-6), Some(false));
        }
    }
}
