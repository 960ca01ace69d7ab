//! From what is meant to what will run: things in AWS, rights on edges, jobs.

mod access_logs;
mod job;
mod key;
mod outlets;
mod overrides;
mod readers;
mod thresholds;

use crate::cfn::{Removal, Tag, Text};
use crate::model::{Encryption, Model, Stream};
use crate::plan::{NodeId, Plan, Share};
use crate::sinks::{Base, Place};
use crate::spec;

/// What will run. Behind the gate nothing can go wrong.
pub fn lower(model: &Model) -> Plan {
    let mut plan = Plan::new(&model.name.value, &model.description, removal(model));
    if let Some(environment) = &model.environment {
        plan.stack = format!("{}-{}", plan.pipeline, environment.name.value.replace('_', "-"));
    }
    plan.permissions_boundary = model.settings.permissions_boundary.as_ref().map(|it| it.text.clone());
    plan.tags = model.settings.tags.iter().map(tag).collect();
    plan.account = model.environment.as_ref().and_then(|it| it.account.as_ref()).map(|it| it.value.clone());
    plan.thresholds = model.thresholds.iter().map(thresholds::lower).collect();
    plan.definitions = job::definitions(model);
    plan.shares = shares(model);
    plan.overrides = overrides::lower(model);
    let mut base = ground(model, &mut plan);
    let outlets = outlets::add(model, &mut base);
    readers::add(model, &outlets, &mut base);
    let access_logs = base.access_logs;
    access_logs::close(&mut plan, access_logs, place(model, "access-logs-policy", "settings"));
    plan
}

fn removal(model: &Model) -> Removal {
    match model.settings.removal {
        spec::Removal::Retain => Removal::Retain,
        spec::Removal::Destroy => Removal::Delete,
    }
}

/// The streams that other accounts may read. The key's policy names them before they are there, so each has a name.
fn shares(model: &Model) -> Vec<Share> {
    let key = match &model.settings.encryption {
        Encryption::Key(arn) => Some(arn.text.clone()),
        Encryption::CustomerKey | Encryption::AwsManaged => None,
    };
    let share = |it: &Stream| {
        let name = it.physical_name.as_ref().filter(|_| !it.readers.is_empty())?;
        Some(Share {
            stream: it.name.value.clone(),
            arn: Text::arn("kinesis", format!("stream/{}", name.value)),
            readers: it.readers.iter().map(|it| it.value.clone()).collect(),
            key: key.clone(),
        })
    };
    model.streams.iter().filter_map(share).collect()
}

fn tag((key, value): &(String, String)) -> Tag {
    Tag { key: key.clone(), value: value.clone() }
}

/// The key and the bucket of access logs, which all else stands on.
fn ground<'p>(model: &'p Model, plan: &'p mut Plan) -> Base<'p> {
    let key = key::add(model, plan);
    let data_key = match model.settings.encryption {
        Encryption::CustomerKey | Encryption::Key(_) => Some(key),
        Encryption::AwsManaged => None,
    };
    let place = place(model, "access-logs", "settings");
    let access_logs = access_logs::add(plan, place, model.settings.log_retention_days);
    let log_retention_days = model.settings.log_retention_days;
    Base { plan, key, data_key, access_logs, log_retention_days, name_prefix: &model.settings.name_prefix }
}

/// The place of what the whole pipeline needs, and no line of the file alone.
fn place(model: &Model, name: &str, path: &str) -> Place {
    Place { name: name.to_owned(), path: path.to_owned(), span: model.name.span }
}

/// A node whose logical id is not made from its name.
fn node(plan: &mut Plan, place: Place, id: &str, part: impl crate::plan::Part + 'static) -> NodeId {
    let part = std::rc::Rc::new(part);
    plan.add(crate::plan::Node {
        name: place.name,
        id: id.to_owned(),
        path: place.path,
        span: place.span,
        part,
    })
}
