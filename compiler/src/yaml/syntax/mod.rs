//! What is wrong with text that is no YAML, in a person's words, with the mend where it can be known.

mod brackets;
mod layout;
mod place;
mod text;

use granit_parser::ErrorKind;

use super::codes;
use crate::diagnostic::{Code, Diagnostics, Edit};
use crate::source::Span;
pub(super) use place::Fault;

/// A finding to be.
pub(super) struct Words {
    /// Its place.
    pub(super) span: Span,
    code: &'static Code,
    message: String,
    help: Option<String>,
    edit: Option<Edit>,
}

/// Finds the words for an error.
pub(super) fn explain(kind: &ErrorKind, fault: &Fault<'_>) -> Words {
    if fault.has_outgrown_bracket() {
        return fault.unclosed_bracket();
    }
    let words =
        about_text(kind, fault).or_else(|| about_layout(kind, fault)).or_else(|| about_yaml(kind, fault));
    words.unwrap_or_else(|| match fault.bracket {
        Some(bracket) => fault.in_brackets(bracket),
        None => fault.words("this cannot be read as YAML"),
    })
}

/// Quotes, escapes and what text cannot begin with.
fn about_text(kind: &ErrorKind, fault: &Fault<'_>) -> Option<Words> {
    use ErrorKind as E;
    Some(match kind {
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
        E::UnexpectedCharacter { character } if character.is_control() => fault.control(*character),
        E::UnexpectedCharacter { .. }
        | E::MissingAnchorOrAliasName
        | E::MappingKeyNotAllowed
        | E::InvalidBlockScalarHeader
        | E::ZeroBlockScalarIndent
        | E::PlainScalarStartsWithDashFlowIndicator => fault.needs_quotes(),
        E::MappingValueNotAllowed if fault.bracket.is_none() => fault.stray_colon(),
        E::BomInsideDocument => fault.byte_order_mark(),
        E::CommentNotSeparated => fault.words("a comment needs a space before its `#`").help("write ` #`"),
        E::CommentInterceptedScalar => {
            fault.words("a comment cuts this text in two").help("move the comment above the text")
        }
        _ => return None,
    })
}

/// Indentation, lists and brackets.
fn about_layout(kind: &ErrorKind, fault: &Fault<'_>) -> Option<Words> {
    use ErrorKind as E;
    Some(match kind {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::TabAtBlockScalarStart => fault.tab(),
        E::InvalidBlockScalarIndent => fault
            .words("a line of this text is indented less than its first")
            .help("indent all its lines alike"),
        E::SimpleKeyExpected => fault.no_pair(fault.value(fault.at)),
        E::ExpectedBlockSequenceEntry => fault.no_item(),
        E::ExpectedBlockMappingKey | E::InvalidIndentation => fault.misplaced(),
        E::BlockSequenceEntryNotAllowed => fault.list_beside_key(),
        E::BlockEntryInFlowCollection => fault.dash_in_brackets(),
        E::UnclosedFlowCollection { .. } => fault.unclosed_bracket(),
        E::MismatchedFlowCollectionEnd { open, close } => fault.wrong_bracket(*open, *close),
        E::MisplacedFlowCollectionEnd => fault.lone_bracket(),
        _ => return None,
    })
}

/// What the language does not read at all: tags and directives, here even malformed.
fn about_yaml(kind: &ErrorKind, fault: &Fault<'_>) -> Option<Words> {
    use ErrorKind as E;
    Some(match kind {
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
        E::ExpectedDocumentStart => fault.words("the content of the file has ended before this"),
        _ => return None,
    })
}

impl Fault<'_> {
    fn tag(&self) -> Words {
        let tag = self.first_word(self.value(self.at));
        self.words_at(tag, format!("`{}` is a tag", self.slice(tag)))
            .help("remove it; a text that begins with `!` stands in quotes")
            .code(&codes::TAG)
    }

    fn directive(&self) -> Words {
        let line = self.first_line(self.at);
        self.words_at(line, format!("`{}` is a directive", self.slice(line)))
            .help("remove the line")
            .code(&codes::DIRECTIVE)
    }

    fn words(&self, message: impl Into<String>) -> Words {
        self.words_at(Span::new(self.at, self.char_end(self.at)), message)
    }

    fn words_at(&self, span: Span, message: impl Into<String>) -> Words {
        Words { span, code: &codes::SYNTAX, message: message.into(), help: None, edit: None }
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
