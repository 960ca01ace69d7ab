//! Texts that differ, shown so that a person sees where.

use similar::{ChangeTag, TextDiff};

/// The lines that differ, each with the line before and after it; nothing when the texts are equal.
pub fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let diff = TextDiff::from_lines(expected, actual);
    let mut shown = String::new();
    for group in diff.grouped_ops(1) {
        for change in group.iter().flat_map(|it| diff.iter_changes(it)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            shown.push_str(&format!("{sign} {}\n", change.value().trim_end_matches('\n')));
        }
        shown.push_str("  ...\n");
    }
    Some(shown)
}

/// Fails with every complaint at once.
pub fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} in all:\n\n{}", complaints.len(), complaints.join("\n\n"));
}
