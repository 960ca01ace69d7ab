//! Lines as YAML counts them.

/// The lines of a text without their ends, each with its start; a lone carriage return ends one too.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text[start..];
        let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let width = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        next = (end < rest.len()).then_some(start + end + width);
        Some((start, &rest[..end]))
    })
}
