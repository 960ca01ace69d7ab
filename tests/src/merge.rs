//! Lays the example of a code's page over the base pipeline, as `diagnostic::Code` says.

use pipec::source::Source;
use pipec::yaml::{Kind, Node, Style, comment_after, parse};

/// The example as a whole file: itself where it has a `version`, else laid over the base. Mappings merge, the
/// rest replaces.
pub fn over_base(example: &str, base: &str) -> String {
    if example.contains("version:") { example.to_owned() } else { lay(example, base) }
}

/// The mend of an example as a whole pipeline: itself where it has branches, else laid over the base.
pub fn mended(instead: &str, base: &str) -> String {
    let is_whole = instead.contains("version:") && ["hot:", "cold:"].iter().any(|it| instead.contains(it));
    if is_whole { instead.to_owned() } else { lay(instead, base) }
}

fn lay(example: &str, base: &str) -> String {
    let (base, over) = (Source::new("base.yaml", base), Source::new("example.yaml", example));
    let (lower, upper) = (parse(&base).0, parse(&over).0);
    let mut out = String::new();
    mapping(&[(&base, &lower), (&over, &upper)], "", &mut out);
    out
}

/// A mapping of several files, the later ones over the earlier.
fn mapping(files: &[(&Source, &Node)], indent: &str, out: &mut String) {
    let mut keys: Vec<&str> = Vec::new();
    for (key, _) in files.iter().flat_map(|(_, node)| node.as_map().unwrap_or_default()) {
        if !keys.contains(&key.value.as_str()) {
            keys.push(&key.value);
        }
    }
    for key in keys {
        let mut found: Vec<(&Source, &Node)> =
            files.iter().filter_map(|(source, node)| Some((*source, node.get(key)?))).collect();
        let last = *found.last().expect("the key is in one of them");
        if last.1.as_map().is_none() {
            found = vec![last];
        }
        let name = written_key(files, key);
        out.push_str(&format!("{indent}{name}:"));
        value(&found, indent, out);
    }
}

/// A key as it is written, quotes and all.
fn written_key<'a>(files: &[(&'a Source, &'a Node)], key: &str) -> &'a str {
    let pairs = files.iter().rev().flat_map(|(source, node)| {
        node.as_map().unwrap_or_default().iter().map(move |(it, _)| (*source, it))
    });
    let found = pairs.into_iter().find(|(_, it)| it.value == key);
    found.map(|(source, it)| source.slice(it.span)).expect("the key is in one of them")
}

fn value(files: &[(&Source, &Node)], indent: &str, out: &mut String) {
    let (source, node) = *files.last().expect("a value is in some file");
    let deeper = format!("{indent}  ");
    match &node.kind {
        Kind::Map(_) if files.iter().all(|(_, it)| it.as_map().is_none_or(<[_]>::is_empty)) => {
            out.push_str(" {}\n")
        }
        // In braces a comma has a meaning of its own, so what is written in braces and whole stays there.
        Kind::Map(_) if is_flow(source, node) && files.iter().all(|(_, it)| has_keys_of(node, it)) => {
            out.push_str(&format!(" {}\n", source.slice(node.span)));
        }
        Kind::Map(_) => {
            out.push('\n');
            mapping(
                &files.iter().filter(|(_, it)| it.as_map().is_some()).copied().collect::<Vec<_>>(),
                &deeper,
                out,
            );
        }
        Kind::List(items) if items.is_empty() => out.push_str(" []\n"),
        Kind::List(items) => {
            out.push('\n');
            for item in items {
                out.push_str(&format!("{deeper}-"));
                value(&[(source, item)], &deeper, out);
            }
        }
        Kind::Scalar(scalar) => {
            let text = source.slice(node.span);
            match scalar.style {
                Style::Literal | Style::Folded => out.push_str(&block(text, &deeper)),
                Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => {
                    let lines: Vec<&str> = text.lines().map(str::trim).collect();
                    out.push_str(&format!(" {}", lines.join(&format!("\n{deeper}"))));
                }
            }
            if let Some(comment) = comment_after(source, node.span) {
                out.push_str(&format!(" {}", source.slice(comment)));
            }
            out.push('\n');
        }
        Kind::Broken => out.push_str(&format!(" {}\n", source.slice(node.span))),
    }
}

fn is_flow(source: &Source, node: &Node) -> bool {
    source.slice(node.span).starts_with('{')
}

fn has_keys_of(node: &Node, other: &Node) -> bool {
    other.as_map().unwrap_or_default().iter().all(|(key, _)| node.get(key).is_some())
}

/// A block scalar, indented anew.
fn block(text: &str, indent: &str) -> String {
    let (header, body) = text.split_once('\n').unwrap_or((text, ""));
    let margin =
        body.lines().filter(|it| !it.trim().is_empty()).map(|it| it.len() - it.trim_start().len()).min();
    let line = |it: &str| format!("\n{indent}{}", it.get(margin.unwrap_or(0)..).unwrap_or_default());
    format!(" {header}{}", body.trim_end().lines().map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::over_base;

    #[test]
    fn mappings_merge_and_the_rest_replaces() {
        let base = "version: 1\na: { b: 'x', c: [1, 2] }\nd: plain # note\n";
        assert_eq!(
            over_base("a: { c: (1, 2) }\n", "version: 1\na: { c: 1 }\n"),
            "version: 1\na: { c: (1, 2) }\n"
        );
        let expect = "version: 1\na:\n  b: 'x'\n  c:\n    - 3\n  e: |\n    f\n      g\nd: plain # note\n";
        assert_eq!(over_base("a:\n  c: [3]\n  e: |\n      f\n        g\n", base), expect);
    }
}
