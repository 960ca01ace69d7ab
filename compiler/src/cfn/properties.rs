//! Which properties the resource types that we make have: a dated extract of CloudFormation's schemas.

pub mod bounds;

use bounds::Bounded;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

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
    /// One of these, within bounds.
    Bounded(Bounded),
    /// A mapping of these.
    Map(BTreeMap<String, Shape>),
}

impl Extract {
    /// The extract that pipec carries; it is read once, for all rules and environments.
    pub fn read() -> &'static Extract {
        static EXTRACT: LazyLock<Extract> = LazyLock::new(|| {
            serde_json::from_str(include_str!("properties.json")).expect("a test reads the extract")
        });
        &EXTRACT
    }
}

#[cfg(test)]
mod tests {
    use super::bounds::Bounded;
    use super::{Extract, Shape};
    use regex_lite::Regex;

    #[test]
    fn the_extract_says_what_it_is_of() {
        let extract = Extract::read();
        assert!(extract.source.contains("CloudFormation") && extract.date.starts_with("20"), "{extract:?}");
        let queue = &extract.types["AWS::SQS::Queue"];
        let Shape::Bounded(seconds) = &queue.properties["DelaySeconds"] else { panic!("{queue:?}") };
        assert!(matches!(&*seconds.shape, Shape::Plain(it) if it == "integer"));
        assert_eq!((seconds.least, seconds.most), (Some(0.0), Some(900.0)));
        assert!(queue.read_only.contains(&"QueueUrl".to_owned()));
        assert!(matches!(&extract.types["AWS::SNS::Topic"].properties["Subscription"], Shape::List(_)));
    }

    #[test]
    fn every_pattern_can_be_asked() {
        let extract = Extract::read();
        let shapes = extract.types.values().flat_map(|it| it.properties.values());
        let mut patterns = Vec::new();
        shapes.for_each(|it| collect(it, &mut patterns));
        assert!(patterns.len() > 100, "{patterns:?}");
        for pattern in patterns {
            assert!(Regex::new(pattern).is_ok(), "{pattern}");
        }
    }

    fn collect<'s>(shape: &'s Shape, patterns: &mut Vec<&'s str>) {
        match shape {
            Shape::Plain(_) => {}
            Shape::List([item]) => collect(item, patterns),
            Shape::Bounded(Bounded { shape, pattern, .. }) => {
                patterns.extend(pattern.as_deref());
                collect(shape, patterns);
            }
            Shape::Map(shapes) => shapes.values().for_each(|it| collect(it, patterns)),
        }
    }
}
