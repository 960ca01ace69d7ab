//! What is wrong with text that is no YAML, in a person's words, with the mend where it can be known.

use granit_parser::ErrorKind;

use super::codes;
use crate::diagnostic::{Code, Diagnostics, Edit};
use crate::source::Span;

/// A syntax error and what was read before it.
pub(super) struct Fault<'a> {
    /// The whole file.
    pub(super) text: &'a str,
    /// Where the parser gave up.
    pub(super) at: usize,
    /// The last scalar, alias or bracket before.
    pub(super) last: Span,
    /// The innermost open bracket.
    pub(super) bracket: Option<Span>,
    /// Where the open lists and mappings start.
    pub(super) starts: Vec<usize>,
}

/// A finding to be.
pub(super) struct Words {
    code: &'static Code,
    span: Span,
    message: String,
    help: Option<String>,
    edit: Option<Edit>,
}

/// Finds the words for an error.
pub(super) fn explain(kind: &ErrorKind, fault: &Fault<'_>) -> Words {
    use ErrorKind as E;
    match kind {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::TabAtBlockScalarStart => fault.tab(),
        E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => {
            fault.unclosed_quote()
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => fault.after_quote(),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => fault.escape(),
        E::UnclosedFlowCollection { .. } => fault.unclosed_bracket(),
        E::MismatchedFlowCollectionEnd { open, close } => fault.wrong_bracket(*open, *close),
        E::MisplacedFlowCollectionEnd => fault.lone_bracket(),
        E::BlockSequenceEntryNotAllowed => fault.list_beside_key(),
        E::BlockEntryInFlowCollection => fault.dash_in_brackets(),
        E::SimpleKeyExpected => fault.no_pair(fault.value(fault.at)),
        E::UnexpectedCharacter { character } if character.is_control() => fault.control(*character),
        E::UnexpectedCharacter { .. }
        | E::MissingAnchorOrAliasName
        | E::MappingKeyNotAllowed
        | E::InvalidBlockScalarHeader
        | E::ZeroBlockScalarIndent
        | E::PlainScalarStartsWithDashFlowIndicator => fault.needs_quotes(),
        E::MappingValueNotAllowed if fault.bracket.is_none() => fault.stray_colon(),
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry | E::InvalidIndentation => {
            fault.misplaced()
        }
        E::CommentNotSeparated => fault.words("a comment needs a blank before its `#`").help("write ` #`"),
        E::CommentInterceptedScalar => {
            fault.words("a comment cuts this text in two").help("move the comment above the text")
        }
        E::InvalidBlockScalarIndent => fault
            .words("a line of this text is indented less than its first")
            .help("indent all its lines alike"),
        E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8 => fault.tag(),
        E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::DuplicateTagDirective
        | E::MissingDocumentEndBeforeDirective
        | E::ExpectedTagDirectiveBang
        | E::InvalidDirectiveTerminator
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName
        | E::DirectiveByteLimitExceeded { .. }
        | E::TooManyReservedDirectiveParams { .. }
        | E::YamlVersionTooLong
        | E::MissingYamlVersion
        | E::InvalidTagDirectiveTerminator => fault.directive(),
        E::ExpectedDocumentStart if fault.last.end == 0 => fault.directive(),
        _ if fault.bracket.is_some() => fault.in_brackets(),
        _ => fault.words("this cannot be read as YAML"),
    }
}

impl Words {
    /// Adds the finding.
    pub(super) fn tell(self, findings: &mut Diagnostics) {
        let finding = findings.error(self.code, self.span, self.message);
        finding.help = self.help;
        finding.edit = self.edit;
    }

    fn help(mut self, help: impl Into<String>) -> Words {
        self.help = Some(help.into());
        self
    }

    fn edit(mut self, span: Span, replacement: impl Into<String>) -> Words {
        self.edit = Some(Edit { span, replacement: replacement.into() });
        self
    }

    fn code(mut self, code: &'static Code) -> Words {
        self.code = code;
        self
    }
}

impl<'a> Fault<'a> {
    fn tab(&self) -> Words {
        let start = self.line_start(self.at);
        let line = self.line(self.at);
        let indent = &line[..line.len() - line.trim_start().len()];
        let Some(tab) = indent.find('\t') else {
            return self.words("a tab stands where only spaces may").help("replace it with spaces");
        };
        let span = Span::new(start + tab, start + indent.len());
        self.words_at(span, "a tab indents this line, and YAML indents with spaces")
            .help("replace each tab with two spaces")
            .edit(Span::new(start, start + indent.len()), indent.replace('\t', "  "))
    }

    fn unclosed_quote(&self) -> Words {
        let from = self.last.end;
        let Some(quote) = self.text[from..].find(['"', '\'']).map(|it| from + it) else {
            return self.words("text in quotes is not closed, or goes on with less indentation");
        };
        let mark = &self.text[quote..=quote];
        let end = self.line_end(quote);
        self.words_at(Span::new(quote, end), format!("the quote `{mark}` that opens here is not closed"))
            .help(format!("close it with `{mark}`; lines that go on are indented"))
    }

    fn after_quote(&self) -> Words {
        let opening = self.text[self.last.end..].find(['"', '\'']).map(|it| self.last.end + it);
        let Some(quote) = opening.filter(|it| *it < self.at) else {
            return self.words("text goes on after its closing quote");
        };
        if self.text[quote..self.at].contains('\n') {
            return self.unclosed_quote();
        }
        let span = Span::new(self.at, self.line_end(self.at).max(self.at));
        let words = self.words_at(span, "text goes on after its closing quote");
        if self.text[quote..].starts_with('"') {
            words.help("write a quote inside double quotes as `\\\"`")
        } else {
            words.help("write a quote inside single quotes twice, as `''`")
        }
    }

    fn escape(&self) -> Words {
        let end = self.line_end(self.at);
        let Some(escape) = bad_escape(&self.text[self.at..end]).map(|it| self.at + it) else {
            return self
                .words("an escape in this text names no character")
                .help("write a backslash as `\\\\`, or use single quotes");
        };
        let length = 1 + self.text[escape + 1..end].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(escape, escape + length);
        self.words_at(span, format!("`{}` is no escape that names a character", &self.text[span.range()]))
            .help("write a backslash as `\\\\`, or use single quotes")
            .edit(Span::new(escape, escape), "\\")
    }

    fn unclosed_bracket(&self) -> Words {
        let Some(bracket) = self.bracket else {
            return self.words("a bracket that opens here is not closed").help("close it");
        };
        let open = &self.text[bracket.range()];
        self.words_at(bracket, format!("`{open}` is not closed"))
            .help(format!("close it with `{}`", closing(open)))
    }

    fn wrong_bracket(&self, open: char, close: char) -> Words {
        let right = closing(&open.to_string());
        self.words(format!("`{open}` is closed by `{close}`"))
            .help(format!("close it with `{right}`, or put the text in quotes"))
    }

    fn lone_bracket(&self) -> Words {
        let bracket = &self.text[self.at..self.char_end(self.at)];
        self.words(format!("`{bracket}` closes nothing")).help("remove it, or put the text in quotes")
    }

    fn list_beside_key(&self) -> Words {
        let item = self.value(self.at);
        let text = self.text[item.range()].trim_start_matches(['-', ' ']);
        self.words_at(item, "a list begins on the line after its key").help(format!("write `[{text}]`"))
    }

    fn dash_in_brackets(&self) -> Words {
        let end = self.at + 1 + usize::from(self.text[self.at + 1..].starts_with(' '));
        self.words("inside brackets a comma stands between items, and no `-` before them")
            .help("remove the `-`")
            .edit(Span::new(self.at, end), "")
    }

    fn control(&self, character: char) -> Words {
        let at = self.text[self.at..].find(character).map_or(self.at, |it| self.at + it);
        let number = u32::from(character);
        self.words_at(
            Span::new(at, at + character.len_utf8()),
            format!("the control character U+{number:04X} is not allowed"),
        )
        .help(format!("remove it, or write it as `\\x{number:02x}` inside double quotes"))
    }

    fn needs_quotes(&self) -> Words {
        let value = self.value(self.at);
        let text = &self.text[value.range()];
        let first = text.chars().next().unwrap_or(' ');
        let message = match first {
            '|' | '>' => format!("after `{first}` text begins on the next line"),
            _ => format!("text cannot begin with `{first}`"),
        };
        let quoted = quote(text);
        self.words_at(value, message).help(format!("put it in quotes: `{quoted}`")).edit(value, quoted)
    }

    /// A `: ` where no key can be: inside of text, or after text that swallowed the line before.
    fn stray_colon(&self) -> Words {
        let last = &self.text[self.last.range()];
        if !last.contains('\n') {
            return self.colon_in_text();
        }
        let start = self.line_start(self.last.start);
        let before = self.text[start..self.last.start].trim_matches([' ', '-']);
        if before.is_empty() {
            let line = last.lines().next().unwrap_or_default();
            return self.no_pair(Span::new(self.last.start, self.last.start + line.trim_end().len()));
        }
        let line_start = self.line_start(self.at);
        let key = self.line(self.at).trim_start();
        let key_start = line_start + self.line(self.at).len() - key.len();
        let spaces = indent(self.line(self.last.start));
        let span = Span::new(key_start, self.at.max(key_start));
        self.words_at(
            span,
            format!("`{}` stands below a key that has a value already", &self.text[span.range()]),
        )
        .help(format!("indent it with {spaces} spaces"))
        .edit(Span::new(line_start, key_start), " ".repeat(spaces))
    }

    fn colon_in_text(&self) -> Words {
        let is_near = self.line_start(self.last.start) == self.line_start(self.at);
        let start = if is_near { self.last.start } else { self.at };
        let value = self.value(start);
        let quoted = quote(&self.text[value.range()]);
        self.words("`: ` in the middle of text makes it a key")
            .help(format!("put the text in quotes: `{quoted}`"))
            .edit(value, quoted)
    }

    /// A line without `key: value`.
    fn no_pair(&self, span: Span) -> Words {
        let text = &self.text[span.range()];
        let words = self.words_at(span, format!("`{text}` is no `key: value`"));
        match text.split_once(':') {
            Some((key, value)) if !value.is_empty() => {
                let colon = span.start + key.len() + 1;
                words
                    .help(format!("write a space after the colon: `{key}: {value}`"))
                    .edit(Span::new(colon, colon), " ")
            }
            _ => words.help(format!("write `{}:` and its value", text.trim_end_matches(':'))),
        }
    }

    fn misplaced(&self) -> Words {
        let line = self.line(self.at);
        let start = self.line_start(self.at) + indent(line);
        let item = line.trim_start();
        if item.starts_with("- ") || item == "-" {
            return self
                .words_at(self.value(start), "a list item stands among keys")
                .help("give the list a key of its own, or remove the `-`");
        }
        if self.at > start {
            let value = self.value(self.at);
            return self.words_at(value, format!("`{}` cannot follow here", &self.text[value.range()]));
        }
        let fitting = self.fitting_indents(indent(line));
        let words = self.words_at(self.value(start), "the indentation of this line fits no line above");
        if fitting.is_empty() { words } else { words.help(format!("indent it with {fitting} spaces")) }
    }

    /// The indentations that would fit, as `0 or 2`.
    fn fitting_indents(&self, not: usize) -> String {
        let mut indents: Vec<_> = self.starts.iter().map(|it| it - self.line_start(*it)).collect();
        indents.push(indent(self.line(self.last.start)));
        indents.sort_unstable();
        indents.dedup();
        let fitting: Vec<_> = indents.iter().filter(|it| **it != not).map(usize::to_string).collect();
        fitting.join(" or ")
    }

    fn tag(&self) -> Words {
        let tag = self.value(self.at);
        self.words_at(tag, format!("`{}` is a tag", &self.text[tag.range()]))
            .help("remove it; a text that begins with `!` stands in quotes")
            .code(&codes::TAG)
    }

    fn directive(&self) -> Words {
        self.words("directives are not read").help("remove the line").code(&codes::DIRECTIVE)
    }

    /// A missing comma, a missing bracket or a `: ` inside brackets.
    fn in_brackets(&self) -> Words {
        let Some(bracket) = self.bracket else { return self.unclosed_bracket() };
        let is_over = self.line_start(self.at) > bracket.start
            && indent(self.line(self.at)) <= indent(self.line(bracket.start));
        if is_over || self.at >= self.text.trim_end().len() {
            return self.unclosed_bracket();
        }
        let close = closing(&self.text[bracket.range()]);
        if self.text[self.at..].starts_with(',') {
            return self.words("nothing stands before this `,`").help("remove the `,`");
        }
        self.words(format!("a `,` or `{close}` is expected before this"))
            .help("put a `,` between the items; put text with `: ` or `,` in quotes")
    }

    fn words(&self, message: impl Into<String>) -> Words {
        self.words_at(Span::new(self.at, self.char_end(self.at)), message)
    }

    fn words_at(&self, span: Span, message: impl Into<String>) -> Words {
        Words { code: &codes::SYNTAX, span, message: message.into(), help: None, edit: None }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |it| it + 1)
    }

    /// The end of the line without trailing blanks, but not before the place.
    fn line_end(&self, at: usize) -> usize {
        at + self.text[at..].lines().next().unwrap_or_default().trim_end().len()
    }

    fn line(&self, at: usize) -> &'a str {
        let start = self.line_start(at);
        self.text[start..].lines().next().unwrap_or_default()
    }

    fn char_end(&self, at: usize) -> usize {
        at + self.text[at..].chars().next().filter(|it| *it != '\n').map_or(0, char::len_utf8)
    }

    /// The text from here to the end of the line, to a comment, or in brackets to the next comma or bracket.
    fn value(&self, at: usize) -> Span {
        let line = &self.text[at..self.line_end(at)];
        let mut end = line.find(" #").unwrap_or(line.len());
        if self.bracket.is_some() {
            end = line[..end].find([',', ']', '}']).unwrap_or(end);
        }
        Span::new(at, at + line[..end].trim_end().len())
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn closing(open: &str) -> char {
    if open == "{" { '}' } else { ']' }
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Where the first backslash is whose next character makes no escape.
fn bad_escape(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    while let Some((at, it)) = chars.next() {
        if it == '\\' && !chars.next().is_some_and(|(_, it)| "0abt\tnvfre \"/\\N_LPxuU".contains(it)) {
            return Some(at);
        }
    }
    None
}
