//! What `compile` says at its end: what was written, and the steps that a person owes.

use super::files::Written;
use crate::model::Model;
use crate::plan::Plan;
use crate::sinks::Settings;
use std::fmt::Write;
use std::path::Path;

/// The summary, with exact commands.
pub fn summary(plan: &Plan, model: &Model, folder: &Path, written: &Written) -> String {
    let folder = folder.display().to_string();
    let mut text = match written {
        Written { changed: 0, removed: 0, .. } => format!("{folder} is up to date\n"),
        Written { changed, kept, removed: 0 } => {
            format!("{folder}: {changed} files written, {kept} as before\n")
        }
        Written { changed, kept, removed } => {
            format!("{folder}: {changed} files written, {kept} as before, {removed} removed\n")
        }
    };
    text.push_str("\nnext:\n");
    for (number, (what, commands)) in steps(plan, model, &folder).into_iter().enumerate() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {}. {what}", number + 1);
        commands.iter().for_each(|it| {
            let _ = writeln!(text, "     {it}");
        });
    }
    text
}

/// Each step in words, with its commands.
fn steps(plan: &Plan, model: &Model, folder: &str) -> Vec<(String, Vec<String>)> {
    let mut steps = Vec::new();
    let stack = &plan.pipeline;
    let mut deploy = vec![
        format!("aws cloudformation deploy --stack-name {stack} --template-file {folder}/template.json \\"),
        "    --capabilities CAPABILITY_IAM".to_owned(),
    ];
    if !plan.jobs.is_empty() {
        let zip = format!("{folder}/bootstrap.zip");
        steps.push((
            "build the function, which takes no events from Lambda yet, and put it into a bucket of the stack's region".to_owned(),
            vec![
                format!("cargo build --release --locked --manifest-path {folder}/lambda/Cargo.toml"),
                format!("zip --junk-paths {zip} {folder}/lambda/target/release/bootstrap"),
                format!("aws s3 cp {zip} s3://BUCKET/{stack}/bootstrap.zip"),
            ],
        ));
        deploy[1].push_str(" \\");
        deploy.push(format!("    --parameter-overrides CodeBucket=BUCKET CodeKey={stack}/bootstrap.zip"));
    }
    steps.push(("deploy the stack".to_owned(), deploy));
    let addresses = addresses(model);
    if !addresses.is_empty() {
        steps.push((format!("confirm the mail that AWS sends to {}", addresses.join(", ")), Vec::new()));
    }
    steps
}

/// The addresses that topics send mail to.
fn addresses(model: &Model) -> Vec<String> {
    let topics = model.sinks.iter().filter_map(|it| match &it.settings {
        Some(Settings::Sns(topic)) => Some(topic),
        _ => None,
    });
    topics.flat_map(|it| &it.email.items).map(|it| it.text.clone()).collect()
}
