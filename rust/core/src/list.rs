//! Lists in messages: short enough to read.

use std::fmt::Display;

/// As many things are named one after the other in a message.
pub const FEW: usize = 12;

/// `"a, b, c and 37 more"`: at most `limit` of the things, and how many are left.
///
/// # Examples
/// ```
/// assert_eq!(entropyk_core::few(&["a", "b"], 2), "a, b");
/// assert_eq!(entropyk_core::few(&["a", "b", "c", "d"], 2), "a, b and 2 more");
/// ```
pub fn few<T: Display>(things: &[T], limit: usize) -> String {
    let shown: Vec<String> = things.iter().take(limit).map(ToString::to_string).collect();
    let rest = things.len().saturating_sub(limit);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    shown.join(", ") + &more
}

/// The same with each thing on a line of its own, indented by two spaces.
pub fn few_lines<T: Display>(things: &[T], limit: usize) -> String {
    let rest = things.len().saturating_sub(limit);
    let mut lines: Vec<String> = things.iter().take(limit).map(|thing| format!("  {thing}")).collect();
    if rest > 0 {
        lines.push(format!("  and {rest} more"));
    }
    lines.join("\n")
}
