//! Suggestions for misspelt names.

/// The names of `candidates` nearest to `name`, best first, at most three; empty when none is close.
///
/// Case does not count, and names that begin with it come first among equals. A candidate is close when it contains the name, or when a third of its letters or fewer differ.
///
/// # Examples
/// ```
/// let known = ["Compressor", "Condenser", "Expansion"];
/// assert_eq!(entropyk_core::suggest::nearest("compresor", known), ["Compressor"]);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let name = name.to_lowercase();
    let mut close: Vec<(usize, bool, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            Some((distance(&name, &lower)?, !lower.starts_with(&name), candidate))
        })
        .collect();
    // Stable: equally near names keep the order of the caller.
    close.sort_by_key(|(edits, is_other, _)| (*edits, *is_other));
    let mut names: Vec<&str> = Vec::new();
    for (_, _, candidate) in close {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(candidate)) {
            names.push(candidate);
        }
    }
    names.into_iter().take(3).map(str::to_owned).collect()
}

/// The edit distance of two lower-case names, if they are close.
fn distance(name: &str, candidate: &str) -> Option<usize> {
    let edits = strsim::damerau_levenshtein(name, candidate);
    let longest = name.chars().count().max(candidate.chars().count());
    let contained = name.len() >= 3 && candidate.contains(name);
    (edits * 3 <= longest || contained).then_some(edits)
}

/// The end of a message: `"; did you mean A, B or C?"`, or nothing.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(name, candidates).as_slice() {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [rest @ .., last] => format!("; did you mean {} or {last}?", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_names_only() {
        let known = ["R134a", "R143a", "Water", "n-Propane"];
        assert_eq!(nearest("r134", known), ["R134a"]);
        assert_eq!(nearest("R134", ["R114", "R134A", "R134a"]), ["R134A", "R114"]);
        assert_eq!(nearest("propane", known), ["n-Propane"]);
        assert!(nearest("unobtainium", known).is_empty());
        assert_eq!(did_you_mean("wter", known), "; did you mean Water?");
        assert_eq!(did_you_mean("zzz", known), "");
    }
}
