//! A refrigeration cycle from a data sheet, end to end.

use entropyk::prelude::*;

fn machine(name: &str) -> Ahri540 {
    Ahri540::shipped().iter().find(|machine| machine.name == name).expect("a shipped machine").clone()
}

fn cycle(condenser: Part, evaporator: Part) -> Model {
    SystemBuilder::new("R134a")
        .add("compressor", Part::new("Compressor").set("coefficients", machine("2DF3-030E-TFC")))
        .add("condenser", condenser)
        .add("valve", Part::new("ExpansionValve"))
        .add("evaporator", evaporator)
        .connect("compressor", "condenser")
        .connect("condenser", "valve")
        .connect("valve", "evaporator")
        .connect("evaporator", "compressor")
        .build()
        .expect("a sound system")
}

#[test]
fn a_rated_machine_between_two_exchangers_converges_and_closes() {
    let system = cycle(Part::new("Condenser").set("UA", 5000.0), Part::new("Evaporator").set("UA", 3000.0));
    let solution = system.solve(&Settings::default(), &|| false).unwrap();
    let performance = &solution.performance;
    assert!(performance.imbalance().abs() < 1e-8 * performance.heat_out, "{performance:?}");
    assert!((2.0..6.0).contains(&performance.circuits[0].cop_cooling()));
    assert_eq!(solution.defaults().len(), 8, "{:?}", solution.defaults());
}
