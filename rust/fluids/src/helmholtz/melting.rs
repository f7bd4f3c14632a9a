//! Melting lines p(T) in pieces, and their inverse.

use crate::data::{MeltingData, MeltingForm, MeltingPart};

/// A line that begins at a pressure so much above that of the triple point is not meant to reach it.
const FAR: f64 = 100.0;

/// The melting line of a fluid.
#[derive(Clone, Debug)]
pub(crate) struct Melting {
    pieces: Vec<Piece>,
    /// Added to the temperatures of the pieces, K.
    shift: f64,
}

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
        Melting { pieces: data.parts.into_iter().map(piece).collect(), shift: 0.0 }
    }
}

impl Melting {
    /// The line moved down to begin at the triple point, if it begins above it, as that published for deuterium does by 1 K: there would
    /// be no saturated liquid otherwise.
    pub(crate) fn beginning_at(mut self, p: f64, t: f64) -> Self {
        let first = self.pieces.iter().map(|piece| piece.p.0).fold(f64::INFINITY, f64::min);
        if first < FAR * p {
            self.shift = self.temperature(p.max(first)).map_or(0.0, |line| (t - line).min(0.0));
        }
        self
    }

    fn piece(&self, p: f64) -> Option<&Piece> {
        self.pieces.iter().find(|piece| p >= piece.p.0 && p <= piece.p.1)
    }

    /// The end of the nearest piece below a pressure between or above the pieces, K.
    fn end_below(&self, p: f64) -> Option<f64> {
        let below = self.pieces.iter().filter(|piece| piece.p.1 < p);
        below.max_by(|a, b| a.p.1.total_cmp(&b.p.1)).map(|piece| piece.t.1 + self.shift)
    }

    /// Melting temperature at a pressure, K, between and above the pieces that of their end; `None` below the pressures of the line.
    pub(crate) fn temperature(&self, p: f64) -> Option<f64> {
        let Some(piece) = self.piece(p) else { return self.end_below(p) };
        let (mut low, mut high) = piece.t;
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if pressure(piece.form, &piece.data, middle) < p { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high) + self.shift)
    }

    /// Whether the substance is molten; `None` below the pressures of the line. Cheaper than the temperature.
    pub(crate) fn is_molten(&self, p: f64, t: f64) -> Option<bool> {
        let Some(piece) = self.piece(p) else { return self.end_below(p).map(|end| t >= end) };
        let t = t - self.shift;
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
