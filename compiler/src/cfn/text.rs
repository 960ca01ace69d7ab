//! Text of a template, which may hold references; it prints as a string, `Ref`, `Fn::GetAtt` or `Fn::Sub`, and as
//! `Fn::Join` where it says `${` itself.

use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// Text with references in it. Only handles make references, so none of them dangles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Text {
    parts: Vec<Part>,
}

/// What would begin a reference, and in the user's text begins none.
const DOLLAR: &str = "${";

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Literal(String),
    Reference(String),
    Attribute(String, &'static str),
}

/// What CloudFormation knows of the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pseudo {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    Partition,
    /// The region.
    Region,
    /// The account.
    Account,
    /// The stack's name.
    StackName,
    /// `amazonaws.com`, or its like in another partition.
    UrlSuffix,
}

impl Text {
    /// The value that `Ref` gives.
    pub(super) fn reference(id: &str) -> Text {
        Text { parts: vec![Part::Reference(id.to_owned())] }
    }

    /// The value that `Fn::GetAtt` gives.
    pub(super) fn attribute(id: &str, name: &'static str) -> Text {
        Text { parts: vec![Part::Attribute(id.to_owned(), name)] }
    }

    /// All of these in a row.
    pub fn concat(texts: impl IntoIterator<Item = Text>) -> Text {
        texts.into_iter().fold(Text::default(), |text, it| text.then(it))
    }

    /// This, and another behind it.
    pub fn then(mut self, next: impl Into<Text>) -> Text {
        for part in next.into().parts {
            match (self.parts.last_mut(), part) {
                (_, Part::Literal(it)) if it.is_empty() => {}
                (Some(Part::Literal(last)), Part::Literal(it)) => last.push_str(&it),
                (_, it) => self.parts.push(it),
            }
        }
        self
    }

    /// This, with a value in the place of what CloudFormation would fill in.
    pub fn with(self, pseudo: Pseudo, value: &str) -> Text {
        let known = Part::Reference(pseudo.id().to_owned());
        let part = |it: Part| match it == known {
            true => Text::from(value),
            false => Text { parts: vec![it] },
        };
        Text::concat(self.parts.into_iter().map(part))
    }

    /// Whether nothing is left for CloudFormation to fill in.
    pub fn is_settled(&self) -> bool {
        self.parts.iter().all(|it| matches!(it, Part::Literal(_)))
    }

    /// An ARN in this account and region: `arn:…:<service>:…:…:<rest>`.
    pub fn arn(service: &str, rest: impl Into<Text>) -> Text {
        Text::from("arn:")
            .then(Pseudo::Partition)
            .then(format!(":{service}:"))
            .then(Pseudo::Region)
            .then(":")
            .then(Pseudo::Account)
            .then(":")
            .then(rest)
    }
}

impl From<&str> for Text {
    fn from(it: &str) -> Text {
        Text { parts: vec![Part::Literal(it.to_owned())] }
    }
}

impl From<String> for Text {
    fn from(it: String) -> Text {
        Text { parts: vec![Part::Literal(it)] }
    }
}

impl Pseudo {
    fn id(self) -> &'static str {
        match self {
            Pseudo::Partition => "AWS::Partition",
            Pseudo::Region => "AWS::Region",
            Pseudo::Account => "AWS::AccountId",
            Pseudo::StackName => "AWS::StackName",
            Pseudo::UrlSuffix => "AWS::URLSuffix",
        }
    }
}

impl From<Pseudo> for Text {
    fn from(it: Pseudo) -> Text {
        Text::reference(it.id())
    }
}

impl Text {
    /// What stands between one `${` and the next. No escape is as sure as not to write one: what becomes of a `${!` that is
    /// not closed, or has another in it, is not documented.
    fn between_dollars(&self) -> Vec<Text> {
        let mut texts = vec![Text::default()];
        for part in &self.parts {
            let Part::Literal(it) = part else {
                let last = texts.pop().expect("there is one from the start");
                texts.push(last.then(Text { parts: vec![part.clone()] }));
                continue;
            };
            for (index, piece) in it.split(DOLLAR).enumerate() {
                let last = if index == 0 { texts.pop() } else { None };
                texts.push(last.unwrap_or_default().then(piece));
            }
        }
        texts
    }
}

/// The text as `Fn::Sub` takes it; a person reads it so, too.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Literal(it) => f.write_str(&it.replace("${", "${!"))?,
                Part::Reference(id) => write!(f, "${{{id}}}")?,
                Part::Attribute(id, name) => write!(f, "${{{id}.{name}}}")?,
            }
        }
        Ok(())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let between = self.between_dollars();
        if between.len() > 1 {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry("Fn::Join", &(DOLLAR, between))?;
            return map.end();
        }
        let mut map = match self.parts.as_slice() {
            [] => return serializer.serialize_str(""),
            [Part::Literal(it)] => return serializer.serialize_str(it),
            [..] => serializer.serialize_map(Some(1))?,
        };
        match self.parts.as_slice() {
            [Part::Reference(id)] => map.serialize_entry("Ref", id)?,
            [Part::Attribute(id, name)] => map.serialize_entry("Fn::GetAtt", &[id.as_str(), name])?,
            [..] => map.serialize_entry("Fn::Sub", &self.to_string())?,
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{Pseudo, Text};

    fn check(text: &Text, expect: &str) {
        assert_eq!(serde_json::to_string(text).expect("text prints"), expect);
    }

    #[test]
    fn text_without_references_is_a_string() {
        check(&Text::from("$a}").then("{b"), r#""$a}{b""#);
    }

    #[test]
    fn one_reference_is_a_ref_or_an_attribute() {
        check(&Pseudo::Region.into(), r#"{"Ref":"AWS::Region"}"#);
        check(&Text::attribute("A", "Arn").then(""), r#"{"Fn::GetAtt":["A","Arn"]}"#);
    }

    #[test]
    fn what_is_filled_in_is_text() {
        let text = Text::arn("sns", "t").with(Pseudo::Region, "r").with(Pseudo::Account, "1");
        check(&text, r#"{"Fn::Sub":"arn:${AWS::Partition}:sns:r:1:t"}"#);
        assert!(!text.is_settled());
        let text = text.with(Pseudo::Partition, "aws");
        assert!(text.is_settled());
        check(&text, r#""arn:aws:sns:r:1:t""#);
    }

    #[test]
    fn a_dollar_and_a_brace_of_the_text_itself_are_joined_in() {
        check(&Text::from("${AWS::Region}"), r#"{"Fn::Join":["${",["","AWS::Region}"]]}"#);
        check(&Text::from("a$").then("{b${!c"), r#"{"Fn::Join":["${",["a","b","!c"]]}"#);
        check(
            &Text::from("${x}$").then(Text::attribute("A", "Arn")).then("/${").then(Pseudo::Region),
            r#"{"Fn::Join":["${",["",{"Fn::Sub":"x}$${A.Arn}/"},{"Ref":"AWS::Region"}]]}"#,
        );
    }
}
