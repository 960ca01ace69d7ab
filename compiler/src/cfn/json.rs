//! JSON for people: what fits on a line stands on one, the rest is indented by two spaces.

use serde_json::Value;

/// Most characters of a line that holds more than one thing.
const WIDTH: usize = 110;

/// A value as every JSON file of ours has it, with a line feed at the end.
pub fn print(value: &Value) -> String {
    let mut text = String::new();
    lay(value, 0, 0, &mut text);
    text + "\n"
}

/// Writes a value that begins behind `before` characters of a line.
fn lay(value: &Value, depth: usize, before: usize, text: &mut String) {
    let line = inline(value);
    // A comma may follow.
    if before + line.chars().count() < WIDTH {
        return text.push_str(&line);
    }
    match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| (quoted(key) + ": ", value));
            block(['{', '}'], entries, depth, text);
        }
        Value::Array(list) => block(['[', ']'], list.iter().map(|it| (String::new(), it)), depth, text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&line),
    }
}

fn block<'v>(
    [open, close]: [char; 2],
    entries: impl Iterator<Item = (String, &'v Value)>,
    depth: usize,
    text: &mut String,
) {
    let indent = "  ".repeat(depth + 1);
    text.push(open);
    for (index, (key, value)) in entries.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&indent);
        text.push_str(&key);
        lay(value, depth + 1, indent.len() + key.chars().count(), text);
    }
    text.push('\n');
    text.push_str(&indent[2..]);
    text.push(close);
}

/// A value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let entries: Vec<String> = map.iter().map(|(key, it)| quoted(key) + ": " + &inline(it)).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

fn quoted(key: &str) -> String {
    Value::String(key.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::print;
    use serde_json::{Value, json};

    #[test]
    fn what_fits_on_a_line_stands_on_one() {
        assert_eq!(print(&json!({ "a": [1, "x"], "b": {} })), "{ \"a\": [1, \"x\"], \"b\": {} }\n");
    }

    #[test]
    fn what_does_not_is_indented() {
        let long = "x".repeat(110);
        let expect = format!("{{\n  \"a\": [\n    \"{long}\",\n    1\n  ],\n  \"b\": [2]\n}}\n");
        assert_eq!(print(&json!({ "a": [long, 1], "b": [2] })), expect);
    }

    #[test]
    fn the_text_is_the_value() {
        let value = json!({ "a": { "ä\n": [null, true, 1.5, "\"", { "b": "y".repeat(200) }] } });
        assert_eq!(serde_json::from_str::<Value>(&print(&value)).expect("it is JSON"), value);
    }
}
