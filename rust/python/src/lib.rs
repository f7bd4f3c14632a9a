//! The extension module `entropyk._core`. It converts and forwards; what it exposes is named `entropyk.…` to users.

mod arrays;
mod callback;
mod characteristic;
mod combustion;
mod coolprop;
mod curve;
mod declarations;
mod effectiveness;
mod equations;
mod errors;
mod fluid_list;
mod fluids;
mod inputs;
mod maps;
mod model;
mod objects;
mod outputs;
mod parameter;
mod pool;
mod properties;
mod quantities;
mod report;
mod results;
mod scripted;
mod solvers;
mod states;
mod units;
mod values;

/// The compiled part of entropyk.
#[pyo3::pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use crate::characteristic::{CharLine, CharMap};
    #[pymodule_export]
    use crate::combustion::_fuels;
    #[pymodule_export]
    use crate::declarations::_declarations;
    #[pymodule_export]
    use crate::effectiveness::{_effectiveness, _transfer_units};
    #[pymodule_export]
    use crate::errors::_panic;
    #[pymodule_export]
    use crate::fluid_list::fluids;
    #[pymodule_export]
    use crate::fluids::Fluid;
    #[pymodule_export]
    use crate::maps::{_ahri540_from_json, _fit_ratings, Ahri540, compressors};
    #[pymodule_export]
    use crate::model::Model;
    #[pymodule_export]
    use crate::objects::Object;
    #[pymodule_export]
    use crate::parameter::{_call_at, Parameter};
    #[pymodule_export]
    use crate::quantities::{Enthalpy, MassFlow, Pressure, Temperature, TemperatureDifference};
    #[pymodule_export]
    use crate::report::Report;
    #[pymodule_export]
    use crate::results::{_arrow_columns, ConvergedState, Owner, Performance, Table};
    #[pymodule_export]
    use crate::scripted::{Blueprint, EnergyFlow, Known, KnownStream, PortStream, View};
    #[pymodule_export]
    use crate::solvers::{FallbackConfig, NewtonConfig, PicardConfig};
    #[pymodule_export]
    use crate::states::{Saturation, State};
    #[pymodule_export]
    use crate::units::Units;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name that Python expects")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(_module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::coolprop::register();
        Ok(())
    }
}
