//! The lever rule: mixtures of saturated liquid and vapour at one pressure.
//!
//! ```text
//! x = (h − h')/(h'' − h')     y = y' + x (y'' − y')   for y = T, s, v
//! ```

use crate::{Along, Phase, Saturation, Sloped, State};

impl Saturation {
    /// The vapour mass fraction of an enthalpy, with slopes in (p, h); below 0 and above 1 outside.
    pub fn quality(&self, h: f64) -> Sloped {
        let (liquid, vapour) = (self.bubble.h, self.dew.h);
        let span = vapour.value - liquid.value;
        let x = (h - liquid.value) / span;
        Sloped { value: x, dp: -(liquid.dp + x * (vapour.dp - liquid.dp)) / span, dh: 1.0 / span }
    }

    /// The mixture of an enthalpy between those of the two sides.
    pub fn mixture(&self, h: f64) -> State {
        let x = self.quality(h);
        let mix = |liquid: Along, vapour: Along| {
            let span = vapour.value - liquid.value;
            Sloped {
                value: liquid.value + x.value * span,
                dp: liquid.dp + x.value * (vapour.dp - liquid.dp) + x.dp * span,
                dh: x.dh * span,
            }
        };
        let volume = |rho: Along| Along { value: 1.0 / rho.value, dp: -rho.dp / (rho.value * rho.value) };
        let v = mix(volume(self.bubble.rho), volume(self.dew.rho));
        let rho = 1.0 / v.value;
        State {
            phase: Phase::TwoPhase,
            p: self.p,
            h,
            t: mix(self.bubble.t, self.dew.t),
            rho: Sloped { value: rho, dp: -rho * rho * v.dp, dh: -rho * rho * v.dh },
            s: mix(self.bubble.s, self.dew.s),
            x,
        }
    }
}
