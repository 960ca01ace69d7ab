//! `rules.rs` of the crate: a function for each expression, and the tables of branches that name them.

use super::expression::rust;
use super::literal::{says, type_value};
use super::names::Names;
use super::schema::Schema;
use super::table::Table;
use super::{WIDTH, body, comment, imports};
use crate::plan::{Added, Branch, Expression, Job, Output, Plan, Target, Writer};
use serde::Serialize;

/// What the template is filled with.
#[derive(Debug, Serialize)]
pub struct Rules {
    imports: Vec<String>,
    borrows: bool,
    jobs: Vec<String>,
    checks: Vec<Function>,
    branches: Vec<Rendered>,
}

/// A branch: its constant, and the functions that it names.
#[derive(Debug, Serialize)]
struct Rendered {
    #[serde(skip)]
    name: String,
    constant: Vec<String>,
    functions: Vec<Function>,
}

/// A function: its documentation and its code.
#[derive(Debug, Serialize)]
struct Function {
    #[serde(skip)]
    name: String,
    comment: Vec<String>,
    lines: Vec<String>,
}

/// What a function gives.
#[derive(Debug, Clone, Copy)]
enum Gives {
    Truth,
    Value,
}

/// The rules of all jobs.
pub fn rules(plan: &Plan, schema: &Schema) -> Rules {
    let (mut constants, mut functions) = (Names::with(&["JOBS"]), Names::default());
    let (mut branches, mut checks) = (Vec::new(), Vec::new());
    let mut jobs = Vec::new();
    for (job, columns) in plan.jobs.iter().zip(&schema.columns) {
        let (first, first_check) = (branches.len(), checks.len());
        checks.extend(job.checks.iter().map(|(column, it)| check(job, column, it, &mut functions)));
        branches.extend(job.branches.iter().map(|it| branch(it, &mut constants, &mut functions)));
        jobs.push(job_table(job, columns, &checks[first_check..], &branches[first..]));
    }
    let jobs = Table::List(jobs).constant("pub const JOBS: &[Job]");
    let code = checks.iter().flat_map(|it: &Function| &it.lines);
    let code = code.chain(branches.iter().flat_map(Rendered::code)).chain(&jobs);
    let code = code.map(String::as_str).collect::<Vec<_>>().join("\n");
    Rules { imports: imports(&code), borrows: says(&code, "Cow"), jobs, checks, branches }
}

fn check(job: &Job, column: &str, check: &Expression, names: &mut Names) -> Function {
    let name = names.function(&format!("{}_check_{column}", job.stream));
    function(name, "check", check, Gives::Truth)
}

fn job_table(job: &Job, columns: &str, checks: &[Function], branches: &[Rendered]) -> Table {
    let fields = vec![
        ("stream", Table::string(&job.stream)),
        ("columns", Table::Text(format!("schema::{columns}"))),
        ("checks", Table::List(checks.iter().map(|it| Table::Text(it.name.clone())).collect())),
        ("id", Table::List(job.id.iter().map(|it| Table::Text(it.to_string())).collect())),
        ("branches", Table::List(branches.iter().map(|it| Table::Text(it.name.clone())).collect())),
        ("targets", Table::List(job.targets.iter().map(target).collect())),
    ];
    Table::Struct("Job", fields)
}

fn target(it: &Target) -> Table {
    let fields = vec![
        ("name", Table::string(&it.name)),
        ("variable", Table::string(&it.variable)),
        ("writer", writer(&it.writer)),
    ];
    Table::Struct("Target", fields)
}

fn writer(it: &Writer) -> Table {
    match it {
        Writer::Table { partition_key, sort_key, replaces } => {
            let fields = vec![
                ("partition_key", Table::string(partition_key)),
                ("sort_key", Table::optional(sort_key.as_deref())),
                ("replaces", Table::Text(replaces.to_string())),
            ];
            Table::Struct("Writer::Table", fields)
        }
        Writer::Topic => Table::Text("Writer::Topic".to_owned()),
        Writer::Queue => Table::Text("Writer::Queue".to_owned()),
        Writer::Stream { partition_key } => Table::Struct(
            "Writer::Stream",
            vec![("partition_key", Table::optional(partition_key.as_deref()))],
        ),
        Writer::Delivery => Table::Text("Writer::Delivery".to_owned()),
    }
}

impl Rendered {
    fn code(&self) -> impl Iterator<Item = &String> {
        self.constant.iter().chain(self.functions.iter().flat_map(|it| &it.lines))
    }
}

fn branch(branch: &Branch, constants: &mut Names, names: &mut Names) -> Rendered {
    let keep = branch.keep.as_ref().map(|it| {
        let name = names.function(&format!("{}_where", branch.name));
        function(name, "where", it, Gives::Truth)
    });
    let add = |it: &Added| {
        let name = names.function(&format!("{}_add_{}", branch.name, it.name));
        function(name, &it.name, &it.value, Gives::Value)
    };
    let adds: Vec<Function> = branch.adds.iter().map(add).collect();
    let table = branch_table(branch, keep.as_ref(), &adds);
    let name = constants.constant(&branch.name);
    let constant = table.constant(&format!("const {name}: Branch"));
    Rendered { name, constant, functions: keep.into_iter().chain(adds).collect() }
}

fn branch_table(branch: &Branch, keep: Option<&Function>, adds: &[Function]) -> Table {
    let reads = branch.reads.map_or("None".to_owned(), |it| format!("Some({it})"));
    let keep = keep.map_or("None".to_owned(), |it| format!("Some({})", it.name));
    let fields = vec![
        ("name", Table::string(&branch.name)),
        ("reads", Table::Text(reads)),
        ("keep", Table::Text(keep)),
        ("adds", Table::List(adds.iter().map(|it| Table::Text(it.name.clone())).collect())),
        ("outputs", Table::List(branch.outputs.iter().map(output).collect())),
        ("writes", Table::strings(&branch.writes)),
        ("asks_id", Table::Text(branch.asks_id().to_string())),
    ];
    Table::Struct("Branch", fields)
}

fn output(it: &Output) -> Table {
    let fields = vec![
        ("name", Table::string(&it.name)),
        ("ty", Table::Text(type_value(it.ty))),
        ("from", Table::Text(it.from.to_string())),
    ];
    Table::Struct("Output", fields)
}

fn function(name: String, key: &str, expression: &Expression, gives: Gives) -> Function {
    let tree = rust(&expression.expr);
    let body = match gives {
        Gives::Truth => body::result(tree),
        Gives::Value => body::converted(tree),
    };
    let mut lines = signature(&name, &body.join("\n"), gives);
    lines.extend(body);
    lines.push("}".to_owned());
    Function { name, comment: comment::lines(key, &expression.text), lines }
}

/// The lines before a body; a parameter that the body does not use has no name.
fn signature(name: &str, body: &str, gives: Gives) -> Vec<String> {
    let used = |it: &'static str| if says(body, it) { it } else { "_" };
    let (lifetime, row, result) = match gives {
        Gives::Truth => ("", "&Row", "Result<Option<bool>, Reason>"),
        Gives::Value => ("<'a>", "&Row<'a>", "Result<Value<'a>, Reason>"),
    };
    let (row, context) = (format!("{}: {row}", used("row")), format!("{}: &Context", used("context")));
    let one = format!("fn {name}{lifetime}({row}, {context}) -> {result} {{");
    if one.len() <= WIDTH {
        return vec![one];
    }
    let (row, context) = (format!("    {row},"), format!("    {context},"));
    vec![format!("fn {name}{lifetime}("), row, context, format!(") -> {result} {{")]
}
