//! What `compile` and `build` say at their end: what was written, and the steps that a person owes.

use super::build::ZIP;
use super::files::Written;
use super::pipeline::Pipeline;
use crate::emit::{INLINE_BYTES, TEMPLATE};
use crate::model::Model;
use crate::retired;
use crate::sinks::Settings;
use std::fmt::Write;

/// How far the functions' code is.
pub enum Code {
    /// This command builds it.
    Unbuilt {
        /// The command.
        command: String,
    },
    /// Its zip is there.
    Built {
        /// The first digits of its hash, by which it is called in the bucket.
        hash: String,
    },
}

/// What was written, in a line.
pub fn written(pipeline: &Pipeline, written: &Written) -> String {
    let folder = pipeline.folder.path().display();
    match written {
        Written { changed: 0, removed: 0, .. } => format!("{folder} is up to date\n"),
        Written { changed, kept, removed: 0 } => {
            format!("{folder}: {changed} files written, {kept} as before\n")
        }
        Written { changed, kept, removed } => {
            format!("{folder}: {changed} files written, {kept} as before, {removed} removed\n")
        }
    }
}

/// What is to be done, with exact commands.
pub fn next(pipeline: &Pipeline, code: &Code) -> String {
    let mut text = "\nnext:\n".to_owned();
    for (number, (what, commands)) in steps(pipeline, code).into_iter().enumerate() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {}. {what}", number + 1);
        commands.iter().for_each(|it| {
            let _ = writeln!(text, "     {it}");
        });
    }
    text
}

/// Each step in words, with its commands.
fn steps(pipeline: &Pipeline, code: &Code) -> Vec<(String, Vec<String>)> {
    let mut steps = Vec::new();
    if !pipeline.plan.jobs.is_empty() {
        steps.push(bring(pipeline, code));
    }
    steps.push((deployment(&pipeline.model), deploy(pipeline, code)));
    let addresses = addresses(&pipeline.model);
    if !addresses.is_empty() {
        steps.push((format!("confirm the mail that AWS sends to {}", addresses.join(", ")), Vec::new()));
    }
    steps
}

/// The way of the functions' code into a bucket.
fn bring(pipeline: &Pipeline, code: &Code) -> (String, Vec<String>) {
    let zip = pipeline.folder.path().join(ZIP);
    let copy = format!("aws s3 cp {} s3://BUCKET/{}", zip.display(), key(pipeline, code));
    match code {
        Code::Unbuilt { command } => (
            "build the function and put it into a bucket of the stack's region".to_owned(),
            vec![format!("{command}  # tells HASH"), copy],
        ),
        Code::Built { .. } => ("put the function into a bucket of the stack's region".to_owned(), vec![copy]),
    }
}

/// The key of the zip. It follows from the bytes: under a key that stays, a stack sees no change.
fn key(pipeline: &Pipeline, code: &Code) -> String {
    let hash = match code {
        Code::Unbuilt { .. } => "HASH",
        Code::Built { hash } => hash,
    };
    format!("{}/{hash}.zip", pipeline.plan.pipeline)
}

/// What it is to deploy: AWS refuses what it has retired.
fn deployment(model: &Model) -> String {
    let retired = model.hot().find_map(|(_, _, hot)| retired::named(hot.engine.abilities().runtime));
    match retired {
        Some(it) => {
            format!("deploy the stack; AWS refuses it, as it has retired `{}`: {}", it.name, it.told())
        }
        None => "deploy the stack".to_owned(),
    }
}

fn deploy(pipeline: &Pipeline, code: &Code) -> Vec<String> {
    let (stack, folder) = (&pipeline.plan.pipeline, pipeline.folder.path().display());
    let mut options = vec!["--capabilities CAPABILITY_IAM".to_owned()];
    let template = pipeline.artifacts.get(TEMPLATE).unwrap_or_default();
    if template.len() > INLINE_BYTES {
        options[0].push_str(" --s3-bucket BUCKET");
    }
    if !pipeline.plan.jobs.is_empty() {
        let key = key(pipeline, code);
        options.push(format!("--parameter-overrides CodeBucket=BUCKET CodeKey={key}"));
    }
    let first =
        format!("aws cloudformation deploy --stack-name {stack} --template-file {folder}/{TEMPLATE} \\");
    let last = options.len() - 1;
    let line =
        |(index, option): (usize, String)| format!("    {option}{}", if index == last { "" } else { " \\" });
    std::iter::once(first).chain(options.into_iter().enumerate().map(line)).collect()
}

/// The addresses that topics send mail to.
fn addresses(model: &Model) -> Vec<String> {
    let topics = model.sinks.iter().filter_map(|it| match &it.settings {
        Some(Settings::Sns(topic)) => Some(topic),
        _ => None,
    });
    topics.flat_map(|it| &it.email.items).map(|it| it.text.clone()).collect()
}
