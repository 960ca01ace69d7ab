//! Spec → Model: finds what names name, in the order that columns flow.

mod branches;
mod columns;
mod engines;
mod settings;
mod thresholds;
mod windows;

use super::codes::{NAME_TAKEN, UNKNOWN_SCHEMA};
use super::expression::{self, Place, Scope};
use super::{Branch, Column, Environment, Load, Model, Schema, SchemaId, Sink, Stream, Threshold, Watermark};
use crate::diagnostic::Diagnostics;
use crate::source::{Span, Spanned};
use crate::spec::{self, Spec};
use crate::syntax::Duration;
use branches::Branches;
use std::collections::BTreeMap;

/// Resolves what is written, in the environment that was laid over it, if one was. What hangs on something broken is left out, and not told again.
pub fn resolve(spec: Spec, environment: Option<Environment>) -> (Model, Diagnostics) {
    let mut findings = Diagnostics::new();
    one_namespace(&spec, &mut findings);
    let mut schemas = schemas(&spec);
    let thresholds = thresholds::resolve(&spec, &mut findings);
    checks(&mut schemas, &spec, &thresholds, &mut findings);
    let settings = settings::resolve(&spec);
    let streams = streams(&spec, &schemas, &settings.name_prefix, &mut findings);
    let sinks = sinks(&spec);
    let (mut streams, branches) =
        Branches::new(&spec, streams, &sinks, &thresholds, &mut findings).resolve_all();
    for (stream, (_, written)) in streams.iter_mut().zip(&spec.streams.items) {
        if let Some(written) = written {
            columns::keys(stream, written, &mut findings);
        }
    }
    let name = spec.pipeline.0.clone().map(|it| it.map(|it| it.text));
    let mut model = Model {
        name: name.unwrap_or_else(|| Spanned::new(String::new(), Span::default())),
        description: text(spec.description.as_ref()),
        schemas,
        streams,
        thresholds,
        branches,
        sinks,
        settings,
        tests: Vec::new(),
        environment,
        spec,
    };
    model.work_out_shards();
    model.tests = super::test::read(&model, &mut findings);
    (model, findings)
}

/// The text, or an empty one.
fn text(written: Option<&Spanned<String>>) -> String {
    written.map(|it| it.value.clone()).unwrap_or_default()
}

/// Streams, branches and sinks share one namespace, `dead_letters` among them.
fn one_namespace(spec: &Spec, findings: &mut Diagnostics) {
    let streams = spec.streams.items.iter().map(|(name, _)| (name, "a stream"));
    let hot = spec.hot.items.iter().map(|(name, _)| (name, "a branch"));
    let cold = spec.cold.items.iter().map(|(name, _)| (name, "a branch"));
    let sinks = spec.sinks.items.iter().map(|(name, _)| (name, "a sink"));
    let mut seen: BTreeMap<&str, (Span, &str)> = BTreeMap::new();
    for (name, noun) in streams.chain(hot).chain(cold).chain(sinks) {
        if name.value == "dead_letters" {
            let message = "every pipeline has a sink called `dead_letters`";
            findings.error(&NAME_TAKEN, name.span, message).help("choose another name");
        } else if let Some((span, other)) = seen.get(name.value.as_str()) {
            let message = format!("{other} is called `{}` already", name.value);
            findings.error(&NAME_TAKEN, name.span, message).label(*span, "here").help("choose another name");
        } else {
            seen.insert(&name.value, (name.span, noun));
        }
    }
}

fn schemas(spec: &Spec) -> Vec<Schema> {
    let read = |(name, schema): &(Spanned<String>, Option<spec::Schema>)| Schema {
        name: name.clone(),
        columns: schema.as_ref().map(columns::of_schema).unwrap_or_default(),
        checks: Vec::new(),
        intact: schema.as_ref().is_some_and(columns::is_intact),
    };
    spec.schemas.items.iter().map(read).collect()
}

/// Reads the `check`s of schemas whose columns are all known.
fn checks(schemas: &mut [Schema], spec: &Spec, thresholds: &[Threshold], findings: &mut Diagnostics) {
    let broken = broken(spec, thresholds);
    for (schema, (_, written)) in schemas.iter_mut().zip(&spec.schemas.items).filter(|(it, _)| it.intact) {
        let columns = written.iter().flat_map(|it| &it.columns.items);
        for (at, (_, column)) in columns.enumerate() {
            let Some(written) = column.as_ref().and_then(|it| it.block.as_ref()?.check.as_ref()) else {
                continue;
            };
            let columns = schema.columns.iter().map(Some).collect();
            let scope = Scope { columns, thresholds, broken: &broken, place: Place::Check };
            match expression::read_condition(written, &scope, findings) {
                Some(check) => schema.checks.push((at, check)),
                None => schema.intact = false,
            }
        }
    }
}

/// The names of thresholds that could not be read.
fn broken<'a>(spec: &'a Spec, thresholds: &[Threshold]) -> Vec<&'a str> {
    let written = spec.thresholds.items.iter().map(|(name, _)| name.value.as_str());
    written.filter(|name| !thresholds.iter().any(|it| it.name.value == *name)).collect()
}

fn streams(spec: &Spec, schemas: &[Schema], prefix: &str, findings: &mut Diagnostics) -> Vec<Stream> {
    spec.streams.items.iter().map(|(name, it)| stream(name, it.as_ref(), schemas, prefix, findings)).collect()
}

fn stream(
    name: &Spanned<String>,
    written: Option<&spec::Stream>,
    schemas: &[Schema],
    prefix: &str,
    findings: &mut Diagnostics,
) -> Stream {
    let mut intact = written.is_some_and(|it| !it.broken);
    let schema_name = written.and_then(|it| it.schema.as_ref());
    let schema = schema_name.and_then(|it| schema_called(it, schemas, findings));
    intact &= schema_name.is_none() || schema.is_some();
    let existing = written.and_then(|it| it.existing.clone());
    let position = written.and_then(|it| it.starting_position.as_ref()).map(|it| it.value);
    let default_position = match existing {
        Some(_) => spec::StartingPosition::Latest,
        None => spec::StartingPosition::TrimHorizon,
    };
    let shards = written.and_then(|it| it.capacity.as_ref()).and_then(|it| match it {
        spec::Capacity::Shards(block) => block.shards.0.clone().map(|it| it.map(|it| it.shards)),
        spec::Capacity::OnDemand | spec::Capacity::Load(_) => None,
    });
    let load = written.and_then(|it| it.capacity.as_ref()).and_then(|it| match it {
        spec::Capacity::Load(block) => Load::from_spec(block),
        spec::Capacity::OnDemand | spec::Capacity::Shards(_) => None,
    });
    let retention = written.and_then(|it| it.retention.clone());
    Stream {
        name: name.clone(),
        description: text(written.and_then(|it| it.description.as_ref())),
        schema,
        columns: schema.map(|it| schemas[it.0].columns.clone()).unwrap_or_default(),
        partition_key: None,
        id: Vec::new(),
        event_time: None,
        watermark: watermark(name, written.and_then(|it| it.watermark.as_ref())),
        starting_position: position.unwrap_or(default_position),
        shards,
        load,
        retention: retention.unwrap_or(Spanned::new(Duration::seconds(86_400), name.span)),
        physical_name: written.and_then(|it| it.name.clone()).map(|it| it.map(|it| format!("{prefix}{it}"))),
        readers: readers(written),
        existing,
        key: written.and_then(|it| it.key.clone()),
        intact: intact && schema.is_none_or(|it| schemas[it.0].intact),
    }
}

fn readers(written: Option<&spec::Stream>) -> Vec<Spanned<String>> {
    let readers = written.map_or(&[][..], |it| &it.readers.items);
    readers.iter().map(|it| it.clone().map(|it| it.digits)).collect()
}

fn watermark(name: &Spanned<String>, written: Option<&spec::Watermark>) -> Watermark {
    let delay = written.and_then(|it| it.delay.clone());
    let idle = written.and_then(|it| it.idle.clone());
    Watermark {
        delay: delay.unwrap_or(Spanned::new(Duration::seconds(5), name.span)),
        idle: idle.unwrap_or(Spanned::new(Duration::seconds(60), name.span)),
    }
}

fn schema_called(
    name: &Spanned<crate::syntax::Name>,
    schemas: &[Schema],
    findings: &mut Diagnostics,
) -> Option<SchemaId> {
    let found = schemas.iter().position(|it| it.name.value == name.text);
    if found.is_none() {
        let message = format!("no schema is called `{}`", name.text);
        let known = schemas.iter().map(|it| it.name.value.as_str());
        findings.error(&UNKNOWN_SCHEMA, name.span, message).nearest(&name.text, known);
    }
    found.map(SchemaId)
}

/// The sinks, one for each name: a sink that could not be read at all stands as `None`.
fn sinks(spec: &Spec) -> Vec<Sink> {
    let read = |(name, sink): &(Spanned<String>, Option<spec::Sink>)| {
        let sink = sink.as_ref();
        Sink {
            name: name.clone(),
            description: text(sink.and_then(|it| it.description.as_ref())),
            settings: sink.and_then(|it| it.settings.clone()),
        }
    };
    spec.sinks.items.iter().map(read).collect()
}

/// What a branch needs to know of the rest.
struct Surroundings<'a> {
    spec: &'a Spec,
    sinks: &'a [Sink],
    thresholds: &'a [Threshold],
    /// Names of thresholds that could not be read.
    broken: Vec<&'a str>,
}

impl Surroundings<'_> {
    /// The names that an expression may use.
    fn scope<'s>(&'s self, columns: Vec<Option<&'s Column>>, place: Place<'s>) -> Scope<'s> {
        Scope { columns, thresholds: self.thresholds, broken: &self.broken, place }
    }
}

/// A branch while it is resolved.
enum Progress {
    Waiting,
    Begun,
    Done(Box<Branch>),
}
