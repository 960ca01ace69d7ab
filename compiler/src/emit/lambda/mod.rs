//! The Lambda crate: what varies by pipeline as Rust, and the runtime that it calls as it is.

mod body;
mod comment;
mod expression;
mod literal;
mod names;
mod rules;
mod schema;
mod table;
mod tree;

use crate::artifact::Artifacts;
use crate::plan::{Plan, Target, Writer};
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Serialize;
use std::collections::BTreeSet;

/// Widest line of the generated Rust; its `rustfmt.toml` says so too.
const WIDTH: usize = 110;

static RUNTIME: Dir = include_dir!("$CARGO_MANIFEST_DIR/../runtime/src");
const RUNTIME_MANIFEST: &str = include_str!("../../../../runtime/Cargo.toml");

/// The files that are the same for every pipeline; the package has a constant name, so the lock can be one of them.
const CONSTANT: [(&str, &str); 3] = [
    ("Cargo.lock", include_str!("lock.toml")),
    ("rustfmt.toml", include_str!("layout.toml")),
    ("runtime/Cargo.toml", RUNTIME_MANIFEST),
];

const MANIFEST: &str = include_str!("templates/Cargo.toml.jinja");
const MAIN: &str = include_str!("templates/main.rs.jinja");
const SCHEMA: &str = include_str!("templates/schema.rs.jinja");
const RULES: &str = include_str!("templates/rules.rs.jinja");

/// Adds the crate of a plan, where it has something to run.
pub fn emit(plan: &Plan, artifacts: &mut Artifacts) {
    if plan.jobs.is_empty() {
        return;
    }
    let schema = schema::schema(plan);
    let rules = rules::rules(plan, &schema);
    let mut add = |path: &str, bytes: &[u8]| artifacts.add(format!("lambda/{path}"), bytes);
    add("Cargo.toml", render(MANIFEST, context! { features => features(plan) }).as_bytes());
    add(
        "src/main.rs",
        render(
            MAIN,
            context! { pipeline => &plan.pipeline, pipeline_text => literal::string(&plan.pipeline) },
        )
        .as_bytes(),
    );
    add("src/schema.rs", render(SCHEMA, &schema).as_bytes());
    add("src/rules.rs", render(RULES, &rules).as_bytes());
    CONSTANT.iter().for_each(|(path, text)| add(path, text.as_bytes()));
    add_folder(&RUNTIME, &mut add);
}

/// The features of the runtime that a plan's functions need, one for each kind of sink they write; as TOML.
fn features(plan: &Plan) -> String {
    let feature = |it: &Target| match it.writer {
        Writer::Table { .. } => "dynamodb",
        Writer::Topic => "sns",
        Writer::Queue => "sqs",
        Writer::Stream { .. } => "kinesis",
        Writer::Delivery => "firehose",
    };
    let targets = plan.jobs.iter().flat_map(|it| &it.targets);
    let features: BTreeSet<&str> = targets.map(feature).chain(["function"]).collect();
    features.into_iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ")
}

fn add_folder(folder: &Dir, add: &mut dyn FnMut(&str, &[u8])) {
    for file in folder.files() {
        let path = file.path().to_str().expect("our sources have plain names").replace('\\', "/");
        add(&format!("runtime/src/{path}"), file.contents());
    }
    folder.dirs().for_each(|it| add_folder(it, add));
}

/// Fills a template. Its signs are chosen so that Rust's own braces are text.
fn render(template: &str, values: impl Serialize) -> String {
    let syntax = SyntaxConfig::builder()
        .block_delimiters("<%", "%>")
        .variable_delimiters("<<", ">>")
        .comment_delimiters("<#", "#>")
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .expect("the signs differ");
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    environment.render_str(template, Serde(values)).expect("the templates name what they are given")
}

/// The `use` paths below `pipec_runtime` of all that some code says.
fn imports(code: &str) -> Vec<String> {
    const MODULES: [(&str, &[&str]); 11] = [
        ("column", &["Column", "Format"]),
        ("context", &["Context"]),
        ("decimal", &["Decimal"]),
        ("expr", &["cast", "functions", "logic", "ops"]),
        ("fault", &["Reason"]),
        ("job", &["Branch", "Job", "Output", "Target", "Writer"]),
        ("row", &["Row"]),
        ("threshold", &["Threshold"]),
        ("timestamp", &["Timestamp"]),
        ("types", &["Type"]),
        ("value", &["Value", "text"]),
    ];
    let mut imports = Vec::new();
    for (module, words) in MODULES {
        let said: Vec<&str> = words.iter().copied().filter(|it| literal::says(code, it)).collect();
        match said.as_slice() {
            [] => {}
            [word] => imports.push(format!("{module}::{word}")),
            words => imports.push(format!("{module}::{{{}}}", words.join(", "))),
        }
    }
    imports
}

#[cfg(test)]
mod tests;
