//! Properties of many states at once: arrays in, arrays out, the lock released between.

use entropyk::fluids::{Fluid, FluidError};
use entropyk_core::ThermoError;
use numpy::{IxDyn, PyArray1, PyArrayDyn, PyArrayMethods, PyReadonlyArrayDyn, PyUntypedArrayMethods};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rayon::prelude::*;

use crate::errors::{OrRaise, guard};
use crate::outputs::Output;
use crate::pool::pool;
use crate::properties::{Flash, More, Needs, Property, thermo};
use crate::quantities::Value;

/// States per piece of work of a thread.
const CHUNK: usize = 1024;

/// What becomes of a state that does not exist.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnError {
    /// An exception with its index.
    Raise,
    /// NaN in every output.
    Nan,
}

impl OnError {
    /// The meaning of `on_error=`.
    pub(crate) fn named(name: &str) -> Result<Self, ThermoError> {
        match name {
            "raise" => Ok(OnError::Raise),
            "nan" => Ok(OnError::Nan),
            _ => Err(ThermoError::Validation(format!("on_error is \"raise\" or \"nan\", not {name:?}"))),
        }
    }
}

/// A property given for all states.
enum Column<'a> {
    One(f64),
    Each(&'a [f64]),
}

impl Column<'_> {
    fn at(&self, i: usize) -> f64 {
        match self {
            Column::One(value) => *value,
            Column::Each(values) => values[i],
        }
    }
}

/// A state that was not found: its position, and why.
type Failure = (usize, FluidError);

/// The work: the same outputs of every state.
struct Task<'a> {
    fluid: &'a Fluid,
    flash: Flash,
    inputs: [Column<'a>; 2],
    outputs: &'a [Output],
    /// What the outputs need beyond the states.
    needs: Needs,
    on_error: OnError,
}

impl Task<'_> {
    /// Fills a part of every output with the states from `start` on; the rest stays as it is where a state fails.
    fn fill(&self, start: usize, parts: &mut [&mut [f64]]) -> Result<(), Failure> {
        for i in 0..parts.first().map_or(0, |part| part.len()) {
            let found = self.row(start + i, |k, value| parts[k][i] = value);
            if self.on_error == OnError::Raise {
                found.map_err(|error| (start + i, error))?;
            }
        }
        Ok(())
    }

    #[inline]
    fn row(&self, i: usize, mut put: impl FnMut(usize, f64)) -> Result<(), FluidError> {
        const NOTHING: &More = &More::NOTHING;
        let state = (self.flash)(self.fluid, self.inputs[0].at(i), self.inputs[1].at(i))?;
        let found;
        let more = if self.needs == Needs::default() {
            NOTHING
        } else {
            found = More::of(self.fluid, &state, self.needs)?;
            &found
        };
        for (k, output) in self.outputs.iter().enumerate() {
            put(k, output.of(&state, more));
        }
        Ok(())
    }

    /// One column per output. The first state that fails decides the error, whatever the number of threads.
    fn run(&self, n: usize) -> PyResult<Result<Vec<Vec<f64>>, Failure>> {
        let mut columns = vec![vec![f64::NAN; n]; self.outputs.len()];
        let mut pieces = pieces(&mut columns, n);
        let fill = |(k, parts): (usize, &mut Vec<&mut [f64]>)| self.fill(k * CHUNK, parts);
        let done: Vec<_> = match pieces.len() {
            0 | 1 => pieces.iter_mut().enumerate().map(fill).collect(),
            _ => pool()?.install(|| pieces.par_iter_mut().enumerate().map(fill).collect()),
        };
        Ok(done.into_iter().collect::<Result<(), _>>().map(|()| columns))
    }
}

/// The columns cut into pieces of [`CHUNK`] rows; a piece has a part of every column.
fn pieces(columns: &mut [Vec<f64>], n: usize) -> Vec<Vec<&mut [f64]>> {
    let mut pieces: Vec<Vec<_>> = (0..n.div_ceil(CHUNK)).map(|_| Vec::with_capacity(columns.len())).collect();
    for column in columns {
        pieces.iter_mut().zip(column.chunks_mut(CHUNK)).for_each(|(piece, part)| piece.push(part));
    }
    pieces
}

/// One column per output, and the shape that the inputs have together.
pub(crate) type Evaluated = (Vec<Vec<f64>>, Vec<usize>);

/// The outputs of the states that two inputs fix, in C order.
pub(crate) fn evaluate<'py>(
    py: Python<'py>,
    fluid: &Fluid,
    flash: Flash,
    inputs: [(Property, &Bound<'py, PyAny>); 2],
    outputs: &[Output],
    on_error: OnError,
) -> PyResult<Evaluated> {
    let names = [inputs[0].0, inputs[1].0];
    let [a, b] = inputs;
    let (a, b) = same_shape(py, read(a.1, a.0)?, read(b.1, b.0)?, names)?;
    let shape = if a.ndim() == 0 { b.shape().to_vec() } else { a.shape().to_vec() };
    let n = shape.iter().product();
    let (a, b) = (a.readonly(), b.readonly());
    let inputs = [column(&a)?, column(&b)?];
    let task = Task { fluid, flash, inputs, outputs, needs: Output::needs(outputs), on_error };
    let columns = guard(|| py.detach(|| task.run(n)))?.map_err(|(i, error)| {
        let place = if shape.is_empty() { String::new() } else { format!("{}: ", place(i, &shape)) };
        let [a, b] = [0, 1].map(|k| format!("{} = {}", names[k].name(), task.inputs[k].at(i)));
        thermo(error).reworded(|message| format!("{place}{message} (at {a}, {b})"))
    });
    Ok((columns.or_raise()?, shape))
}

/// The position of the i-th element in an array of that shape: `index 7`, `index (1, 2)`.
fn place(i: usize, shape: &[usize]) -> String {
    let mut rest = i;
    let mut index: Vec<String> = vec![];
    for length in shape.iter().rev() {
        index.insert(0, (rest % length).to_string());
        rest /= length;
    }
    if index.len() == 1 { format!("index {i}") } else { format!("index ({})", index.join(", ")) }
}

/// Values as an array of that shape; a single one as a float.
pub(crate) fn shaped<'py>(py: Python<'py>, values: Vec<f64>, shape: &[usize]) -> PyResult<Bound<'py, PyAny>> {
    match (shape, values.as_slice()) {
        ([], [value]) => Ok(value.into_pyobject(py)?.into_any()),
        _ => Ok(PyArray1::from_vec(py, values).reshape(IxDyn(shape))?.into_any()),
    }
}

fn column<'a>(array: &'a PyReadonlyArrayDyn<'_, f64>) -> PyResult<Column<'a>> {
    let values = array.as_slice()?;
    Ok(if array.ndim() == 0 { Column::One(values[0]) } else { Column::Each(values) })
}

/// The SI values of what was given for a property; contiguous arrays of floats are taken as they are.
fn read<'py>(object: &Bound<'py, PyAny>, property: Property) -> PyResult<Bound<'py, PyArrayDyn<f64>>> {
    let quantity = property.quantity();
    if let Some(value) = Value::of(object) {
        let message = || format!("{} = {object} is not compatible with {}", property.name(), quantity.name());
        let si = value.is_a(quantity).then_some(value.si()).ok_or_else(|| ThermoError::Validation(message()));
        return numbers(&si.or_raise()?.into_pyobject(object.py())?.into_any(), property);
    }
    let (Ok(magnitude), Ok(units)) = (object.getattr("magnitude"), object.getattr("units")) else {
        return numbers(object, property);
    };
    let unit = quantity.unit(&units.str()?.to_string()).or_raise()?;
    let values = numbers(&magnitude, property)?.readonly().as_array().mapv(|value| unit.to_si(value));
    Ok(PyArrayDyn::from_owned_array(object.py(), values))
}

fn numbers<'py>(object: &Bound<'py, PyAny>, property: Property) -> PyResult<Bound<'py, PyArrayDyn<f64>>> {
    let numpy = object.py().import("numpy")?;
    let wrong = |what: String| ThermoError::Validation(format!("{}: {what}: give numbers", property.name()));
    let array = numpy.call_method1("asarray", (object,))?;
    let dtype = array.getattr("dtype")?;
    if !matches!(&*dtype.getattr("kind")?.extract::<String>()?, "i" | "u" | "f" | "O") {
        return Err(wrong(format!("an array of {dtype}"))).or_raise();
    }
    let options = PyDict::new(object.py());
    options.set_item("dtype", "float64")?;
    options.set_item("requirements", "CA")?;
    let floats = numpy.call_method("require", (array,), Some(&options));
    let floats = floats.map_err(|error| wrong(error.to_string())).or_raise()?;
    Ok(floats.cast_into::<PyArrayDyn<f64>>()?)
}

type Pair<'py> = (Bound<'py, PyArrayDyn<f64>>, Bound<'py, PyArrayDyn<f64>>);

/// Two arrays in their common shape; single numbers stay single.
fn same_shape<'py>(
    py: Python<'py>,
    a: Bound<'py, PyArrayDyn<f64>>,
    b: Bound<'py, PyArrayDyn<f64>>,
    names: [Property; 2],
) -> PyResult<Pair<'py>> {
    if a.ndim() == 0 || b.ndim() == 0 || a.shape() == b.shape() {
        return Ok((a, b));
    }
    let message = format!(
        "{} has the shape {:?} and {} the shape {:?}: give arrays of one length, or a single number for one of them",
        names[0].name(),
        a.shape(),
        names[1].name(),
        b.shape()
    );
    let both = py.import("numpy")?.call_method1("broadcast_arrays", (&a, &b));
    let both = both.map_err(|_| ThermoError::Validation(message)).or_raise()?;
    let contiguous = |i: usize| -> PyResult<Bound<'py, PyArrayDyn<f64>>> {
        let array = py.import("numpy")?.call_method1("ascontiguousarray", (both.get_item(i)?,))?;
        Ok(array.cast_into::<PyArrayDyn<f64>>()?)
    };
    Ok((contiguous(0)?, contiguous(1)?))
}

/// The names of outputs: one, or several in a list or tuple.
pub(crate) enum Outputs {
    /// A single name gives an array.
    One(Output),
    /// Several give a table, with these names.
    Several(Vec<String>, Vec<Output>),
}

impl Outputs {
    /// What was asked for.
    pub(crate) fn read(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        match object.extract::<String>() {
            Ok(name) => Output::named(&name).map(Outputs::One).or_raise(),
            Err(_) => {
                let names = object.extract::<Vec<String>>().unwrap_or_default();
                if names.is_empty() {
                    let message =
                        format!("outputs are a name or a list of names, such as [\"T\", \"rho\"], not {object}");
                    return Err(ThermoError::Validation(message)).or_raise();
                }
                let outputs = names.iter().map(|name| Output::named(name)).collect::<Result<_, _>>().or_raise()?;
                Ok(Outputs::Several(names, outputs))
            }
        }
    }

    /// As a list.
    pub(crate) fn as_slice(&self) -> &[Output] {
        match self {
            Outputs::One(output) => std::slice::from_ref(output),
            Outputs::Several(_, outputs) => outputs,
        }
    }
}
