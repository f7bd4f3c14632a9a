//! What fuzzers do, over bytes from a seeded generator (SplitMix64, Steele, Lea & Flood, OOPSLA 2014).

#[path = "../../fuzz/src/bodies.rs"]
mod bodies;

/// So many byte strings of one seed.
fn corpus(seed: u64, count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    (0..count).map(move |_| {
        let length = 8 + (next() % 120) as usize;
        (0..length).map(|_| next() as u8).collect()
    })
}

#[test]
fn flashes_of_any_bytes_give_a_state_or_an_error() {
    corpus(1, 20_000).for_each(|data| bodies::flash(&data));
}

#[test]
fn saved_models_with_any_bytes_in_them_load_or_are_refused() {
    corpus(2, 3_000).for_each(|data| bodies::json(&data));
}

#[test]
fn any_graph_compiles_or_is_refused() {
    corpus(3, 3_000).for_each(|data| bodies::compiler(&data));
}
