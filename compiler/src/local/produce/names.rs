//! What a name says: its words, in lower case.

/// The words of `transactionId`, `EVENT_TIME` or `millimetersPerSecond`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for sign in name.chars() {
        let is_letter = sign.is_alphabetic();
        if !is_letter || (sign.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        if is_letter && let Some(word) = words.last_mut() {
            word.extend(sign.to_lowercase());
        }
        was_lower = sign.is_lowercase();
    }
    words.retain(|it| !it.is_empty());
    words
}

/// What a table has for a name: for its words together, for its last two, for the last that the table knows.
pub fn find<'t, T>(words: &[String], table: &'t [(&str, T)]) -> Option<&'t T> {
    let together = words.concat();
    let last_two = words.len().checked_sub(2).map(|from| words[from..].concat());
    let singly = words.iter().rev().cloned();
    std::iter::once(together).chain(last_two).chain(singly).find_map(|word| {
        let row = table.iter().find(|(known, _)| known.split(' ').any(|it| is(&word, it)));
        row.map(|(_, found)| found)
    })
}

/// Whether a word is this one, or more than one of it.
fn is(word: &str, known: &str) -> bool {
    word == known || word.strip_suffix('s') == Some(known)
}

#[cfg(test)]
mod tests {
    use super::{find, words};

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("transactionId"), ["transaction", "id"]);
        assert_eq!(words("EVENT_TIME"), ["event", "time"]);
        assert_eq!(words("millimetersPerSecond2"), ["millimeters", "per", "second"]);
        assert!(words("_1").is_empty());
    }

    #[test]
    fn the_closest_row_is_found() {
        let table = [("name", 1), ("firstname given", 2), ("price", 3)];
        let found = |name: &str| find(&words(name), &table).copied();
        assert_eq!(found("customerFirstName"), Some(2));
        assert_eq!(found("name"), Some(1));
        assert_eq!(found("prices_usd"), Some(3));
        assert_eq!(found("nickname"), None);
    }
}
