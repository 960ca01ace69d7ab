//! `like`: at most one step back is ever remembered, so no pattern is slower than text times pattern.

use std::borrow::Cow;

/// `x like pattern escape c`: `%` is any run of code points, `_` any one, and the escape character makes the next
/// one plain. An escape character at the pattern's end stands for itself.
pub fn like(text: Option<Cow<'_, str>>, pattern: Option<Cow<'_, str>>, escape: Option<char>) -> Option<bool> {
    Some(matches(&text?, &pattern?, escape))
}

/// Whether every escape character of the pattern stands before `%`, `_` or itself, as the SQL standard wants it.
pub fn valid_like(pattern: &str, escape: Option<char>) -> bool {
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let escaped = if Some(character) == escape { characters.next() } else { Some('%') };
        if !escaped.is_some_and(|it| it == '%' || it == '_' || Some(it) == escape) {
            return false;
        }
    }
    true
}

/// A step of a pattern: any run, or one code point, which may have to be a certain one.
enum Token {
    Run,
    One(Option<char>),
}

fn matches(mut text: &str, mut pattern: &str, escape: Option<char>) -> bool {
    // The latest `%`: what stands after it, and the text from which that was tried last.
    let mut back: Option<(&str, &str)> = None;
    loop {
        let after = match token(pattern, escape) {
            None if text.is_empty() => return true,
            None => None,
            Some((Token::Run, rest)) => {
                (pattern, back) = (rest, Some((rest, text)));
                continue;
            }
            Some((Token::One(wanted), rest)) => step(text, wanted).map(|after| (after, rest)),
        };
        (text, pattern) = match (after, back) {
            (Some(both), _) => both,
            (None, Some((start, tried))) if !tried.is_empty() => {
                back = Some((start, skip(tried)));
                (skip(tried), start)
            }
            (None, _) => return false,
        };
    }
}

/// The first token of a pattern, and the rest.
fn token(pattern: &str, escape: Option<char>) -> Option<(Token, &str)> {
    let mut characters = pattern.chars();
    let first = characters.next()?;
    let token = match first {
        it if Some(it) == escape => Token::One(Some(characters.next().unwrap_or(it))),
        '%' => Token::Run,
        '_' => Token::One(None),
        plain => Token::One(Some(plain)),
    };
    Some((token, characters.as_str()))
}

/// The text after its first code point, if there is one and it is the wanted one.
fn step(text: &str, wanted: Option<char>) -> Option<&str> {
    match wanted {
        Some(wanted) => text.strip_prefix(wanted),
        None => (!text.is_empty()).then(|| skip(text)),
    }
}

/// The text after its first code point.
fn skip(text: &str) -> &str {
    let mut characters = text.chars();
    characters.next();
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::{like, valid_like};

    fn check(text: &str, pattern: &str, escape: Option<char>, expect: bool) {
        let found = like(Some(text.into()), Some(pattern.into()), escape);
        assert_eq!(found, Some(expect), "{text} like {pattern}");
    }

    #[test]
    fn a_run_may_be_empty_and_one_is_one_code_point() {
        for (text, pattern) in
            [("", ""), ("", "%"), ("abc", "%"), ("abc", "a%"), ("abc", "%c"), ("abc", "%b%")]
        {
            check(text, pattern, None, true);
        }
        for (text, pattern) in
            [("aXbXc", "a%b%c"), ("aab", "%ab"), ("ä😀", "__"), ("abab", "%ab"), ("a\nb", "a_b")]
        {
            check(text, pattern, None, true);
        }
        for (text, pattern) in
            [("a", ""), ("", "_"), ("abc", "ab"), ("abc", "b%"), ("Abc", "a%"), ("ab", "ab_")]
        {
            check(text, pattern, None, false);
        }
    }

    #[test]
    fn the_escape_character_makes_the_next_one_plain() {
        check("50%", "50!%", Some('!'), true);
        check("50x", "50!%", Some('!'), false);
        check("a!b", "a!!b", Some('!'), true);
        check("a!", "a!", Some('!'), true);
        check("a\\b", "a\\b", None, true);
    }

    #[test]
    fn null_is_like_nothing() {
        assert_eq!(like(None, Some("%".into()), None), None);
        assert_eq!(like(Some("a".into()), None, None), None);
    }

    #[test]
    fn many_runs_do_not_blow_up() {
        check(&"a".repeat(20_000), &format!("{}b", "%a".repeat(50)), None, false);
    }

    #[test]
    fn an_escape_stands_before_what_needs_it() {
        assert!(valid_like("50!%!_!!", Some('!')) && valid_like("a!b", None));
        assert!(!valid_like("a!b", Some('!')) && !valid_like("a!", Some('!')));
    }
}
