//! SQL text → `sqlparser`'s tree: bounded, with keywords that are names here taken as names.

use super::Site;
use super::codes::{EXPRESSION_SYNTAX, EXPRESSION_TOO_LONG};
use pipec_runtime::aggregate;
use pipec_runtime::expr::functions;
use sqlparser::ast;
use sqlparser::dialect::Dialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace, Word};
use std::ops::Range;

/// Most bytes of an expression.
const MAX_BYTES: usize = 4096;
/// Most words and signs of an expression: the parser recurses over them.
const MAX_TOKENS: usize = 600;
/// Deepest nesting of an expression.
const MAX_DEPTH: usize = 40;

/// Words that an expression is built with; as names they must be quoted.
const GRAMMAR: [Keyword; 24] = [
    Keyword::AND,
    Keyword::OR,
    Keyword::NOT,
    Keyword::IN,
    Keyword::IS,
    Keyword::NULL,
    Keyword::TRUE,
    Keyword::FALSE,
    Keyword::BETWEEN,
    Keyword::LIKE,
    Keyword::ESCAPE,
    Keyword::CASE,
    Keyword::WHEN,
    Keyword::THEN,
    Keyword::ELSE,
    Keyword::CAST,
    Keyword::TRY_CAST,
    Keyword::AS,
    Keyword::DISTINCT,
    Keyword::FROM,
    Keyword::DIV,
    Keyword::EXTRACT,
    Keyword::INTERVAL,
    Keyword::UNKNOWN,
];

/// The SQL of expressions: names are words or stand in double quotes, `div` divides whole numbers.
#[derive(Debug)]
struct Sql;

impl Dialect for Sql {
    fn is_delimited_identifier_start(&self, it: char) -> bool {
        it == '"'
    }
    fn is_identifier_start(&self, it: char) -> bool {
        it.is_alphabetic() || it == '_'
    }
    fn is_identifier_part(&self, it: char) -> bool {
        it.is_alphanumeric() || it == '_'
    }
    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }
    fn parse_infix(
        &self,
        parser: &mut Parser,
        left: &ast::Expr,
        precedence: u8,
    ) -> Option<Result<ast::Expr, ParserError>> {
        if !parser.parse_keyword(Keyword::DIV) {
            return None;
        }
        let left = Box::new(left.clone());
        Some(parser.parse_subexpr(precedence).map(|right| ast::Expr::BinaryOp {
            left,
            op: ast::BinaryOperator::MyIntegerDivide,
            right: Box::new(right),
        }))
    }
}

/// Parses one expression and nothing behind it.
pub(super) fn parse(names: &[&str], site: &mut Site) -> Option<ast::Expr> {
    if site.text.len() > MAX_BYTES {
        let message = format!("an expression of {} bytes, more than {MAX_BYTES}", site.text.len());
        site.findings.error(&EXPRESSION_TOO_LONG, site.span, message).help(SPLIT);
        return None;
    }
    let tokens = tokens(names, site)?;
    if tokens.len() > MAX_TOKENS {
        let message = format!("an expression of {} words and signs, more than {MAX_TOKENS}", tokens.len());
        site.findings.error(&EXPRESSION_TOO_LONG, site.span, message).help(SPLIT);
        return None;
    }
    let mut parser = Parser::new(&Sql).with_recursion_limit(MAX_DEPTH).with_tokens_with_locations(tokens);
    match parser.parse_expr() {
        Ok(tree) => {
            let next = parser.peek_token();
            if next.token == Token::EOF {
                return Some(tree);
            }
            let at = range(site.text, next.span);
            let message = format!("`{}` does not belong here", next.token);
            site.error(&EXPRESSION_SYNTAX, at, message).label_here("the expression ends before this");
            None
        }
        Err(error) => {
            tell(&error, &parser, site);
            None
        }
    }
}

const SPLIT: &str = "work part of it out in a column of `add`, and use that column";

fn tokens(names: &[&str], site: &mut Site) -> Option<Vec<TokenWithSpan>> {
    let mut tokens = match Tokenizer::new(&Sql, site.text).tokenize_with_location() {
        Ok(tokens) => tokens,
        Err(error) => {
            let start = byte(site.text, error.location);
            let message =
                if error.message.contains("nterminated") || error.message.contains("close delimiter") {
                    "a quote is opened here and not closed".to_owned()
                } else {
                    "a sign that SQL does not have".to_owned()
                };
            site.error(&EXPRESSION_SYNTAX, start..site.text.len().max(start + 1).min(start + 1), message);
            return None;
        }
    };
    let is_comment = |it: &&TokenWithSpan| {
        matches!(
            it.token,
            Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_))
        )
    };
    if let Some(comment) = tokens.iter().find(is_comment) {
        let start = byte(site.text, comment.span.start);
        // YAML may have folded lines into one, so that a comment takes with it what stands on the next.
        site.error(&EXPRESSION_SYNTAX, start..start + 2, "an expression holds no comments".to_owned())
            .help("write it as a YAML comment, `# …` on a line above the key");
        return None;
    }
    tokens.retain(|it| !matches!(it.token, Token::Whitespace(_)));
    let mut cases = 0_usize;
    for index in 0..tokens.len() {
        let called = tokens.get(index + 1).is_some_and(|it| it.token == Token::LParen);
        if is_of_a_filter(&tokens[..index]) {
            continue;
        }
        if let Token::Word(word) = &mut tokens[index].token {
            take_as_name(word, called, &mut cases, names);
        }
    }
    Some(tokens)
}

/// Whether the next word is the `where` of `filter (where …)`.
fn is_of_a_filter(before: &[TokenWithSpan]) -> bool {
    let [.., word, bracket] = before else { return false };
    let is_filter = matches!(&word.token, Token::Word(it) if it.keyword == Keyword::FILTER);
    is_filter && bracket.token == Token::LParen
}

/// Puts quotes around a keyword that is a column, a threshold or a function here.
fn take_as_name(word: &mut Word, called: bool, cases: &mut usize, names: &[&str]) {
    if word.quote_style.is_some() {
        return;
    }
    let grammar = GRAMMAR.contains(&word.keyword);
    match word.keyword {
        Keyword::CASE => *cases += 1,
        Keyword::END if *cases > 0 => {
            *cases -= 1;
            return;
        }
        _ => {}
    }
    let named = word.value.to_lowercase();
    let is_function = called && (functions::named(&named).is_some() || aggregate::named(&named).is_some());
    if !grammar && (is_function || (!called && names.contains(&word.value.as_str()))) {
        word.quote_style = Some('"');
        word.keyword = Keyword::NoKeyword;
    }
}

/// The parser's complaint in our words.
fn tell(error: &ParserError, parser: &Parser, site: &mut Site) {
    let text = match error {
        ParserError::ParserError(text) | ParserError::TokenizerError(text) => text.as_str(),
        ParserError::RecursionLimitExceeded => {
            let message = format!("nested deeper than {MAX_DEPTH}");
            site.findings.error(&EXPRESSION_TOO_LONG, site.span, message).help(SPLIT);
            return;
        }
    };
    let text = text.split(" at Line:").next().unwrap_or_default();
    let (expected, found) = text.split_once(", found: ").unwrap_or((text, ""));
    let expected = expected.trim_start_matches("Expected: ").trim_start_matches("Expected ");
    let ended = found == "EOF" || found.is_empty();
    let at = if ended {
        let end = site.text.trim_end().len();
        end.saturating_sub(1)..end
    } else {
        place_of(found, parser, site.text)
    };
    let expected = plain(expected);
    let message = match ended {
        true => format!("the expression ends where {expected} is expected"),
        false => format!("expected {expected}, found `{found}`"),
    };
    site.error(&EXPRESSION_SYNTAX, at, message);
}

/// Where the token stands that the parser stumbled over: it, or the one after it.
fn place_of(found: &str, parser: &Parser, text: &str) -> Range<usize> {
    let current = parser.get_current_token();
    let next = parser.peek_token();
    let token =
        if current.token.to_string() != found && next.token.to_string() == found { &next } else { current };
    range(text, token.span)
}

/// What the parser calls things, in a person's words.
fn plain(expected: &str) -> String {
    match expected {
        "an expression" | "an expression:" => "an expression".to_owned(),
        "joined table" | "identifier" => "a name".to_owned(),
        other if other.len() <= 3 => format!("`{other}`"),
        other => other.to_lowercase(),
    }
}

/// The bytes of a place that `sqlparser` counts in lines and characters.
pub(super) fn range(text: &str, span: sqlparser::tokenizer::Span) -> Range<usize> {
    byte(text, span.start)..byte(text, span.end)
}

fn byte(text: &str, location: Location) -> usize {
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number as u64 + 1 == location.line {
            let column = location.column.saturating_sub(1) as usize;
            return start + line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte);
        }
        start += line.len();
    }
    text.len()
}
