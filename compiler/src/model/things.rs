//! What the streams and sinks of a file are in AWS: names of what is made, ARNs of what is there already.

use super::Model;
use crate::sinks::{Existing, Names};
use crate::source::Spanned;
use crate::syntax::Arn;

static STREAM: Names = Names { noun: "stream", least: 1, most: 128, signs: "_.-", small_only: false };

/// A stream or sink that is there already.
#[derive(Debug)]
pub struct There<'m> {
    /// What it is: `table`.
    pub noun: &'static str,
    /// Its ARN.
    pub arn: &'m Spanned<Arn>,
    /// Its name in AWS, if the ARN is of such a thing.
    pub name: Option<&'m str>,
    /// The customer key that it is sealed with.
    pub key: Option<&'m Spanned<Arn>>,
    /// Where in it rows are put: the beginning of a bucket's object keys.
    pub inside: &'m str,
}

impl Model {
    /// The names that the file gives to things in AWS, prefix included, and of what.
    pub fn names(&self) -> impl Iterator<Item = (&'static Names, Spanned<String>)> {
        let prefix = &self.settings.name_prefix;
        let streams = self.streams.iter().filter(|it| it.existing.is_none());
        let streams = streams.filter_map(|it| Some((&STREAM, it.physical_name.clone()?)));
        let sinks = self.sinks.iter().filter_map(|it| Some(it.settings.as_ref()?.sink()));
        let sinks = sinks.filter(|it| it.existing().arn.is_none()).filter_map(move |it| {
            let (kind, name) = it.physical_name()?;
            Some((kind, name.clone().map(|it| format!("{prefix}{it}"))))
        });
        streams.chain(sinks)
    }

    /// The streams and sinks that are there already.
    pub fn there(&self) -> impl Iterator<Item = There<'_>> {
        let streams = self
            .streams
            .iter()
            .filter_map(|it| Some(there("stream", "stream/", it.existing.as_ref()?, it.key.as_ref(), "")));
        let sinks = self.sinks.iter().filter_map(|it| Some(it.settings.as_ref()?.sink()));
        streams.chain(sinks.filter_map(|it| {
            let Existing { noun, arn, key, form, .. } = it.existing();
            Some(there(noun, form, arn?, key, it.inside()))
        }))
    }
}

fn there<'m>(
    noun: &'static str,
    form: &str,
    arn: &'m Spanned<Arn>,
    key: Option<&'m Spanned<Arn>>,
    inside: &'m str,
) -> There<'m> {
    There { noun, arn, name: arn.value.part(5).strip_prefix(form), key, inside }
}
