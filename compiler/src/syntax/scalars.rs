//! Single values: each is read by the type that is expected, and states its pattern to the schema.

use super::codes::{BAD_VALUE, NOT_BUILT_YET, WRONG_TYPE};
use super::reader::RESERVED_WORDS;
use super::{Read, Reader};
use crate::source::{Span, Spanned};
use crate::yaml::{self, Kind, Node, Offsets, Plain};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::fmt;

/// A value written as one word or one line of text.
pub trait FromScalar: Sized {
    /// What messages say was expected.
    const EXPECTED: &'static str;
    /// All values, where they are few words.
    const WORDS: &'static [&'static str] = &[];
    /// What plain YAML the value may be.
    const PLAIN: &'static [Plain] = &[Plain::Text];
    /// Whether it names something of the file. Whoever names it must have it, so quotes alone may not mend it.
    const REFERS: bool = false;
    /// The value of this text.
    fn from_text(text: &str) -> Option<Self>;
}

impl<T: FromScalar> Read for Spanned<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Spanned<T>> {
        let expected = || match T::WORDS {
            [] => T::EXPECTED.to_owned(),
            words => {
                format!("one of {}", words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "))
            }
        };
        let Kind::Scalar(scalar) = &node.kind else {
            reader.wrong_type(node, &expected());
            return None;
        };
        if !T::PLAIN.contains(&scalar.plain()) {
            reader.wrong_scalar::<T>(node, scalar, &expected());
            return None;
        }
        let value = T::from_text(&scalar.text);
        if value.is_none() && !T::WORDS.is_empty() && RESERVED_WORDS.contains(&scalar.text.as_str()) {
            let message = format!("`{}` is kept for a later version of pipec", scalar.text);
            reader.findings.error(&NOT_BUILT_YET, node.span, message);
        } else if value.is_none() {
            let message = format!("expected {}, found `{}`", expected(), scalar.text);
            reader
                .findings
                .error(&BAD_VALUE, reader.head(node.span), message)
                .respelled(&scalar.text, T::WORDS);
        }
        value.map(|it| Spanned::new(it, node.span))
    }
}

impl Reader<'_> {
    /// Tells that YAML takes a scalar for something else than what is expected.
    fn wrong_scalar<T: FromScalar>(&mut self, node: &Node, scalar: &yaml::Scalar, expected: &str) {
        let message = format!("expected {expected}, found {}", node.noun());
        let head = self.head(node.span);
        let finding = self.findings.error(&WRONG_TYPE, head, message);
        let wants_text = T::PLAIN.contains(&Plain::Text) && scalar.plain() != Plain::Null;
        if wants_text && T::from_text(&scalar.text).is_some() {
            let quoted = format!("\"{}\"", scalar.text);
            finding.help(format!("quote it: `{quoted}`"));
            if !T::REFERS {
                finding.edit(node.span, quoted);
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl FromScalar for String {
    const EXPECTED: &'static str = "text";
    fn from_text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }
}

impl FromScalar for bool {
    const EXPECTED: &'static str = "`true` or `false`";
    const PLAIN: &'static [Plain] = &[Plain::Boolean];
    fn from_text(text: &str) -> Option<bool> {
        Some(text.eq_ignore_ascii_case("true"))
    }
}

impl FromScalar for u32 {
    const EXPECTED: &'static str = "a whole number from 0 to 4294967295";
    const PLAIN: &'static [Plain] = &[Plain::Integer];
    fn from_text(text: &str) -> Option<u32> {
        text.parse().ok()
    }
}

/// A length of time such as `60s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(
    try_from = "String",
    rename = "Duration",
    extend("pattern" = "^[0-9]{1,9}(ms|s|m|h|d)$", "examples" = ["60s", "5m", "24h", "7d"])
)]
pub struct Duration {
    /// The milliseconds.
    pub millis: u64,
}

impl Duration {
    /// So many seconds.
    pub const fn seconds(seconds: u64) -> Duration {
        Duration { millis: seconds * 1000 }
    }

    /// Whole seconds, rounded up.
    pub fn as_seconds(self) -> u64 {
        self.millis.div_ceil(1000)
    }
}

const UNITS_OF_TIME: [(&str, u64); 5] =
    [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

impl FromScalar for Duration {
    const EXPECTED: &'static str = "a duration such as `500ms`, `60s`, `5m`, `24h` or `7d`";
    fn from_text(text: &str) -> Option<Duration> {
        Some(Duration { millis: with_unit(text, &UNITS_OF_TIME)? })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS_OF_TIME.iter().rev().find(|(_, size)| self.millis.is_multiple_of(*size));
        let (unit, size) = unit.unwrap_or(&("ms", 1));
        write!(f, "{}{unit}", self.millis / size)
    }
}

/// A size such as `64MiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(
    try_from = "String",
    rename = "Size",
    extend("pattern" = "^[0-9]{1,9}(B|KiB|MiB|GiB)$", "examples" = ["64KiB", "5MiB", "64MiB"])
)]
pub struct Bytes {
    /// The bytes.
    pub bytes: u64,
}

const UNITS_OF_SIZE: [(&str, u64); 4] = [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];

impl FromScalar for Bytes {
    const EXPECTED: &'static str = "a size such as `512B`, `64KiB` or `64MiB`";
    fn from_text(text: &str) -> Option<Bytes> {
        Some(Bytes { bytes: with_unit(text, &UNITS_OF_SIZE)? })
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS_OF_SIZE.iter().rev().find(|(_, size)| self.bytes.is_multiple_of(*size));
        let (unit, size) = unit.unwrap_or(&("B", 1));
        write!(f, "{}{unit}", self.bytes / size)
    }
}

/// One to nine digits and a unit.
fn with_unit(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let (_, size) = units.iter().find(|(name, _)| *name == unit)?;
    (1..=9).contains(&digits).then(|| number.parse::<u64>().ok().map(|it| it * size))?
}

/// The name of a thing in AWS, `arn:…`.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(
    try_from = "String",
    rename = "Arn",
    extend("pattern" = "^arn:aws[a-z0-9-]*:(iam::aws|[a-z0-9-]+:[a-z0-9-]*:([0-9]{12})?):[!-)+->@-~]+$", "examples" = ["arn:aws:kinesis:eu-west-1:111122223333:stream/orders"])
)]
pub struct Arn {
    /// The whole text.
    pub text: String,
}

impl Arn {
    /// The part at this index: `arn:partition:service:region:account:resource`.
    pub fn part(&self, index: usize) -> &str {
        self.text.splitn(6, ':').nth(index).unwrap_or_default()
    }

    /// Whether it is one of the policies that AWS keeps, whose account is `aws`.
    fn is_managed_by_aws(&self) -> bool {
        self.part(2) == "iam" && self.part(3).is_empty() && self.part(4) == "aws"
    }
}

impl FromScalar for Arn {
    const EXPECTED: &'static str = "an ARN, `arn:aws:service:region:account:name`";
    fn from_text(text: &str) -> Option<Arn> {
        let arn = Arn { text: text.to_owned() };
        let plain =
            |it: &str| it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
        let fits = arn.part(0) == "arn"
            && arn.part(1).starts_with("aws")
            && (1..=3).all(|it| plain(arn.part(it)))
            && !arn.part(2).is_empty()
            && (arn.part(4).is_empty() || is_account(arn.part(4)) || arn.is_managed_by_aws())
            && !arn.part(5).is_empty()
            // A `*` or `?` would be a right on more than one thing.
            && arn.part(5).bytes().all(|it| it.is_ascii_graphic() && it != b'*' && it != b'?');
        fits.then_some(arn)
    }
}

/// An AWS account, twelve digits.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(try_from = "String", rename = "Account", extend("pattern" = "^[0-9]{12}$"))]
pub struct AccountId {
    /// The digits.
    pub digits: String,
}

impl FromScalar for AccountId {
    const EXPECTED: &'static str = "an account, twelve digits in quotes";
    fn from_text(text: &str) -> Option<AccountId> {
        is_account(text).then(|| AccountId { digits: text.to_owned() })
    }
}

/// A region of AWS.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(
    try_from = "String",
    rename = "Region",
    extend("pattern" = "^[a-z]{2}(-[a-z]+)+-[0-9]$", "examples" = ["eu-west-1"])
)]
pub struct Region {
    /// Its name.
    pub name: String,
}

impl FromScalar for Region {
    const EXPECTED: &'static str = "a region such as `eu-west-1`";
    fn from_text(text: &str) -> Option<Region> {
        let parts: Vec<&str> = text.split('-').collect();
        let [country, words @ .., number] = parts.as_slice() else { return None };
        let small = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
        let fits = country.len() == 2
            && small(country)
            && !words.is_empty()
            && words.iter().all(|it| small(it))
            && number.len() == 1
            && number.bytes().all(|it| it.is_ascii_digit());
        fits.then(|| Region { name: text.to_owned() })
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(
    try_from = "String",
    rename = "EmailAddress",
    extend("pattern" = "^[A-Za-z0-9._%+-]{1,64}@(?=.{1,253}$)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$", "examples" = ["fraud-desk@example.com"])
)]
pub struct EmailAddress {
    /// The whole text.
    pub text: String,
}

impl FromScalar for EmailAddress {
    const EXPECTED: &'static str = "an e-mail address such as `fraud-desk@example.com`";
    fn from_text(text: &str) -> Option<EmailAddress> {
        let (local, domain) = text.split_once('@')?;
        let plain = |it: u8| it.is_ascii_alphanumeric() || b"._%+-".contains(&it);
        let labels = || domain.split('.');
        let fits = (1..=64).contains(&local.len())
            && local.bytes().all(plain)
            && domain.len() <= 253
            && labels().count() >= 2
            && labels()
                .all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-'));
        fits.then(|| EmailAddress { text: text.to_owned() })
    }
}

/// A constant: text, a number or a truth value.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// The text, quotes undone.
    pub text: String,
    /// What YAML takes it for; quoted text is `Text`.
    pub plain: Plain,
}

impl Read for Spanned<Literal> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Spanned<Literal>> {
        match &node.kind {
            Kind::Scalar(scalar) if scalar.plain() != Plain::Null => {
                let literal = Literal { text: scalar.text.clone(), plain: scalar.plain() };
                Some(Spanned::new(literal, node.span))
            }
            _ => {
                reader.wrong_type(node, "text, a number, `true` or `false`");
                None
            }
        }
    }
}

impl JsonSchema for Literal {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Literal".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

/// An SQL expression, with what is needed to point into it.
#[derive(Debug, Clone)]
pub struct Expression {
    /// The expression, quotes and line breaks of YAML undone.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The comment that follows it on its line, if it is unquoted.
    pub comment: Option<Span>,
    /// Whether YAML's own quotes stood around it.
    pub quoted: bool,
    /// From places in the text to places in the file.
    pub offsets: Offsets,
}

impl Read for Expression {
    fn read(node: &Node, reader: &mut Reader) -> Option<Expression> {
        let scalar = match &node.kind {
            Kind::Scalar(scalar) if scalar.plain() != Plain::Null => scalar,
            _ => {
                reader.wrong_type(node, "an SQL expression");
                return None;
            }
        };
        let plain = scalar.style == yaml::Style::Plain;
        Some(Expression {
            text: scalar.text.clone(),
            span: node.span,
            comment: if plain { yaml::comment_after(reader.source, node.span) } else { None },
            quoted: matches!(scalar.style, yaml::Style::SingleQuoted | yaml::Style::DoubleQuoted),
            offsets: Offsets::new(reader.source, node),
        })
    }
}

impl JsonSchema for Expression {
    fn schema_name() -> Cow<'static, str> {
        "Expression".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "number", "boolean"],
            "description": "An SQL expression over columns and thresholds."
        })
    }
}

/// Any YAML: its meaning is not the reader's matter.
#[derive(Debug, Clone)]
pub struct Any {
    /// The node.
    pub node: Node,
}

impl Read for Any {
    fn read(node: &Node, _: &mut Reader) -> Option<Any> {
        (node.kind != Kind::Broken).then(|| Any { node: node.clone() })
    }
}

impl JsonSchema for Any {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Any".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({})
    }
}
