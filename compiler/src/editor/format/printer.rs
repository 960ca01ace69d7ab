//! Lines of tokens as they should be written.

use super::atoms::Atom;
use super::comments::Comments;
use super::levels::{Levels, STEP};
use super::lines::{Lines, Mark, Token};
use super::{block, quotes};

/// A bracket that is open.
struct Bracket {
    /// How far the line is indented that closes it.
    indent: usize,
    /// Whether blanks stand inside of it.
    is_wide: bool,
}

struct Printer<'a> {
    lines: Lines<'a>,
    levels: Levels,
    brackets: Vec<Bracket>,
    comments: Comments<'a>,
    is_below_blank: bool,
    out: String,
}

/// The whole text.
pub(super) fn print(text: &str, atoms: Vec<Atom>) -> String {
    let mut printer = Printer {
        lines: Lines::new(text, atoms),
        levels: Levels::default(),
        brackets: Vec::new(),
        comments: Comments::default(),
        is_below_blank: false,
        out: String::new(),
    };
    while let Some(line) = printer.lines.next_line() {
        match line.as_slice() {
            [] => printer.is_below_blank = true,
            [comment] if comment.mark == Mark::Comment && printer.brackets.is_empty() => {
                printer.comments.add(comment, std::mem::take(&mut printer.is_below_blank));
            }
            [first, ..] => printer.line(first, &line),
        }
    }
    let levels = printer.levels.clone();
    printer.comments_above(&levels, (0, 0));
    printer.out
}

impl<'a> Printer<'a> {
    fn line(&mut self, first: &Token<'a>, line: &[Token<'a>]) {
        let levels = self.levels.clone();
        let (was, is) = (first.column(), self.indent(first));
        self.comments_above(&levels, (was, is));
        self.begin_line(is);
        let mut trailing = None;
        for (nth, token) in line.iter().enumerate() {
            let before = nth.checked_sub(1).map(|it| &line[it]);
            if let Some(before) = before {
                self.out.push_str(self.gap(before, token));
                let is_marker = before.mark == Mark::Dash || before.mark == Mark::Colon && nth == 1;
                if self.brackets.is_empty() && is_marker && token.begins_items() {
                    self.levels.begin(token.column(), token.mark == Mark::Dash);
                }
            }
            match token.mark {
                Mark::Open => {
                    let bracket = self.bracket(before, line.get(nth + 1), is, token);
                    self.brackets.push(bracket);
                }
                Mark::Close => drop(self.brackets.pop()),
                Mark::Comment => trailing = Some((token.column(), self.column())),
                Mark::Dash | Mark::Question | Mark::Colon | Mark::Comma | Mark::Document => {}
                Mark::Key | Mark::Value | Mark::Header => {}
            }
            self.token(token, (was, is));
        }
        self.comments.end_line(trailing);
        self.out.push('\n');
    }

    /// How far a line is indented that begins with this token.
    fn indent(&mut self, first: &Token<'a>) -> usize {
        if let Some(bracket) = self.brackets.last() {
            let inside = bracket.indent + STEP;
            let mut fixed = || self.comments.fixed(first, self.is_below_blank);
            return match (first.mark == Mark::Close, first.mark == Mark::Comment) {
                (true, _) => bracket.indent,
                (false, true) => fixed().unwrap_or(inside),
                (false, false) => inside,
            };
        }
        match first.mark {
            Mark::Dash => self.levels.enter(first.column(), true),
            Mark::Key | Mark::Question | Mark::Colon => self.levels.enter(first.column(), false),
            Mark::Document => {
                self.levels = Levels::default();
                0
            }
            Mark::Value | Mark::Header | Mark::Open | Mark::Close | Mark::Comma | Mark::Comment => {
                self.levels.value(first.column())
            }
        }
    }

    /// A bracket that opens in a line of this indentation.
    fn bracket(
        &self,
        before: Option<&Token<'a>>,
        next: Option<&Token<'a>>,
        line: usize,
        open: &Token<'a>,
    ) -> Bracket {
        let begins_here = before.is_none() || !self.brackets.is_empty();
        let is_item = before.is_some_and(|it| it.mark == Mark::Dash);
        let indent = match (begins_here, is_item) {
            (true, _) => line,
            (false, true) => self.levels.inside(),
            (false, false) => self.levels.innermost().1,
        };
        Bracket { indent, is_wide: open.text == "{" || next.is_some_and(|it| it.text == "{") }
    }

    /// What stands between two tokens of a line.
    fn gap(&self, before: &Token<'a>, token: &Token<'a>) -> &'a str {
        let (opens, closes) = (before.mark == Mark::Open, token.mark == Mark::Close);
        let is_comma = token.mark == Mark::Comma;
        if token.mark == Mark::Comment {
            // Comments of several lines may stand in one column.
            let is_column = !token.blanks.is_empty() && !token.blanks.contains('\t');
            return if is_column { token.blanks } else { " " };
        }
        if (opens || closes) && self.brackets.last().is_some_and(|it| it.is_wide) {
            return if opens && closes { "" } else { " " };
        }
        if before.mark == Mark::Colon && (closes || is_comma) {
            // A key without a value, which other readers may take for another key without its blank.
            return if token.blanks.is_empty() { "" } else { " " };
        }
        let is_tight = opens || closes || is_comma || token.mark == Mark::Colon;
        if is_tight { "" } else { " " }
    }

    /// A token, with the lines that belong to it.
    fn token(&mut self, token: &Token<'a>, line: (usize, usize)) {
        match token.mark {
            Mark::Header => self.block(token.text),
            Mark::Key | Mark::Value if token.text.contains('\n') => {
                self.out.push_str(&block::continued(token.text, line, self.levels.inside()));
            }
            Mark::Key => self.out.push_str(&quotes::key(token.text)),
            Mark::Value => self.out.push_str(&quotes::value(token.text)),
            Mark::Dash | Mark::Question | Mark::Colon | Mark::Comma | Mark::Open | Mark::Close => {
                self.out.push_str(token.text);
            }
            Mark::Comment | Mark::Document => self.out.push_str(token.text),
        }
    }

    fn block(&mut self, header: &str) {
        self.out.push_str(header.trim_end_matches([' ', '\t']));
        let block = block::block(header, &mut self.lines, self.levels.innermost());
        for line in block.lines {
            self.out.push('\n');
            self.out.push_str(&line);
        }
        self.is_below_blank = block.has_blanks_below;
    }

    fn comments_above(&mut self, levels: &Levels, next: (usize, usize)) {
        let is_below_blank = std::mem::take(&mut self.is_below_blank);
        for (column, text, is_below_blank) in self.comments.take(levels, next) {
            self.is_below_blank = is_below_blank;
            self.begin_line(column);
            self.out.push_str(text);
            self.out.push('\n');
        }
        self.is_below_blank = is_below_blank;
    }

    /// Begins a line, below a blank one if there was one or more.
    fn begin_line(&mut self, indent: usize) {
        if std::mem::take(&mut self.is_below_blank) && !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(&" ".repeat(indent));
    }

    /// How many characters the line has so far.
    fn column(&self) -> usize {
        let start = self.out.rfind('\n').map_or(0, |it| it + 1);
        self.out[start..].chars().count()
    }
}
