//! Thermodynamic identities and slopes, for every model of a fluid. A new model joins by a line in [`models`].

mod common;

use entropyk_fluids::{Along, Caloric, Fluid, Jet, Phase, Reference, Saturation, SaturationSide, Sloped, State};

/// A model, and how well it is consistent.
struct Model {
    fluid: Fluid,
    /// Of identities between the slopes of a state, relative.
    slopes: f64,
    /// Of heat capacities and speed of sound with the slopes of a state; NaN where the model's heat capacity is not meant to.
    caloric: f64,
    /// Of slopes with differences.
    differences: f64,
}

fn model(name: &str, slopes: f64, caloric: f64, differences: f64) -> Model {
    Model { fluid: Fluid::new(name).unwrap_or_else(|e| panic!("{e}")), slopes, caloric, differences }
}

fn table(name: &str) -> Model {
    Model { fluid: Fluid::tabular(name).expect(name), slopes: 1e-3, caloric: 1e-3, differences: 1e-4 }
}

/// Every model.
fn models() -> Vec<Model> {
    let mut models: Vec<_> =
        Fluid::names().expect("data").into_iter().map(|name| model(name, 1e-9, 1e-8, 1e-4)).collect();
    models.extend(["R134a", "Water", "CarbonDioxide", "Ammonia", "n-Propane"].map(table));
    models.push(model("IF97::Water", 1e-9, 1e-8, 1e-4));
    // Dalton's rule is exact for ideal gases only; these are real ones, at up to 10 bar.
    models.push(model("ideal::N2[0.755]&O2[0.232]&Ar[0.013]", 2e-2, 2e-2, 1e-4));
    models.push(model("incompressible::Water[0.6]&Ethanol[0.4]", 1e-9, 1e-8, 1e-4));
    let shifted = model("R32", 1e-9, 1e-8, 1e-4);
    models.push(Model { fluid: shifted.fluid.with_reference(Reference::Iir).expect("a reference"), ..shifted });
    // c is reported, which differs from (∂h/∂T)_p by p T v''.
    models.extend(["INCOMP::MEG[0.3]", "INCOMP::T66", "INCOMP::LiBr[0.5]"].map(|n| model(n, 1e-9, f64::NAN, 1e-4)));
    models
}

/// Single-phase states of a model, away from the critical point.
fn single_phase(fluid: &Fluid) -> Vec<State> {
    let info = fluid.info();
    let mut states = vec![];
    if info.t_critical.is_finite() {
        for p in [0.02, 0.3, 0.8, 1.6, 5.0].map(|part| part * info.p_critical) {
            for t in [0.55, 0.7, 0.85, 1.1, 1.4, 2.0].map(|part| part * info.t_critical) {
                states.extend(fluid.pt(p, t, &[], None));
            }
        }
    } else {
        for p in [1e5, 1e6] {
            for part in [0.1, 0.5, 0.9] {
                states.extend(fluid.pt(p, info.t_min + part * (info.t_max - info.t_min), &[], None));
            }
        }
    }
    assert!(states.len() >= 3, "{}", info.name);
    states
}

fn assert_near(a: f64, b: f64, scale: f64, tolerance: f64, what: &str, model: &Model, state: &State) {
    let off = (a - b).abs() / b.abs().max(scale);
    let name = &model.fluid.info().name;
    assert!(
        off <= tolerance,
        "{name} ({:?}), {what}: {a:e} and {b:e}, off by {off:.1e}\n{state:?}",
        model.fluid.table().is_some()
    );
}

/// Specific volume with its slopes.
fn volume(state: &State) -> Sloped {
    let v = 1.0 / state.rho.value;
    Sloped { value: v, dp: -v * v * state.rho.dp, dh: -v * v * state.rho.dh }
}

fn energy(state: &State) -> Sloped {
    let v = volume(state);
    Sloped { value: state.h - state.p * v.value, dp: -v.value - state.p * v.dp, dh: 1.0 - state.p * v.dh }
}

/// (∂y/∂z) at constant c.
fn slope(y: Sloped, z: Sloped, c: Sloped) -> f64 {
    (y.dp * c.dh - y.dh * c.dp) / (z.dp * c.dh - z.dh * c.dp)
}

const P: Sloped = Sloped { value: 0.0, dp: 1.0, dh: 0.0 };
const H: Sloped = Sloped { value: 0.0, dp: 0.0, dh: 1.0 };

#[test]
fn slopes_are_those_of_one_potential() {
    for model in &models() {
        for state in &single_phase(&model.fluid) {
            let (t, v) = (state.t, volume(state));
            let near =
                |a: f64, b: f64, scale: f64, what: &str| assert_near(a, b, scale, model.slopes, what, model, state);
            near(state.s.dh * t.value, 1.0, 0.0, "T ds = dh at constant p");
            near(state.s.dp * t.value, -v.value, 0.0, "T ds = −v dp at constant h");
            // s has mixed second slopes in p and h that agree.
            near(t.dp, t.value * v.dh - v.value * t.dh, v.value * t.dh, "Maxwell");
            near(slope(H, P, state.s), v.value, 0.0, "dh = v dp on an isentrope");
            near(
                slope(energy(state), v, state.s),
                -state.p,
                1e-3 * state.p + 1e-6 / t.dh,
                "du = −p dv on an isentrope",
            );
        }
    }
}

#[test]
fn heat_capacities_and_speed_of_sound_are_slopes() {
    for model in models().iter().filter(|model| model.caloric.is_finite()) {
        for state in &single_phase(&model.fluid) {
            let Caloric { cp, cv, w } = model.fluid.caloric(state, &[]).expect("single phase");
            let (t, v) = (state.t, volume(state));
            let near = |a: f64, b: f64, what: &str| assert_near(a, b, 0.0, model.caloric, what, model, state);
            near(slope(H, t, P), cp.value, "cp");
            near(slope(energy(state), t, v), cv.value, "cv");
            near(slope(P, state.rho, state.s).sqrt(), w.value, "w");
            let (expansion, compression) = (slope(v, t, P), slope(v, P, t));
            assert_near(
                -t.value * expansion * expansion / compression,
                cp.value - cv.value,
                cv.value,
                model.caloric,
                "cp − cv",
                model,
                state,
            );
        }
    }
}

#[test]
fn second_derivatives_are_slopes_of_heat_capacities() {
    let mut equations = 0;
    for model in &models() {
        for state in &single_phase(&model.fluid) {
            let Ok(jets) = model.fluid.jets(state, &[]) else { continue };
            let Caloric { cp, cv, .. } = model.fluid.caloric(state, &[]).expect("single phase");
            let (t, rho) = (Jet::temperature(state.t.value), Jet::density(state.rho.value, 1));
            let u = jets.h.minus_product(jets.p, Jet::density(state.rho.value, -1));
            let near = |a: f64, b: f64, scale: f64, what: &str| {
                assert_near(a, b, 1e-4 * scale, 1e-6, what, model, state);
            };
            let by_t = Jet::second_derivative([jets.h, t, jets.p, t, jets.p]);
            near(by_t, slope(cp, state.t, P), cp.value / state.t.value, "(∂cp/∂T)_p");
            let by_p = Jet::second_derivative([jets.h, t, jets.p, jets.p, t]);
            near(by_p, slope(cp, P, state.t), cp.value / state.p, "(∂cp/∂p)_T");
            let by_rho = Jet::second_derivative([u, t, rho, rho, t]);
            near(by_rho, slope(cv, state.rho, state.t), cv.value / state.rho.value, "(∂cv/∂ρ)_T");
            equations += 1;
        }
    }
    assert!(equations > 1000, "{equations}");
}

#[test]
fn properties_follow_from_the_reduced_helmholtz_energy() {
    let mut equations = 0;
    for model in models().iter().filter(|model| model.fluid.table().is_none()) {
        let info = model.fluid.info();
        let r_gas = info.gas_constant / info.molar_mass;
        for state in &single_phase(&model.fluid) {
            let Ok(reduced) = model.fluid.reduced(state, &[]) else { continue };
            let (t, rho) = (state.t.value, state.rho.value);
            let (tau, delta) = (info.t_reducing / t, rho / info.rho_reducing);
            let (ideal, residual) = (reduced.ideal, reduced.residual);
            let near = |a: f64, b: f64, scale: f64, what: &str| assert_near(a, b, scale, 1e-9, what, model, state);
            let z = 1.0 + delta * residual.d;
            // In a cold liquid p is the difference of large numbers.
            near(rho * r_gas * t * z, state.p, 1e-3 * rho * r_gas * t, "p");
            near(r_gas * t * (tau * (ideal.t + residual.t) + z), state.h, r_gas * t, "h");
            near(r_gas * (tau * (ideal.t + residual.t) - ideal.value - residual.value), state.s.value, r_gas, "s");
            let Caloric { cv, .. } = model.fluid.caloric(state, &[]).expect("single phase");
            near(-r_gas * tau * tau * (ideal.tt + residual.tt), cv.value, 0.0, "cv");
            near(ideal.d, 1.0 / delta, 0.0, "α⁰ holds ln δ");
            near(ideal.ddd, 2.0 / delta.powi(3), 0.0, "α⁰ holds ln δ");
            equations += 1;
        }
    }
    assert!(equations > 1000, "{equations}");
}

#[test]
fn slopes_are_those_of_the_values() {
    for model in &models() {
        let mut states = single_phase(&model.fluid);
        let p_critical = model.fluid.info().p_critical;
        states.extend([0.1, 0.6].into_iter().filter_map(|part| model.fluid.px(part * p_critical, 0.4, &[]).ok()));
        for state in &states {
            let (p, h) = (state.p, state.h);
            let (dp, dh) = (3e-4 * p, 3e-5 * state.t.value / state.t.dh.abs().max(1e-4));
            let at = |p: f64, h: f64| model.fluid.ph(p, h, &[], None).ok().filter(|other| other.phase == state.phase);
            let around = [at(p - dp, h), at(p + dp, h), at(p, h - dh), at(p, h + dh)];
            let [Some(low), Some(high), Some(cold), Some(hot)] = around else { continue };
            let check = |what: &str, of: &dyn Fn(&State) -> Sloped, noise: f64| {
                let here = of(state);
                let noise = |step: f64| noise * here.value.abs() / step / model.differences;
                let by_p = (of(&high).value - of(&low).value) / (2.0 * dp);
                let by_h = (of(&hot).value - of(&cold).value) / (2.0 * dh);
                let scale = |step: f64| 1e-4 * here.value.abs() / step * 1e-2;
                assert_near(
                    by_p,
                    here.dp,
                    noise(dp).max(scale(p)),
                    model.differences,
                    &format!("{what} by p"),
                    model,
                    state,
                );
                assert_near(
                    by_h,
                    here.dh,
                    noise(dh).max(scale(h.abs())),
                    model.differences,
                    &format!("{what} by h"),
                    model,
                    state,
                );
            };
            check("T", &|state| state.t, 1e-12);
            check("rho", &|state| state.rho, 1e-12);
            check("s", &|state| state.s, 1e-12);
            if state.phase != Phase::TwoPhase && model.caloric.is_finite() {
                let caloric = |state: &State| model.fluid.caloric(state, &[]).expect("single phase");
                check("cp", &|state| caloric(state).cp, 1e-9);
                check("cv", &|state| caloric(state).cv, 1e-9);
                check("w", &|state| caloric(state).w, 1e-9);
            }
        }
    }
}

#[test]
fn saturation_lines_obey_clapeyron() {
    for model in &models() {
        let info = model.fluid.info();
        if info.is_pseudo_pure || info.t_critical.is_infinite() {
            continue;
        }
        for part in [0.003, 0.05, 0.3, 0.7, 0.95] {
            let p = part * info.p_critical;
            let Ok(line) = model.fluid.saturation(p, &[]) else { continue };
            let state = model.fluid.px(p, 0.5, &[]).expect("two-phase");
            let (l, v) = (line.bubble, line.dew);
            let near =
                |a: f64, b: f64, tolerance: f64, what: &str| assert_near(a, b, 0.0, tolerance, what, model, &state);
            let by_latent_heat = l.t.value * (1.0 / v.rho.value - 1.0 / l.rho.value) / (v.h.value - l.h.value);
            // The saturation line of IF97 is an equation of its own.
            let tolerance = if info.name.starts_with("IF97") { 2e-3 } else { 1e-7 };
            near(l.t.dp, by_latent_heat, tolerance, "Clapeyron");
            near(l.t.value, v.t.value, 1e-10, "one temperature");
            near((v.h.value - l.h.value) / (v.s.value - l.s.value), l.t.value, tolerance, "one Gibbs energy");
            let at = |p: f64| model.fluid.saturation(p, &[]).expect("on the line");
            let (low, high) = (at(p * (1.0 - 1e-5)), at(p * (1.0 + 1e-5)));
            let side = |of: fn(&SaturationSide) -> Along, what: &str| {
                let sides: [fn(&Saturation) -> SaturationSide; 2] = [|line| line.bubble, |line| line.dew];
                for which in sides {
                    let by_p = (of(&which(&high)).value - of(&which(&low)).value) / (2e-5 * p);
                    let here = of(&which(&line));
                    assert_near(by_p, here.dp, 1e-3 * here.value.abs() / p, 1e-5, what, model, &state);
                }
            };
            side(|side| side.t, "T'");
            side(|side| side.h, "h'");
            side(|side| side.s, "s'");
            side(|side| side.rho, "rho'");
        }
    }
}
