//! JSON for people: what fits on a line stands on one, the rest is indented by two spaces.

use serde_json::{Map, Value};

/// Most characters of a line that holds more than one thing.
const WIDTH: usize = 124;

/// A value as every JSON file of ours has it, with a line feed at the end.
pub fn print(value: &Value) -> String {
    let mut text = String::new();
    lay(value, 0, 0, &mut text);
    text + "\n"
}

/// Writes a value that begins behind `before` characters of a line.
fn lay(value: &Value, depth: usize, before: usize, text: &mut String) {
    // A comma may follow.
    if before + width(value) < WIDTH {
        return text.push_str(&inline(value));
    }
    match value {
        Value::Object(map) => match only_large(map) {
            Some(large) => around(map, large, depth, before, text),
            None => block(map, depth, text),
        },
        Value::Array(list) if list.iter().any(|it| is_large(it, depth)) => blocks(list, depth, text),
        Value::Array(list) => filled(list, depth, text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&inline(value)),
    }
}

/// The characters of a value on one line; what needs more than a line is not measured to its end.
fn width(value: &Value) -> usize {
    let mut total = 0;
    let mut add = |length: usize| {
        total += length;
        total <= WIDTH
    };
    match value {
        Value::Object(map) => {
            add(2);
            // A quoted key, a colon, a comma and blanks.
            let _ = map.iter().all(|(key, it)| add(quoted(key).chars().count() + width(it) + 4));
        }
        Value::Array(list) => {
            add(2);
            let _ =
                list.iter().enumerate().all(|(index, it)| add(width(it) + if index == 0 { 0 } else { 2 }));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            add(inline(value).chars().count());
        }
    }
    total
}

/// Whether a value of a list needs more than a line.
fn is_large(value: &Value, depth: usize) -> bool {
    (value.is_object() || value.is_array()) && 2 * depth + width(value) >= WIDTH
}

/// The value of a mapping that needs lines, if it is the last and at most one plain value stands before it.
fn only_large(map: &Map<String, Value>) -> Option<&Value> {
    let mut values = map.values().rev();
    let last = values.next().filter(|it| !is_plain(it))?;
    (map.len() <= 2 && values.all(is_plain)).then_some(last)
}

/// A mapping around one large value: `{ "Version": "2012-10-17", "Statement": [ … ] }`, indented once for both.
fn around(map: &Map<String, Value>, large: &Value, depth: usize, before: usize, text: &mut String) {
    let start = text.len();
    let last = map.len() - 1;
    for (index, (key, value)) in map.iter().enumerate() {
        text.push_str(if index == 0 { "{ " } else { ", " });
        text.push_str(&(quoted(key) + ": "));
        if index < last {
            text.push_str(&inline(value));
        }
    }
    let used = text[start..].chars().count();
    lay(large, depth, before + used, text);
    text.push_str(" }");
}

/// A mapping. Plain values share a line with the plain value before them, where they fit.
fn block(map: &Map<String, Value>, depth: usize, text: &mut String) {
    let indent = indent(depth + 1);
    text.push('{');
    let mut used = WIDTH;
    for (index, (key, value)) in map.iter().enumerate() {
        let entry = quoted(key) + ": ";
        let length = entry.chars().count() + width(value);
        text.push_str(if index == 0 { "" } else { "," });
        if is_plain(value) && used + length + 2 < WIDTH {
            text.push(' ');
            used += length + 2;
        } else {
            text.push('\n');
            text.push_str(&indent);
            used = if is_plain(value) { indent.len() + length } else { WIDTH };
        }
        text.push_str(&entry);
        lay(value, depth + 1, indent.len() + entry.chars().count(), text);
    }
    text.push('\n');
    text.push_str(&indent[2..]);
    text.push('}');
}

/// Whether a value is no mapping and no list.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(_) | Value::Array(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// A list of blocks, brackets on the blocks' own lines: `[{ … }, { … }]`.
fn blocks(list: &[Value], depth: usize, text: &mut String) {
    text.push('[');
    for (index, value) in list.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { ", " });
        // Each block begins a line of its own.
        lay(value, depth, WIDTH, text);
    }
    text.push(']');
}

/// A list of short values, as many on a line as fit.
fn filled(list: &[Value], depth: usize, text: &mut String) {
    let indent = indent(depth + 1);
    text.push('[');
    let mut used = WIDTH;
    for (index, value) in list.iter().enumerate() {
        let line = inline(value);
        let length = line.chars().count();
        text.push_str(if index == 0 { "" } else { "," });
        if used + length + 2 >= WIDTH {
            text.push('\n');
            text.push_str(&indent);
            used = indent.len() + length;
        } else {
            text.push(' ');
            used += length + 2;
        }
        text.push_str(&line);
    }
    text.push('\n');
    text.push_str(&indent[2..]);
    text.push(']');
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
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
        let expect = format!("{{\n  \"a\": [\n    \"{long}\", 1\n  ],\n  \"b\": [2]\n}}\n");
        assert_eq!(print(&json!({ "a": [long, 1], "b": [2] })), expect);
    }

    #[test]
    fn blocks_of_a_list_share_their_brackets_lines() {
        let long = "x".repeat(120);
        let expect = format!("[{{\n  \"a\": \"{long}\"\n}}, {{\n  \"b\": 1\n}}]\n");
        assert_eq!(print(&json!([{ "a": long }, { "b": 1 }])), expect);
    }

    #[test]
    fn a_mapping_around_one_large_value_adds_no_indentation() {
        let long = "x".repeat(120);
        let expect = format!("{{ \"a\": 1, \"b\": {{ \"c\": [{{\n  \"d\": \"{long}\"\n}}] }} }}\n");
        assert_eq!(print(&json!({ "a": 1, "b": { "c": [{ "d": long }] } })), expect);
    }

    #[test]
    fn the_text_is_the_value() {
        let value = json!({ "a": { "ä\n": [null, true, 1.5, "\"", { "b": "y".repeat(200) }] } });
        assert_eq!(serde_json::from_str::<Value>(&print(&value)).expect("it is JSON"), value);
    }
}
