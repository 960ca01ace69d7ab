//! The text of an expression as the documentation of its function.

/// Widest line of a comment.
const WIDTH: usize = 104;

/// The lines of a comment that shows `key: text`.
pub fn lines(key: &str, text: &str) -> Vec<String> {
    shown(key, text).iter().map(|it| format!("/// {it}").trim_end().to_owned()).collect()
}

fn shown(key: &str, text: &str) -> Vec<String> {
    let text: String = format!("{key}: {}", text.trim()).chars().flat_map(visible).collect();
    if !text.contains(['\n', '`']) && text.len() <= WIDTH {
        return vec![format!("`{text}`")];
    }
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let written = text.split('\n').flat_map(wrapped);
    let lines = std::iter::once(format!("{fence}sql")).chain(written).chain([fence.clone()]);
    lines.collect()
}

/// A character, or its code where a reader would not see it: Rust refuses some of those in comments.
fn visible(it: char) -> Vec<char> {
    match it {
        '\n' | '\'' | '"' | '\\' => vec![it],
        _ => it.escape_debug().collect(),
    }
}

fn longest_run(text: &str) -> usize {
    text.split(|it| it != '`').map(str::len).max().unwrap_or(0)
}

/// A line in several, broken at spaces that stand in no quotes.
fn wrapped(line: &str) -> Vec<String> {
    let indent = line.len() - line.trim_start().len();
    let mut lines = vec![String::new()];
    for word in words(line.trim()) {
        let last = lines.last_mut().expect("there is a line from the start");
        if last.is_empty() {
            last.push_str(&word);
        } else if indent + last.len() + 1 + word.len() <= WIDTH {
            last.push(' ');
            last.push_str(&word);
        } else {
            lines.push(word);
        }
    }
    let deeper = |(index, it): (usize, &String)| " ".repeat(indent + 4 * index.min(1)) + it;
    lines.iter().enumerate().map(deeper).map(|it| it.trim_end().to_owned()).collect()
}

/// The words of a line; what stands in quotes is not taken apart.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for it in line.chars() {
        match quote {
            None if it == '\'' || it == '"' => quote = Some(it),
            Some(open) if open == it => quote = None,
            None | Some(_) => {}
        }
        if it == ' ' && quote.is_none() {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(it);
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn short_texts_are_code_and_long_ones_a_block() {
        assert_eq!(shown("where", "a > 5"), ["`where: a > 5`"]);
        assert_eq!(shown("b", "a\n  + 1\n"), ["```sql", "b: a", "  + 1", "```"]);
        let long = format!("a > 5 and b = '{}' or c", "x y ".repeat(30));
        let block = shown("where", &long);
        assert_eq!(
            block[1..],
            ["where: a > 5 and b =", &format!("    '{}'", "x y ".repeat(30)), "    or c", "```"]
        );
    }

    #[test]
    fn nothing_hides_in_a_comment() {
        assert_eq!(shown("where", "a = '\u{202e}\r\tü'"), [r"`where: a = '\u{202e}\r\tü'`"]);
        assert_eq!(shown("where", "a = '```'"), ["````sql", "where: a = '```'", "````"]);
    }
}
