//! What `compile` and `build` say at their end: what was written, and the steps that a person owes.

use super::build::ZIP;
use super::files::Written;
use super::pipeline::Pipeline;
use crate::emit::{self, GRANTS, INLINE_BYTES, TEMPLATE};
use crate::model::Model;
use crate::plan::Plan;
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
    let stacks = stacks(pipeline);
    for it in &stacks {
        steps.extend(it.owed(pipeline));
        steps.push((it.step.clone(), it.deploy(pipeline, code)));
    }
    let addresses = addresses(stacks.iter().map(|it| it.model));
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

/// What it is to deploy a stack: AWS refuses what it has retired.
fn deployment(stack: &str, model: &Model) -> String {
    let retired = model.hot().find_map(|(_, _, hot)| retired::named(hot.engine.abilities().runtime));
    match retired {
        Some(it) => format!("deploy {stack}; AWS refuses it, as it has retired `{}`: {}", it.name, it.told()),
        None => format!("deploy {stack}"),
    }
}

/// A stack that a pipeline becomes: one, or one for each environment that is written.
struct Stack<'p> {
    /// What is to be done, in words.
    step: String,
    model: &'p Model,
    plan: &'p Plan,
    /// Where its files are below the pipeline's folder, with a `/` at the end.
    folder: String,
}

fn stacks(pipeline: &Pipeline) -> Vec<Stack<'_>> {
    let (model, plan) = (&pipeline.model, &pipeline.plan);
    if pipeline.environments.is_empty() {
        return vec![Stack { step: deployment("the stack", model), model, plan, folder: String::new() }];
    }
    let stacks = pipeline.environments.iter().map(|(it, plan)| Stack {
        step: deployment(&format!("the stack of `{}`", it.name), &it.model),
        model: &it.model,
        plan,
        folder: emit::environment_folder(&it.name),
    });
    stacks.collect()
}

impl Stack<'_> {
    /// What owners of things that are there already must allow: CloudFormation tries mappings as it makes them.
    fn owed(&self, pipeline: &Pipeline) -> Option<(String, Vec<String>)> {
        let grants = format!("{}{GRANTS}", self.folder);
        let files = pipeline.artifacts.iter().map(|it| it.0).filter(|it| it.starts_with(&grants));
        let folder = pipeline.folder.path();
        let files: Vec<String> = files.map(|it| folder.join(it).display().to_string()).collect();
        let what = match self.plan.account {
            None if self.plan.given_key.is_some() => {
                "have the owners of what is there already add these statements to its policies: each says when it is \
                 needed"
            }
            Some(_) => "have the owners of what is there already add these statements to its policies",
            None => {
                "where the stack stands in another account than what is there already, have its owner add these \
                 statements to its policies"
            }
        };
        (!files.is_empty()).then(|| (what.to_owned(), files))
    }

    fn deploy(&self, pipeline: &Pipeline, code: &Code) -> Vec<String> {
        let path = format!("{}{TEMPLATE}", self.folder);
        let mut options = vec!["--capabilities CAPABILITY_IAM".to_owned()];
        if let Some(region) = self.model.region() {
            options[0].push_str(&format!(" --region {region}"));
        }
        if pipeline.artifacts.get(&path).is_some_and(|it| it.len() > INLINE_BYTES) {
            options[0].push_str(" --s3-bucket BUCKET");
        }
        if !self.plan.jobs.is_empty() {
            let key = key(pipeline, code);
            options.push(format!("--parameter-overrides CodeBucket=BUCKET CodeKey={key}"));
            // A deployment that does not say a value keeps the last one.
            options.extend(self.plan.thresholds.iter().map(|it| typed(&it.parameter, &it.default)));
        }
        let (stack, folder) = (&self.plan.stack, pipeline.folder.path().display());
        let first =
            format!("aws cloudformation deploy --stack-name {stack} --template-file {folder}/{path} \\");
        let last = options.len() - 1;
        let line = |(index, option): (usize, String)| {
            format!("    {option}{}", if index == last { "" } else { " \\" })
        };
        std::iter::once(first).chain(options.into_iter().enumerate().map(line)).collect()
    }
}

/// A parameter and its value as a shell reads them. No value has a quote or a backslash in it.
fn typed(name: &str, value: &str) -> String {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.:+/".contains(&it);
    match value.bytes().all(is_plain) {
        true => format!("{name}={value}"),
        false => format!("'{name}={value}'"),
    }
}

/// The addresses that topics send mail to, each once.
fn addresses<'m>(models: impl Iterator<Item = &'m Model>) -> Vec<String> {
    let topics = models.flat_map(|it| &it.sinks).filter_map(|it| match &it.settings {
        Some(Settings::Sns(topic)) => Some(topic),
        _ => None,
    });
    let mut addresses: Vec<String> = Vec::new();
    for it in topics.flat_map(|it| &it.email.items) {
        if !addresses.contains(&it.text) {
            addresses.push(it.text.clone());
        }
    }
    addresses
}
