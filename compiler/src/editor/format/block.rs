//! Texts of several lines: below `|` and `>` only their indentation moves, in quotes and without them their lines, too.

use super::levels::STEP;
use super::lines::Lines;

/// What stands below `|` or `>`.
pub(super) struct Block {
    /// Its lines, indented.
    pub(super) lines: Vec<String>,
    /// Whether blank lines follow that are no part of it.
    pub(super) has_blanks_below: bool,
}

/// Takes the lines below a header, whose level was in one column and will be in another.
pub(super) fn block(header: &str, lines: &mut Lines<'_>, (was, is): (usize, usize)) -> Block {
    let indicators = header.split([' ', '\t']).next().unwrap_or_default();
    let given = indicators.chars().find_map(|it| it.to_digit(10)).map(|it| it as usize);
    let raw = taken(lines, given.map(|it| was + it), was);
    let indent = given.map_or_else(|| first_indent(&raw), |it| was + it);
    let wanted = is + given.unwrap_or(STEP);
    let mut lines: Vec<String> = raw.iter().map(|it| moved(it, indent, wanted)).collect();
    let written = lines.iter().rposition(|it| !it.is_empty()).map_or(0, |it| it + 1);
    let has_blanks_below = written < lines.len() && !indicators.contains('+');
    if has_blanks_below {
        lines.truncate(written);
    }
    Block { lines, has_blanks_below }
}

/// The lines that are blank or indented far enough.
fn taken<'a>(lines: &mut Lines<'a>, given: Option<usize>, was: usize) -> Vec<&'a str> {
    let (mut taken, mut least) = (Vec::new(), given);
    while let Some(line) = lines.peek_line() {
        let spaces = spaces(line);
        if spaces < line.len() {
            let least = *least.get_or_insert(spaces.max(was + 1));
            if spaces < least {
                break;
            }
        }
        lines.take_line();
        taken.push(line);
    }
    taken
}

fn first_indent(lines: &[&str]) -> usize {
    lines.iter().find(|it| spaces(it) < it.len()).map_or(usize::MAX, |it| spaces(it))
}

fn moved(line: &str, indent: usize, wanted: usize) -> String {
    match line.get(indent..) {
        Some(text) if !text.is_empty() => " ".repeat(wanted) + text,
        Some(_) | None => String::new(),
    }
}

/// The lines of a scalar that goes on below the line it begins in: they move as that line does, and stay inside of
/// their level.
pub(super) fn continued(text: &str, (was, is): (usize, usize), least: usize) -> String {
    let mut moved = String::new();
    for (nth, line) in text.split('\n').enumerate() {
        let line = trimmed(line);
        if nth > 0 {
            moved.push('\n');
        }
        let spaces = spaces(line);
        if nth > 0 && !line.is_empty() {
            moved.push_str(&" ".repeat((spaces + is).saturating_sub(was).max(least)));
            moved.push_str(&line[spaces..]);
        } else {
            moved.push_str(line);
        }
    }
    moved
}

/// Without the blanks at its end, unless a backslash makes them part of the text.
fn trimmed(line: &str) -> &str {
    let trimmed = line.trim_end_matches([' ', '\t']);
    if trimmed.ends_with('\\') { line } else { trimmed }
}

fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
