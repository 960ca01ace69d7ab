//! Names of generated functions and constants: plain words, each of them once.

use std::collections::BTreeSet;

/// Names that are taken.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

/// Longest name: with a number behind it, the line that it begins is still one.
const LONGEST: usize = 60;

impl Names {
    /// None yet but these.
    pub fn with(taken: &[&str]) -> Names {
        Names { taken: taken.iter().map(|it| (*it).to_owned()).collect() }
    }

    /// A function's name made of these words, `abnormal_add_custom_enrichment`.
    pub fn function(&mut self, words: &str) -> String {
        self.free(snake(words))
    }

    /// A constant's name made of these words, `ABNORMAL`.
    pub fn constant(&mut self, words: &str) -> String {
        self.free(snake(words).to_ascii_uppercase())
    }

    fn free(&mut self, name: String) -> String {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|it| !self.taken.contains(it));
        let free = free.expect("there are more numbers than names");
        self.taken.insert(free.clone());
        free
    }
}

/// Small letters and digits with single `_` between words; a capital after a small letter begins one.
fn snake(text: &str) -> String {
    let mut name = String::new();
    let mut before = '_';
    for it in text.chars() {
        let begins = it.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit());
        let plain = it.is_ascii_alphanumeric();
        if (begins || !plain) && !name.ends_with('_') {
            name.push('_');
        }
        if plain {
            name.push(it.to_ascii_lowercase());
        }
        before = it;
    }
    name.truncate(LONGEST);
    name.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_plain_words_and_each_is_there_once() {
        let mut names = Names::with(&["JOBS"]);
        let mut check = |words: &str, expect: &str| assert_eq!(names.function(words), expect);
        check("abnormal_add_customEnrichment", "abnormal_add_custom_enrichment");
        check("abnormal_add_custom_enrichment", "abnormal_add_custom_enrichment_2");
        check("a__b_add_TICKER", "a_b_add_ticker");
        check("a_add_größe in €", "a_add_gr_e_in");
        check("a_add_bankID2Code", "a_add_bank_id2_code");
        check(&"x".repeat(100), &"x".repeat(60));
        assert_eq!([names.constant("jobs"), names.constant("a_b")], ["JOBS_2", "A_B"]);
    }
}
