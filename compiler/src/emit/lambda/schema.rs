//! `schema.rs` of the crate: the columns of each stream, and the thresholds.

use super::imports;
use super::literal::type_value;
use super::names::Names;
use super::table::Table;
use crate::plan::{Column, Plan, Threshold};
use pipec_runtime::column::Format;
use serde::Serialize;

/// What the template is filled with.
#[derive(Debug, Serialize)]
pub struct Schema {
    imports: Vec<String>,
    items: Vec<Item>,
    /// The constant of each job's columns, in the order of the jobs.
    #[serde(skip)]
    pub columns: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Item {
    about: String,
    lines: Vec<String>,
}

/// The columns of the streams that feed jobs, and the thresholds.
pub fn schema(plan: &Plan) -> Schema {
    let mut names = Names::with(&["THRESHOLDS"]);
    let columns: Vec<String> = plan.jobs.iter().map(|it| names.constant(&it.stream)).collect();
    let mut items: Vec<Item> = Vec::new();
    for (job, name) in plan.jobs.iter().zip(&columns) {
        let about = format!("The columns of `{}`.", job.stream);
        let lines = Table::List(job.columns.iter().map(column).collect());
        items.push(Item { about, lines: lines.constant(&format!("pub const {name}: &[Column]")) });
    }
    let thresholds = Table::List(plan.thresholds.iter().map(threshold).collect());
    let lines = thresholds.constant("pub const THRESHOLDS: &[Threshold]");
    items.push(Item { about: "The thresholds, in the order of the file.".to_owned(), lines });
    let code: String = items.iter().flat_map(|it| it.lines.iter().map(String::as_str)).collect();
    Schema { imports: imports(&code), items, columns }
}

fn column(it: &Column) -> Table {
    let format = match it.format {
        Format::Plain => "Format::Plain",
        Format::EpochMillis => "Format::EpochMillis",
        Format::EpochSeconds => "Format::EpochSeconds",
    };
    let fields = vec![
        ("name", Table::string(&it.name)),
        ("ty", Table::Text(type_value(it.ty))),
        ("nullable", Table::Text(it.nullable.to_string())),
        ("path", Table::strings(&it.path)),
        ("format", Table::Text(format.to_owned())),
    ];
    Table::Struct("Column", fields)
}

fn threshold(it: &Threshold) -> Table {
    let fields = vec![
        ("name", Table::string(&it.name)),
        ("variable", Table::string(&it.variable)),
        ("ty", Table::Text(type_value(it.ty))),
        ("min", Table::optional(it.min.as_deref())),
        ("max", Table::optional(it.max.as_deref())),
    ];
    Table::Struct("Threshold", fields)
}
