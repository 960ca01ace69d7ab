//! What every kind of sink says of itself. Its own file says it; the defaults are those of a sink not built yet.

use super::{Base, Place, Reach};
use crate::source::Spanned;
use crate::syntax::Arn;
use pipec_runtime::types::Type;
use serde_json::{Map, Value};

/// A kind of sink.
pub trait Sink {
    /// Whether this version of pipec makes it.
    fn is_built(&self) -> bool {
        false
    }

    /// Whether it takes records as the bytes that came, from cold branches.
    fn takes_bytes(&self) -> bool {
        false
    }

    /// The keys of its block that this version of pipec refuses, if they are there; `existing` among them.
    fn not_built_yet(&self) -> &'static [&'static str] {
        &[]
    }

    /// The keys of its block that an environment may change: places, sizes, addresses and secrets, never what a row becomes.
    fn environment_keys(&self) -> &'static [&'static str] {
        &[]
    }

    /// The keys that are written in its block.
    fn keys(&self) -> &[Spanned<String>] {
        &[]
    }

    /// Its name in AWS, if the file gives one, and what such names may be.
    fn physical_name(&self) -> Option<(&'static Names, &Spanned<String>)> {
        None
    }

    /// What its block says of a thing that is there already.
    fn existing(&self) -> Existing<'_> {
        Existing::default()
    }

    /// Where in the thing it puts rows; two sinks may stand in one thing, apart from each other.
    fn inside(&self) -> &str {
        ""
    }

    /// The services that use the key of the data for it, by their names for KMS; `hot` where functions write.
    fn services(&self, hot: bool) -> &'static [&'static str] {
        let _ = hot;
        &[]
    }

    /// Adds it to the plan, unless it is there already, and says how a function writes rows of these columns.
    fn add(&self, columns: &[(String, Type)], place: Place, base: &mut Base) -> Reach {
        let _ = (columns, base);
        unreachable!("the gate refuses `{}`: it is not built yet", place.name)
    }

    /// Its block with every default filled in.
    fn filled(&self) -> Value {
        Value::Object(Map::new())
    }
}

/// What the block of a sink says of a thing that is there already.
#[derive(Debug, Default)]
pub struct Existing<'s> {
    /// What it is: `table`.
    pub noun: &'static str,
    /// Its ARN.
    pub arn: Option<&'s Spanned<Arn>>,
    /// The customer key that it is sealed with.
    pub key: Option<&'s Spanned<Arn>>,
    /// The keys of the block that are about a thing that is made.
    pub own: &'static [&'static str],
    /// How its ARN goes on behind the account: `table/`.
    pub form: &'static str,
}

/// What names of a kind of thing in AWS may be.
/// Sources: the CloudFormation schemas of 2026-10-20; S3 user guide, `bucketnamingrules`.
#[derive(Debug)]
pub struct Names {
    /// What has the name.
    pub noun: &'static str,
    /// Fewest characters.
    pub least: usize,
    /// Most characters.
    pub most: usize,
    /// Signs beside letters and digits.
    pub signs: &'static str,
    /// Whether letters are small, and the ends no sign.
    pub small_only: bool,
}
