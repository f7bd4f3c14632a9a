//! The values that the release prints for checking a program, to their nine digits.

use super::super::If97;
use super::super::data::data;
use super::*;
use crate::{FluidBackend, FluidError, State};

/// Equal to nine significant digits.
fn printed(value: f64, digits: f64) {
    assert!((value / digits - 1.0).abs() < 5.5e-9, "{value:e} is not {digits:e}");
}

/// v, h, s, u, cp, w in m³/kg, kJ, kg, K, m/s.
fn check(at: &Properties<f64>, table: [f64; 6]) {
    let Properties { p, v, h, s, cp, w, .. } = *at;
    let values = [v, h / 1e3, s / 1e3, (h - p * v) / 1e3, cp / 1e3, w];
    values.into_iter().zip(table).for_each(|(value, digits)| printed(value, digits));
}

#[test]
fn region_1_table_5() {
    let at = |p, t| data().unwrap().gibbs(Region::One, p, t);
    check(&at(3e6, 300.0), [0.100215168e-2, 0.115331273e3, 0.392294792, 0.112324818e3, 0.417301218e1, 0.150773921e4]);
    check(&at(80e6, 300.0), [0.971180894e-3, 0.184142828e3, 0.368563852, 0.106448356e3, 0.401008987e1, 0.163469054e4]);
    check(&at(3e6, 500.0), [0.120241800e-2, 0.975542239e3, 0.258041912e1, 0.971934985e3, 0.465580682e1, 0.124071337e4]);
}

#[test]
fn region_2_table_15() {
    let at = |p, t| data().unwrap().gibbs(Region::Two, p, t);
    check(
        &at(0.0035e6, 300.0),
        [0.394913866e2, 0.254991145e4, 0.852238967e1, 0.241169160e4, 0.191300162e1, 0.427920172e3],
    );
    check(
        &at(0.0035e6, 700.0),
        [0.923015898e2, 0.333568375e4, 0.101749996e2, 0.301262819e4, 0.208141274e1, 0.644289068e3],
    );
    check(
        &at(30e6, 700.0),
        [0.542946619e-2, 0.263149474e4, 0.517540298e1, 0.246861076e4, 0.103505092e2, 0.480386523e3],
    );
}

#[test]
fn region_3_table_33() {
    let check = |rho, t, p, table: [f64; 5]| {
        let at = data().unwrap().helmholtz(rho, t);
        printed(at.p, p);
        let values = [at.h / 1e3, at.s / 1e3, (at.h - at.p * at.v) / 1e3, at.cp / 1e3, at.w];
        values.into_iter().zip(table).for_each(|(value, digits)| printed(value, digits));
    };
    let cases: [(f64, f64, f64, [f64; 5]); 3] = [
        (500.0, 650.0, 0.255837018e8, [0.186343019e4, 0.405427273e1, 0.181226279e4, 0.138935717e2, 0.502005554e3]),
        (200.0, 650.0, 0.222930643e8, [0.237512401e4, 0.485438792e1, 0.226365868e4, 0.446579342e2, 0.383444594e3]),
        (500.0, 750.0, 0.783095639e8, [0.225868845e4, 0.446971906e1, 0.210206932e4, 0.634165359e1, 0.760696041e3]),
    ];
    cases.into_iter().for_each(|(rho, t, p, table)| check(rho, t, p, table));
}

#[test]
fn saturation_line_tables_35_and_36() {
    let data = data().unwrap();
    for (t, p) in [(300.0, 0.353658941e-2), (500.0, 0.263889776e1), (600.0, 0.123443146e2)] {
        printed(data.p_saturation(t) / 1e6, p);
    }
    for (p, t) in [(0.1e6, 0.372755919e3), (1e6, 0.453035632e3), (10e6, 0.584149488e3)] {
        printed(data.t_saturation(p), t);
    }
}

#[test]
fn boundary_of_regions_2_and_3() {
    printed(data().unwrap().p_boundary(623.15), 0.165291643e8);
    printed(data().unwrap().t_boundary(0.165291643e8), 623.15);
}

#[test]
fn region_5_table_42() {
    let at = |p, t| data().unwrap().gibbs(Region::Five, p, t);
    check(
        &at(0.5e6, 1500.0),
        [0.138455090e1, 0.521976855e4, 0.965408875e1, 0.452749310e4, 0.261609445e1, 0.917068690e3],
    );
    check(
        &at(30e6, 1500.0),
        [0.230761299e-1, 0.516723514e4, 0.772970133e1, 0.447495124e4, 0.272724317e1, 0.928548002e3],
    );
    check(
        &at(30e6, 2000.0),
        [0.311385219e-1, 0.657122604e4, 0.853640523e1, 0.563707038e4, 0.288569882e1, 0.106736948e4],
    );
}

#[test]
fn heat_capacities_and_slopes_agree() {
    // cv by its definition: the slope of u at constant volume.
    let data = data().unwrap();
    for (region, p, t) in [(Region::One, 5e6, 400.0), (Region::Two, 5e6, 700.0), (Region::Five, 5e6, 1500.0)] {
        let at = data.gibbs(region, p, t);
        let (dp, dt) = (1e-5 * p, 1e-5 * t);
        let slope = |of: fn(&Properties<f64>) -> f64| {
            let in_p = (of(&data.gibbs(region, p + dp, t)) - of(&data.gibbs(region, p - dp, t))) / (2.0 * dp);
            let in_t = (of(&data.gibbs(region, p, t + dt)) - of(&data.gibbs(region, p, t - dt))) / (2.0 * dt);
            (in_p, in_t)
        };
        let (u, v) = (slope(|at| at.h - at.p * at.v), slope(|at| at.v));
        let cv = u.1 - u.0 * v.1 / v.0;
        assert!((cv / at.cv - 1.0).abs() < 1e-6, "{region:?}: {cv} {}", at.cv);
    }
}

/// IAPWS R15-11, tables 7 to 9: conductivity for industrial use, in mW/(m K).
#[test]
fn conductivity_tables_7_to_9() {
    let water = If97::new().expect("the data are sound");
    let milli = |state: State| 1e3 * water.transport(&state, &[]).expect("in range").conductivity;
    let at = |p, t| milli(water.pt(p, t, &[], None).expect("a state"));
    let dense = |rho, t| milli(water.rho_t(rho, t, &[]).expect("a state"));
    printed(at(20e6, 620.0), 481.485195);
    printed(at(50e6, 620.0), 545.038940);
    printed(at(0.3e6, 650.0), 52.2311024);
    printed(at(50e6, 800.0), 177.709914);
    printed(dense(222.0, 647.35), 366.879411);
    printed(dense(322.0, 647.35), 1241.82415);
}

/// IAPWS R1-76(2014), table 1, in mN/m at °C, to its digits.
#[test]
fn surface_tension_table_1() {
    let water = If97::new().expect("the data are sound");
    for (celsius, milli) in
        [(0.01, 75.65), (25.0, 71.97), (100.0, 58.91), (200.0, 37.67), (300.0, 14.36), (370.0, 0.39)]
    {
        let tension = water.surface_tension(273.15 + celsius, &[]).expect("on the line").value;
        assert!((1e3 * tension - milli).abs() < 0.0051, "{celsius} °C: {tension}");
    }
}

#[test]
fn transport_ends_where_its_equations_do() {
    let water = If97::new().expect("the data are sound");
    let hot = water.pt(1e5, 1200.0, &[], None).expect("a state");
    assert!(matches!(water.transport(&hot, &[]), Err(FluidError::OutOfRange { .. })));
    let wet = water.px(1e5, 0.5, &[]).expect("a state");
    assert!(matches!(water.transport(&wet, &[]), Err(FluidError::Undefined { .. })));
}
