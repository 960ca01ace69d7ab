//! Lone surrogates: escapes that JSON's grammar lets pass but that no text can hold.

/// Whether a `\\u` escape anywhere in the JSON text is half of a pair without its other half.
pub fn is_lone_in(json: &str) -> bool {
    let mut rest = json;
    // A backslash stands only inside strings, where it begins an escape; elsewhere the text is malformed anyway.
    while let Some((_, escape)) = rest.split_once('\\') {
        let low = match unit(escape) {
            Some(0xd800..0xdc00) => escape.get(5..).and_then(|it| it.strip_prefix('\\')),
            Some(0xdc00..0xe000) => return true,
            Some(_) | None => {
                rest = after_first(escape);
                continue;
            }
        };
        match low {
            Some(low) if matches!(unit(low), Some(0xdc00..0xe000)) => rest = after_first(low),
            Some(_) | None => return true,
        }
    }
    false
}

/// The UTF-16 unit of an escape, given without its backslash; none of any other escape.
fn unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix('u')?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

fn after_first(text: &str) -> &str {
    let mut characters = text.chars();
    characters.next();
    characters.as_str()
}
