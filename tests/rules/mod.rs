//! The rules of every spec, of the corpus, and random ones, give as Rust what the interpreter gives: rows and reasons,
//! record by record; and they please rustfmt and clippy.

pub mod expressions;
pub mod reference;
pub mod values;

use crate::semantics;

use expressions::{Maker, TYPES};
use pipec::artifact::Artifacts;
use pipec::cfn::Removal;
use pipec::plan::{Added, Branch, Column, Expression, Job, Output, Plan, Target, Threshold, Writer};
use pipec::source::{Source, Span};
use pipec::{compile, emit};
use pipec_runtime::column::Format;
use pipec_runtime::context::Context;
use pipec_runtime::expr::Node;
use pipec_runtime::expr::functions::ALL;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::{lines, literal};
use pipec_tests::chance::Chance;
use pipec_tests::{judge, judged, place, text};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output as Said};
use std::sync::LazyLock;

/// Records given to each job of a spec.
const RECORDS: usize = 2_000;
/// Checks of the job that has some.
const CHECKS: usize = 4;
/// Random expressions.
const EXPRESSIONS: usize = 400;
/// Jobs of odd shapes.
const TABLES: usize = 60;
/// What `now()` gives where nothing else is said.
pub const NOW: &str = "2026-03-01T12:34:56.789Z";

/// A pipeline whose rules are run: that of a spec, of the corpus, or a random one.
pub struct Pipeline {
    /// What its program is called.
    pub name: String,
    /// What it runs.
    pub jobs: Vec<Job>,
    /// Its thresholds.
    pub thresholds: Vec<Threshold>,
    /// All that is emitted for it.
    pub artifacts: Artifacts,
    /// How many random records each of its jobs is given.
    pub records: usize,
}

impl Pipeline {
    /// The pipeline of a plan.
    pub fn new(name: &str, plan: Plan, records: usize) -> Pipeline {
        let artifacts = emit::all(&plan);
        let name = name.to_owned();
        Pipeline { name, jobs: plan.jobs, thresholds: plan.thresholds, artifacts, records }
    }
}

/// The pipelines of all specs that have a function, the corpus, and one of random expressions.
fn pipelines() -> Vec<Pipeline> {
    let specs = place::specs().into_iter().map(|spec| {
        let compiled = compile(&Source::new(&spec.name, spec.text()));
        let whole = compiled.plan.zip(compiled.artifacts);
        let (plan, artifacts) = whole.unwrap_or_else(|| panic!("{} does not compile", spec.name));
        let (jobs, thresholds) = (plan.jobs, plan.thresholds);
        Pipeline { name: spec.name, jobs, thresholds, artifacts, records: RECORDS }
    });
    let made = [semantics::pipeline(), Pipeline::new("random", random(), RECORDS / 5)];
    specs.filter(|it| !it.jobs.is_empty()).chain(made).collect()
}

/// One job, with a branch for each expression: half of them keep rows by it, half of them add it.
fn random() -> Plan {
    let mut maker = Maker { chance: Chance::new(2026), calls: true };
    let mut plan = Plan::new("random", "", Removal::Delete);
    plan.thresholds = TYPES.iter().enumerate().map(|(index, ty)| threshold(index, *ty)).collect();
    let columns: Vec<Column> = TYPES.iter().enumerate().map(|(index, ty)| column(index, *ty)).collect();
    let branches = (0..EXPRESSIONS).map(|index| branch(index, &mut maker)).collect();
    plan.jobs = vec![Job {
        stream: "stream".to_owned(),
        columns,
        checks: Vec::new(),
        id: Vec::new(),
        branches,
        targets: Vec::new(),
    }];
    plan.jobs.push(checked(&mut maker));
    plan.jobs.extend((0..TABLES).map(|index| table(index, &mut maker.chance)));
    plan
}

/// A job whose records must pass checks, some of which fail.
fn checked(maker: &mut Maker) -> Job {
    let check = |at: usize, maker: &mut Maker| {
        let expr = maker.expr(Type::Boolean, 1 + at % 3);
        (format!("c{at}"), Expression { expr, text: expressions::text(&mut maker.chance) })
    };
    let checks = (0..CHECKS).map(|at| check(at, maker)).collect();
    let columns = TYPES.iter().enumerate().map(|(index, ty)| column(index, *ty)).collect();
    let branches = vec![branch(0, maker)];
    Job { stream: "checked".to_owned(), columns, checks, id: Vec::new(), branches, targets: Vec::new() }
}

/// A job that says little and has names of every length: what the tables of constants must cope with.
fn table(index: usize, chance: &mut Chance) -> Job {
    let names = |chance: &mut Chance, most: usize| -> Vec<String> {
        let longest = *[8, 30, 130].get(index % 3).expect("it is below three");
        let name = |chance: &mut Chance| chance.pick(&["n", "é\"", "_"]).repeat(1 + chance.below(longest));
        (0..chance.below(most)).map(|_| name(chance)).collect()
    };
    let columns = names(chance, 4).into_iter().map(|name| {
        let path = names(chance, 30).into_iter().chain([name.clone()]).collect();
        let ty = chance.pick(&TYPES);
        Column { name, ty, nullable: true, path, format: Format::Plain }
    });
    let columns: Vec<Column> = columns.collect();
    let outputs = names(chance, 4).into_iter().map(|name| Output {
        name,
        ty: chance.pick(&TYPES),
        nullable: true,
        from: 0,
    });
    let outputs = outputs.collect();
    let (name, writes) = (chance.pick(&["jobs", "a__b", "columns"]).to_owned(), names(chance, 40));
    let branch = Branch { name, outputs, writes, ..Branch::default() };
    let stream = format!("{}{index}", chance.pick(&["thresholds", "s_", "x__"]));
    let branches = vec![branch; chance.below(3)];
    let targets = names(chance, 3).into_iter().map(|name| target(name, chance)).collect();
    let id = (0..chance.below(3)).filter(|it| *it < columns.len()).collect();
    Job { stream, columns, checks: Vec::new(), id, branches, targets }
}

fn target(name: String, chance: &mut Chance) -> Target {
    let key = name.repeat(1 + chance.below(2));
    let writer = match chance.below(5) {
        0 => {
            let sort_key = (chance.below(2) == 0).then(|| "s".repeat(chance.below(90)));
            Writer::Table { partition_key: key, sort_key, replaces: chance.below(2) == 0 }
        }
        1 => Writer::Topic,
        2 => Writer::Queue,
        3 => Writer::Stream { partition_key: (chance.below(2) == 0).then_some(key) },
        _ => Writer::Delivery,
    };
    let variable = format!("TARGET_{}", "X".repeat(chance.below(90)));
    Target { name, variable, writer }
}

fn threshold(index: usize, ty: Type) -> Threshold {
    let default = match ty {
        Type::Varchar(_) | Type::String => "Anna",
        Type::Integer | Type::Bigint => "7",
        Type::Double => "-2.5",
        Type::Decimal { .. } => "3.14",
        Type::Boolean => "true",
        Type::Timestamp => "2026-01-01T00:00:00.000Z",
    };
    Threshold {
        name: format!("threshold{index}"),
        variable: format!("THRESHOLD{index}"),
        parameter: format!("Threshold{index}"),
        ty,
        default: default.to_owned(),
        min: None,
        max: None,
        description: String::new(),
        span: Span::default(),
    }
}

fn column(index: usize, ty: Type) -> Column {
    let path = if index.is_multiple_of(2) {
        vec![format!("c{index}")]
    } else {
        vec!["in".to_owned(), format!("c{index}")]
    };
    Column { name: format!("c{index}"), ty, nullable: true, path, format: Format::Plain }
}

fn branch(index: usize, maker: &mut Maker) -> Branch {
    const ODD: [&str; 6] =
        ["größe", "match", "Aa aA", "value", "row", "a column that has a name of many words, more than fit"];
    let keeps = index.is_multiple_of(2);
    let ty = if keeps { Type::Boolean } else { maker.chance.pick(&TYPES) };
    let depth = 1 + index % 4;
    let expression = Expression { expr: maker.expr(ty, depth), text: expressions::text(&mut maker.chance) };
    let name = (maker.chance.pick(&ODD)).to_owned();
    let output = Output {
        name: "x".to_owned(),
        ty,
        nullable: true,
        from: if keeps { index % TYPES.len() } else { TYPES.len() },
    };
    let (keep, adds) = match keeps {
        true => (Some(expression), Vec::new()),
        false => (None, vec![Added { name, aggregates: Vec::new(), value: expression }]),
    };
    Branch { name: format!("b{index}"), keep, adds, outputs: vec![output], ..Branch::default() }
}

/// All of them.
pub static PIPELINES: LazyLock<Vec<Pipeline>> = LazyLock::new(pipelines);
static CRATE: LazyLock<PathBuf> = LazyLock::new(one_crate);

/// A program over JSON Lines. The generated one has the whole function with it, which takes minutes to build; that it is
/// the same outside Lambda is shown where it is built.
const MAIN: &str = "//! The rules of a pipeline, over JSON Lines.

mod rules;
mod schema;

fn main() -> std::process::ExitCode {
    pipec_runtime::lines::run(\"semantics\", rules::JOBS, schema::THRESHOLDS)
}
";

/// The manifest without the function.
fn manifest(generated: &str) -> String {
    let without = |text: String, from: &str, to: &str| match (text.find(from), text.find(to)) {
        (Some(start), Some(end)) => text[..start].to_owned() + &text[end..],
        (_, None) | (None, _) => panic!("the manifest has no {from}"),
    };
    let text = without(generated.to_owned(), "[[bin]]", "[dependencies]");
    without(text, ", features = [", " }\n\n[lints.rust]")
}

/// One crate for all pipelines, so that the runtime is built once: a program for each.
fn one_crate() -> PathBuf {
    let folder = place::target().join("rules");
    let random = &PIPELINES.last().expect("the random one is always there").artifacts;
    for (path, bytes) in
        random.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("lambda/")?, bytes)))
    {
        if !path.starts_with("src/") {
            let bytes = match path {
                "Cargo.toml" => manifest(&String::from_utf8_lossy(bytes)).into_bytes(),
                _ => bytes.to_vec(),
            };
            write(&folder.join(path), &bytes);
        }
    }
    let programs = folder.join("src/bin");
    if programs.exists() {
        fs::remove_dir_all(&programs).expect("the target folder can be written");
    }
    for pipeline in PIPELINES.iter() {
        let program = programs.join(&pipeline.name);
        write(&program.join("main.rs"), MAIN.as_bytes());
        for file in ["rules.rs", "schema.rs"] {
            let bytes = pipeline.artifacts.get(&format!("lambda/src/{file}")).expect("it is emitted");
            write(&program.join(file), bytes);
        }
    }
    folder
}

/// Writes what is not there already: cargo looks at times.
fn write(path: &Path, bytes: &[u8]) {
    if fs::read(path).ok().as_deref() != Some(bytes) {
        fs::create_dir_all(path.parent().expect("a file is in a folder"))
            .expect("the target folder can be written");
        fs::write(path, bytes).expect("the target folder can be written");
    }
}

/// Cargo over the crate; it must find nothing. In a target folder of its own: to cargo each generated crate is the same
/// package, and what one of them has built would count for this one.
fn cargo(arguments: &[&str]) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).current_dir(&*CRATE).env("CARGO_TARGET_DIR", CRATE.join("target"));
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "RUSTFLAGS", "CLIPPY_CONF_DIR"] {
        cargo.env_remove(name);
    }
    let said = judge::run(&mut cargo);
    assert!(said.status.success(), "{}", judge::said(&said).chars().take(20_000).collect::<String>());
}

/// Builds the program of each pipeline.
pub fn build() {
    cargo(&["build", "--locked", "--quiet"]);
}

#[test]
fn rules_please_rustfmt_and_clippy() {
    cargo(&["fmt", "--check", "--package", "function"]);
    cargo(&["clippy", "--locked", "--quiet", "--", "-D", "warnings"]);
}

#[test]
fn rules_give_what_the_interpreter_gives() {
    build();
    let mut count = 0;
    for pipeline in PIPELINES.iter() {
        for job in &pipeline.jobs {
            count += compared(pipeline, job);
        }
    }
    judged("rules", count);
}

/// Runs a job both ways over the same random records, and counts the lines.
fn compared(pipeline: &Pipeline, job: &Job) -> usize {
    let mut chance = Chance::new(7);
    let records: Vec<String> =
        (0..pipeline.records).map(|_| values::line(&job.columns, &mut chance)).collect();
    let expected = reference::lines(job, &records, &context(&pipeline.thresholds, NOW));
    let said = run(pipeline, job, &records, &[(lines::NOW, OsStr::new(NOW))]);
    assert!(said.status.success(), "{}: {}", pipeline.name, String::from_utf8_lossy(&said.stderr));
    if let Some(difference) = difference(job, &records, &expected, &said.stdout) {
        panic!("{}: {difference}", pipeline.name);
    }
    expected.iter().map(Vec::len).sum()
}

/// The first line that a program writes otherwise than the interpreter.
pub fn difference(
    job: &Job,
    records: &[impl AsRef<[u8]>],
    expected: &[Vec<String>],
    output: &[u8],
) -> Option<String> {
    let output = String::from_utf8_lossy(output);
    let mut actual = output.lines();
    for (record, lines) in records.iter().zip(expected) {
        for line in lines {
            let found = actual.next();
            if found != Some(line) {
                let (record, found) = (String::from_utf8_lossy(record.as_ref()), found.unwrap_or("nothing"));
                return Some(format!("{found}\nand not {line}\nof {record}\n{}", blamed(job, line)));
            }
        }
    }
    actual.next().map(|it| format!("{it}\nafter the last line"))
}

/// The branch that a line is about, for a message.
fn blamed(job: &Job, line: &str) -> String {
    let is_named = |it: &&Branch| line.contains(&format!("\"branch\":\"{}\"", it.name));
    format!("{:?}", job.branches.iter().find(is_named))
}

/// What expressions see beside the row: the thresholds as they are unless a deployment says otherwise.
pub fn context(thresholds: &[Threshold], now: &str) -> Context {
    let value = |it: &Threshold| {
        literal::read(Cow::Owned(it.default.clone()), it.ty).expect("defaults have their type")
    };
    let now = Timestamp::parse(now).expect("it is a timestamp");
    Context::new(now, thresholds.iter().map(value).collect())
}

/// Runs the program of a pipeline over one stream's records, with these variables over those of the thresholds.
pub fn run(
    pipeline: &Pipeline,
    job: &Job,
    records: &[impl AsRef<[u8]>],
    variables: &[(&str, &OsStr)],
) -> Said {
    let lines: Vec<u8> = records.iter().flat_map(|it| [it.as_ref(), b"\n"].concat()).collect();
    let mut program = Command::new(CRATE.join("target/debug").join(&pipeline.name));
    program.arg(&job.stream);
    program.envs(pipeline.thresholds.iter().map(|it| (&it.variable, &it.default)));
    program.envs(variables.iter().copied());
    judge::fed(&mut program, &lines)
}

/// The names of nodes and functions that the expressions of jobs are made of.
fn parts(jobs: &[Job]) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    let branches = jobs.iter().flat_map(|it| &it.branches);
    let expressions = branches.flat_map(|it| it.keep.iter().chain(it.adds.iter().map(|it| &it.value)));
    for expression in expressions {
        expression.expr.visit(&mut |it| {
            let shown = format!("{:?}", it.node);
            let node = shown.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
            parts.insert(match &it.node {
                Node::Call(function, _) => function.name.to_owned(),
                Node::Compare(comparison, ..) => format!("{comparison:?}"),
                Node::Arithmetic(operator, ..) => format!("{operator:?}"),
                _ => node,
            });
        });
    }
    parts
}

/// The random expressions, the corpus, and the spec that is made for it, leave nothing out.
#[test]
fn every_node_and_every_function_is_tried() {
    const NODES: &str = "Literal Column Threshold Not And Or IsNull IsTruth Distinct Between In Like Case Cast Widen \
                         Negate Concat Coalesce Equal NotEqual Less LessOrEqual More MoreOrEqual Add Subtract Multiply \
                         Divide Div Modulo";
    let functions = ALL.iter().map(|it| it.name).filter(|it| *it != "coalesce" && *it != "mod");
    let all: BTreeSet<String> = NODES.split_whitespace().chain(functions).map(str::to_owned).collect();
    for name in ["functions", "semantics", "random"] {
        let pipeline = PIPELINES.iter().find(|it| it.name == name).expect("it is among the pipelines");
        let missing: Vec<String> = all.difference(&parts(&pipeline.jobs)).cloned().collect();
        assert!(missing.is_empty(), "{name} leaves out {missing:?}");
    }
}

/// The lock of generated crates is ours, less what they do not need.
#[test]
fn the_lock_agrees_with_ours() {
    let packages = |text: &str| -> Vec<String> {
        let told = |it: &str| it.split("\ndependencies").next().unwrap_or_default().trim().to_owned();
        text.split("[[package]]").skip(1).map(told).filter(|it| it.contains("checksum")).collect()
    };
    let ours: BTreeSet<String> =
        packages(&place::read(&place::root().join("Cargo.lock"))).into_iter().collect();
    let random = &PIPELINES.last().expect("the random one is always there").artifacts;
    let theirs = random.get("lambda/Cargo.lock").expect("it is emitted");
    let theirs = packages(&String::from_utf8_lossy(theirs));
    assert!(theirs.len() > 5);
    let strange: Vec<String> = theirs.into_iter().filter(|it| !ours.contains(it)).collect();
    text::none(&strange);
}
