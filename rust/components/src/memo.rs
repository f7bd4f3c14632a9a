//! The last states that this thread has found from pairs of properties, and the last saturation lines from pressures.
//!
//! Within a solve the same state is asked for several times: an equation is differentiated, evaluated at the step, checked and
//! reported at inputs that have not changed. What is kept is what the fluid answered, so that no result depends on it.

use std::cell::RefCell;
use std::thread::LocalKey;

use entropyk_fluids::{Fluid, FluidError, Pair, Saturation, State};

/// Number of answers kept; a power of two.
const SIZE: usize = 256;

/// What a fluid answered, with what it was asked by.
struct Entry<K, V> {
    fluid: Fluid,
    key: K,
    answer: V,
}

/// Answers by their place.
type Memory<K, V> = RefCell<Vec<Option<Entry<K, V>>>>;

fn empty<K, V>() -> Memory<K, V> {
    RefCell::new((0..SIZE).map(|_| None).collect())
}

thread_local! {
    static STATES: Memory<(Pair, [u64; 2]), State> = empty();
    static SATURATIONS: Memory<u64, Saturation> = empty();
}

/// The state of a fluid from a pair of properties.
pub(crate) fn state(fluid: &Fluid, pair: Pair, a: f64, b: f64) -> Result<State, FluidError> {
    let values = [a.to_bits(), b.to_bits()];
    let place = place(values[0] ^ values[1].rotate_left(32) ^ pair as u64);
    recall(&STATES, fluid, (pair, values), place, || fluid.pair(pair, a, b, &[]))
}

/// Both sides of the saturation line of a fluid at a pressure.
pub(crate) fn saturation(fluid: &Fluid, p: f64) -> Result<Saturation, FluidError> {
    recall(&SATURATIONS, fluid, p.to_bits(), place(p.to_bits()), || fluid.saturation(p, &[]))
}

fn recall<K: PartialEq, V: Copy>(
    memory: &'static LocalKey<Memory<K, V>>,
    fluid: &Fluid,
    key: K,
    place: usize,
    ask: impl FnOnce() -> Result<V, FluidError>,
) -> Result<V, FluidError> {
    let known = memory.with_borrow(|answers| match &answers[place] {
        Some(entry) if entry.key == key && entry.fluid == *fluid => Some(entry.answer),
        _ => None,
    });
    if let Some(answer) = known {
        return Ok(answer);
    }
    // Not while the answers are borrowed: a fluid may be made of others.
    let answer = ask()?;
    memory.with_borrow_mut(|answers| answers[place] = Some(Entry { fluid: fluid.clone(), key, answer }));
    Ok(answer)
}

/// Multiplicative hashing (Knuth, The Art of Computer Programming, vol. 3, section 6.4).
fn place(bits: u64) -> usize {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    (bits.wrapping_mul(GOLDEN) >> (u64::BITS - SIZE.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_what_the_fluid_gives() {
        let fluids = ["R134a", "R290"].map(|name| Fluid::new(name).expect(name));
        for _ in 0..3 {
            for fluid in &fluids {
                for k in 0..200 {
                    let (p, t) = (1e5 + 1e3 * f64::from(k), 300.0);
                    let direct = fluid.pt(p, t, &[], None);
                    assert_eq!(state(fluid, Pair::PressureTemperature, p, t), direct);
                    assert_eq!(saturation(fluid, p), fluid.saturation(p, &[]));
                }
            }
        }
        assert!(state(&fluids[0], Pair::PressureTemperature, 1e5, -1.0).is_err());
    }
}
