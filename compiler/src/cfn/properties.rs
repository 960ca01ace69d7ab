//! Which properties the resource types that we make have: a dated extract of CloudFormation's schemas.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The extract, as it stands in its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// Where it is from.
    pub source: String,
    /// The day of that.
    pub date: String,
    /// The types, by CloudFormation's names.
    pub types: BTreeMap<String, Properties>,
}

/// The properties of a type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Properties {
    /// Those that AWS gives, with dots where they are nested; nobody writes them.
    pub read_only: Vec<String>,
    /// What each may be.
    pub properties: BTreeMap<String, Shape>,
}

/// What a value may be.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Shape {
    /// JSON's words for it, with `|` between; `object` is any mapping, `any` anything.
    Plain(String),
    /// A list of these.
    List([Box<Shape>; 1]),
    /// A mapping of these.
    Map(BTreeMap<String, Shape>),
}

impl Extract {
    /// The extract that pipec carries.
    pub fn read() -> Extract {
        serde_json::from_str(include_str!("properties.json")).expect("a test reads the extract")
    }
}

#[cfg(test)]
mod tests {
    use super::{Extract, Shape};

    #[test]
    fn the_extract_says_what_it_is_of() {
        let extract = Extract::read();
        assert!(extract.source.contains("CloudFormation") && extract.date.starts_with("20"), "{extract:?}");
        let queue = &extract.types["AWS::SQS::Queue"];
        assert!(matches!(&queue.properties["DelaySeconds"], Shape::Plain(it) if it == "integer"));
        assert!(queue.read_only.contains(&"QueueUrl".to_owned()));
        assert!(matches!(&extract.types["AWS::SNS::Topic"].properties["Subscription"], Shape::List(_)));
    }
}
