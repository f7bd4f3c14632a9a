//! Every fluid, in every region: states found from one pair of properties come back from the others.
//!
//! Random states with a fixed seed. A new fluid in the data is tested without a line here.

use entropyk_fluids::{Fluid, FluidError, Phase, State};

/// Marsaglia's xorshift generator.
struct Random(u64);

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (high - low) * (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn log_between(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }
}

const STATES_PER_REGION: usize = 12;
const TOLERANCE: f64 = 1e-9;
const REGIONS: [&str; 8] =
    ["anywhere", "liquid", "gas", "supercritical", "near-critical", "cold and dense", "two-phase", "thin"];

/// A random state of a region; `None` where the equation is not valid.
fn random_state(fluid: &Fluid, region: &str, random: &mut Random) -> Option<State> {
    let info = fluid.info();
    let (t_c, p_c) = (info.t_critical, info.p_critical);
    let p_low =
        fluid.p_dew(info.t_min, &[]).expect("on the line").max(fluid.p_bubble(info.t_min, &[]).expect("on the line"));
    let (p, t) = match region {
        "anywhere" => (random.log_between(p_low, info.p_max), random.between(info.t_min, info.t_max)),
        "liquid" => {
            let t = random.between(info.t_min, 0.995 * t_c);
            (random.log_between(fluid.p_bubble(t, &[]).expect("on the line"), 5.0 * p_c), t)
        }
        "gas" => {
            let p = random.log_between(p_low, p_c);
            (p, random.between(fluid.saturation(p, &[]).expect("on the line").dew.t.value, info.t_max))
        }
        "supercritical" => (random.log_between(p_c, 20.0 * p_c), t_c * random.between(0.9, 2.0)),
        "near-critical" => (p_c * random.between(0.9, 1.1), t_c * random.between(0.97, 1.03)),
        "cold and dense" => (info.p_max * random.between(0.2, 1.0), random.between(info.t_min, t_c)),
        "two-phase" => {
            let p = p_c * (p_low / p_c).powf(random.between(1e-3, 1.0));
            return Some(fluid.px(p, random.between(0.0, 1.0), &[]).expect("on the line"));
        }
        _ => (random.log_between(1e-3 * p_low, p_low), random.between(info.t_min, info.t_max)),
    };
    match fluid.pt(p, t, &[], None) {
        Ok(state) => Some(state),
        Err(FluidError::OutOfRange { .. } | FluidError::BelowMelting { .. } | FluidError::TwoPhase { .. }) => None,
        Err(other) => panic!("{}: {other}", info.name),
    }
}

/// The largest difference of two states, relative, as far as the properties fix each other.
fn difference(fluid: &Fluid, a: &State, b: &State) -> f64 {
    let r = 8.314 / fluid.info().molar_mass;
    let (t, rho) = (a.t.value, a.rho.value);
    // A change of p or h by its own rounding changes ρ by this much.
    let stiffness = (a.p * a.rho.dp / rho).abs().max(r * t * a.rho.dh.abs() / rho).max(1.0);
    let differences = [
        b.t.value / t - 1.0,
        (b.h - a.h) / (r * t),
        (b.s.value - a.s.value) / r,
        (b.p - a.p) / (a.p + 0.1 * rho * r * t),
        (b.rho.value / rho - 1.0) / stiffness,
    ];
    differences.into_iter().fold(0.0, |worst: f64, x| worst.max(x.abs()))
}

#[test]
fn states_come_back() {
    for name in Fluid::names().expect("data") {
        let fluid = Fluid::new(name).expect("the fluid builds");
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        for region in REGIONS {
            for _ in 0..STATES_PER_REGION {
                let Some(state) = random_state(&fluid, region, &mut random) else { continue };
                let near = Some((1.02 * state.t.value, 0.9 * state.rho.value));
                let far = Some((fluid.info().t_critical, fluid.info().rho_critical));
                let mut back = vec![
                    ("p, h", fluid.ph(state.p, state.h, &[], None)),
                    ("p, h with a good guess", fluid.ph(state.p, state.h, &[], near)),
                    ("p, h with a poor guess", fluid.ph(state.p, state.h, &[], far)),
                    ("p, s", fluid.ps(state.p, state.s.value, &[], None)),
                ];
                // Next to the critical point of a pseudo-pure fluid several pressures have the same density and temperature.
                if !(fluid.info().is_pseudo_pure && state.p > 0.95 * fluid.info().p_critical) {
                    back.push(("rho, T", fluid.rho_t(state.rho.value, state.t.value, &[])));
                }
                if state.phase == Phase::TwoPhase {
                    back.push(("T, x", fluid.tx(state.t.value, state.x.value, &[])));
                } else {
                    back.push(("p, T with a guess", fluid.pt(state.p, state.t.value, &[], near)));
                }
                for (pair, back) in back {
                    let back = back.unwrap_or_else(|e| panic!("{name}, {region}, {pair}: {e}\n{state:?}"));
                    let off = difference(&fluid, &state, &back);
                    assert!(off < TOLERANCE, "{name}, {region}, {pair}: off by {off:e}\n{state:?}\n{back:?}");
                    assert_eq!(state.phase, back.phase, "{name}, {region}, {pair}");
                }
            }
        }
    }
}

#[test]
fn saturation_holds_up_to_the_critical_point() {
    for name in Fluid::names().expect("data") {
        let fluid = Fluid::new(name).expect("the fluid builds");
        let t_c = fluid.info().t_critical;
        for distance in [1e-1, 1e-2, 1e-4, 1e-6, 1e-8] {
            let t = t_c * (1.0 - distance);
            let (Ok(bubble), Ok(dew)) = (fluid.p_bubble(t, &[]), fluid.p_dew(t, &[])) else {
                assert!(fluid.info().is_pseudo_pure || t < fluid.info().t_min, "{name} at {t}");
                continue;
            };
            let (liquid, vapour) =
                (fluid.saturation(bubble, &[]).expect("line"), fluid.saturation(dew, &[]).expect("line"));
            assert!((liquid.bubble.t.value / t - 1.0).abs() < 1e-12, "{name} at {t}");
            assert!((vapour.dew.t.value / t - 1.0).abs() < 1e-12, "{name} at {t}");
            for line in [liquid, vapour] {
                assert!(line.bubble.rho.value > line.dew.rho.value, "{name} at {t}");
                assert!(line.bubble.h.value < line.dew.h.value, "{name} at {t}");
            }
        }
    }
}

#[test]
fn saturated_states_are_those_of_the_line() {
    for name in ["R134a", "Water", "R404A", "CO2"] {
        let fluid = Fluid::new(name).expect("a known fluid");
        let p = 0.2 * fluid.info().p_critical;
        let line = fluid.saturation(p, &[]).expect("line");
        for (x, side, phase) in [(0.0, line.bubble, Phase::Liquid), (1.0, line.dew, Phase::Gas)] {
            let state = fluid.px(p, x, &[]).expect("a state");
            assert_eq!((state.phase, state.h, state.t.value), (phase, side.h.value, side.t.value));
            assert!((state.x.value - x).abs() < 1e-12);
            assert!(fluid.caloric(&state, &[]).expect("single phase").cp.value > 0.0);
            assert!(difference(&fluid, &state, &fluid.ph(p, state.h, &[], None).expect("a state")) < TOLERANCE);
            assert!(difference(&fluid, &state, &fluid.tx(side.t.value, x, &[]).expect("a state")) < TOLERANCE);
        }
    }
}

#[test]
fn threads_share_a_fluid_and_get_the_same_numbers() {
    let fluid = Fluid::new("R1234yf").expect("a known fluid");
    let sweep = || -> Vec<State> {
        let states = (0..200).map(|i| fluid.ph(2e5 + 2e4 * f64::from(i), 1.5e5 + 1.5e3 * f64::from(i), &[], None));
        states.collect::<Result<_, _>>().expect("states")
    };
    let alone = sweep();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(sweep)).collect();
        for thread in threads {
            for (a, b) in thread.join().expect("no panic").iter().zip(&alone) {
                assert_eq!((a.h, a.t, a.rho, a.s), (b.h, b.t, b.rho, b.s));
            }
        }
    });
}
