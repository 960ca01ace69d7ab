//! Texts → tokens: comments are left out, and whatever CloudFormation would take for a reference is seen.

use super::Fault;

/// What a line begins with that begins a section: the text of another application.
pub const SECTION: &str = "-- ==== ";

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A word without quotes, in capitals.
    Word(String),
    /// An identifier in quotes.
    Name(String),
    /// A text constant.
    Text(String),
    /// A text constant that is a parameter of the stack.
    Parameter,
    /// A number.
    Number(String),
    /// Anything else.
    Symbol(String),
}

/// The tokens of a text.
pub fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, behind) = match first {
            '\n' | ' ' => (None, &rest[1..]),
            '-' if rest.starts_with("--") => (None, comment(rest)?),
            '"' => quoted(rest, '"').map(|(name, behind)| (Some(Token::Name(name)), behind))?,
            '\'' => quoted(rest, '\'').and_then(|(text, behind)| Ok((Some(constant(text)?), behind)))?,
            'u' if rest.starts_with("u&'") => unicode(&rest[2..])?,
            '0'..='9' => number(rest)?,
            it if it.is_ascii_alphabetic() => word(rest),
            _ => symbol(rest)?,
        };
        found.extend(token);
        rest = behind;
    }
    Ok(found)
}

/// A comment ends with its line.
fn comment(rest: &str) -> Result<&str, Fault> {
    let (line, behind) = rest.split_once('\n').ok_or("a comment without a line's end")?;
    match line.chars().any(char::is_control) || is_referring(line) {
        true => Err(format!("a comment hides something: {line:?}")),
        false => Ok(behind),
    }
}

/// What stands in quotes, where two of them are one.
fn quoted(rest: &str, quote: char) -> Result<(String, &str), Fault> {
    let mut text = String::new();
    let mut behind = &rest[1..];
    loop {
        let (part, after) = behind.split_once(quote).ok_or(format!("a quote without an end: {rest:.20}"))?;
        text.push_str(part);
        match after.strip_prefix(quote) {
            Some(after) => {
                text.push(quote);
                behind = after;
            }
            None if text.chars().any(char::is_control) => {
                return Err(format!("a control character: {text:?}"));
            }
            None if quote == '"' && is_referring(&text) => {
                return Err(format!("a reference in a name: {text}"));
            }
            None => return Ok((text, after)),
        }
    }
}

/// A text constant is in ASCII and whole, or a parameter and nothing else.
fn constant(text: String) -> Result<Token, Fault> {
    let name = text.strip_prefix("${").and_then(|it| it.strip_suffix('}'));
    if name.is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric())) {
        return Ok(Token::Parameter);
    }
    match is_referring(&text) || !text.is_ascii() {
        true => Err(format!("a text that is a reference, or not in ASCII: {text}")),
        false => Ok(Token::Text(text)),
    }
}

/// A Unicode constant: `\` and four digits, or `\` twice (`sql-reference-expressions`).
fn unicode(rest: &str) -> Result<(Option<Token>, &str), Fault> {
    let (written, behind) = quoted(rest, '\'')?;
    constant(written.clone())?;
    let (mut text, mut left) = (String::new(), written.as_str());
    while let Some((plain, escaped)) = left.split_once('\\') {
        let code = escaped.get(..4).and_then(|it| char::from_u32(u32::from_str_radix(it, 16).ok()?));
        let (it, length) = match code {
            _ if escaped.starts_with('\\') => ('\\', 1),
            Some(it) => (it, 4),
            None => return Err(format!("an escape that is none: {written}")),
        };
        text.push_str(plain);
        text.push(it);
        left = &escaped[length..];
    }
    Ok((Some(Token::Text(text + left)), behind))
}

fn number(rest: &str) -> Result<(Option<Token>, &str), Fault> {
    let mut end = 0;
    let bytes = rest.as_bytes();
    while let Some(it) = bytes.get(end) {
        let signed = matches!(it, b'+' | b'-') && end > 0 && bytes[end - 1] == b'E';
        if !(it.is_ascii_digit() || matches!(it, b'.' | b'E') || signed) {
            break;
        }
        end += 1;
    }
    let (text, behind) = rest.split_at(end);
    let (mantissa, exponent) = text.split_once('E').unwrap_or((text, "0"));
    let good = mantissa.parse::<f64>().is_ok() && !mantissa.ends_with('.') && exponent.parse::<i32>().is_ok();
    if good { Ok((Some(Token::Number(text.to_owned())), behind)) } else { Err(format!("no number: {text}")) }
}

fn word(rest: &str) -> (Option<Token>, &str) {
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(rest.len());
    let (text, behind) = rest.split_at(end);
    (Some(Token::Word(text.to_uppercase())), behind)
}

fn symbol(rest: &str) -> Result<(Option<Token>, &str), Fault> {
    const SYMBOLS: [&str; 16] =
        ["<>", "<=", ">=", "||", "(", ")", ",", ";", ".", "+", "-", "*", "/", "=", "<", ">"];
    let found = SYMBOLS.iter().find(|it| rest.starts_with(**it)).ok_or(format!("no token: {rest:.10}"))?;
    Ok((Some(Token::Symbol((*found).to_owned())), &rest[found.len()..]))
}

/// Whether CloudFormation would look for a name in it: `${!` is a plain `${` to it.
fn is_referring(text: &str) -> bool {
    text.split("${").skip(1).any(|it| !it.starts_with('!'))
}
