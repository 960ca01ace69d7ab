//! How the statements stand in the file: its head, a comment for each branch, a column in each line.

use super::statements;
use crate::plan::{Branch, Expression, Plan};
use crate::sql::{KINESIS_ANALYTICS as DIALECT, unreferenced};

/// Widest line of a comment, and of a list of names.
const WIDTH: usize = 100;

/// What stands over the statements of a stream's records.
pub const ACCEPTED: &str = "\
-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
";

/// What a reader of the file has to know.
const HEAD: &str = "\
-- Whichever engine runs them, this is what they mean. A section is the SQL of one application, which reads one stream. A
-- constant that begins with a dollar sign and a brace is a threshold: the value of that parameter of the stack stands
-- there. `${!` is a plain dollar sign and brace.
--
-- Unlike pipec, which makes a dead letter of whatever does not fit its column, the input of this service
--   gives NULL where a key is missing,
--   makes 1 of true for a number, and 9500 of the text \"9500\",
--   sends 123.4 for an INTEGER to \"error_stream\", and a timestamp of another form than yyyy-MM-dd HH:mm:ss.SSS,
--   cuts a text that is too long for its column.
-- A division by zero goes to \"error_stream\", too. Where a double leaves its range nothing is promised.
";

/// The file of all branches: a section for each stream that they read.
pub fn file(plan: &Plan) -> String {
    let mut text = comment_lines(&format!(
        "The hot branches of {} in the SQL of Kinesis Data Analytics (SQL-1_0).",
        plan.pipeline
    ));
    text.push_str(HEAD);
    for job in &plan.definitions {
        text.push_str(&format!("\n-- ==== {} ====\n\n", job.stream));
        text.push_str(&statements::section(job, &plan.thresholds));
    }
    text
}

/// A column of a stream, and its value.
#[derive(Debug, Clone)]
pub struct Column {
    name: String,
    ty: String,
    value: String,
}

impl Column {
    /// The column of this name.
    pub fn new(name: &str, ty: String, nullable: bool, value: &str) -> Column {
        let ty = if nullable { ty } else { ty + " NOT NULL" };
        Column { name: DIALECT.quoted(name), ty, value: value.to_owned() }
    }

    fn selected(&self) -> String {
        let Column { name, value, .. } = self;
        if value == name { name.clone() } else { format!("{value} AS {name}") }
    }
}

/// A stream and the pump that fills it.
#[derive(Debug, Clone, Default)]
pub struct Pump {
    /// The stream's name.
    pub stream: String,
    /// The stream that is read.
    pub from: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// What must hold of what is read, each.
    pub wheres: Vec<String>,
    /// What splits it, in a window.
    pub groups: Vec<String>,
    /// What must hold of a group, each.
    pub havings: Vec<String>,
}

impl Pump {
    /// The statements of both.
    pub fn statements(&self) -> String {
        let stream = DIALECT.quoted(&self.stream);
        let widest = self.columns.iter().map(|it| it.name.chars().count()).max().unwrap_or(0);
        let column = |it: &Column| format!("    {:widest$} {}", it.name, it.ty);
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        let names: Vec<&str> = self.columns.iter().map(|it| it.name.as_str()).collect();
        let values: Vec<String> = self.columns.iter().map(|it| format!("    {}", it.selected())).collect();
        let mut clauses = vec![format!("FROM {}", DIALECT.quoted(&self.from))];
        clauses.extend(clause("WHERE ", &self.wheres, "\n  AND "));
        clauses.extend(clause("GROUP BY ", &self.groups, ",\n         "));
        clauses.extend(clause("HAVING ", &self.havings, "\n   AND "));
        // A branch can have a name with `_pump` behind it, but none with a dash.
        format!(
            "CREATE OR REPLACE STREAM {stream} (\n{}\n);\n\nCREATE OR REPLACE PUMP {} AS\nINSERT INTO {stream} (\n{}\n)\n\
             SELECT STREAM\n{}\n{};\n",
            columns.join(",\n"),
            DIALECT.quoted(&format!("{}-pump", self.stream)),
            wrapped(&names, ","),
            values.join(",\n"),
            clauses.join("\n")
        )
    }
}

fn clause(word: &str, parts: &[String], between: &str) -> Option<String> {
    (!parts.is_empty()).then(|| format!("{word}{}", parts.join(between)))
}

/// A branch: its sentence, what the file says where the SQL says it in other words, where it goes, and the statements.
pub fn branch(branch: &Branch, pump: Result<&Pump, &str>) -> String {
    let Branch { name, description, window, .. } = branch;
    let mut lines = match description.as_str() {
        "" => comment_lines(name),
        said => comment_lines(&format!("{name}: {said}")),
    };
    let mut say = |line: String| lines.push_str(&comment_lines(&line));
    match pump {
        Err(why) => say(format!("this dialect cannot say it: {why}")),
        Ok(pump) => {
            let written = pump.statements();
            branch
                .keep
                .iter()
                .filter(|it| !repeats(&written, it))
                .for_each(|it| say(format!("where: {}", it.text)));
            for it in branch.adds.iter().filter(|it| !repeats(&written, &it.value)) {
                say(format!("{}: {}", it.name, it.value.text));
            }
            branch
                .having
                .iter()
                .filter(|it| !repeats(&written, it))
                .for_each(|it| say(format!("having: {}", it.text)));
            if window.is_some() {
                say("Its windows go by the time at which the application reads records, not by the stream's event time."
                    .to_owned());
            }
        }
    }
    if !branch.writes.is_empty() {
        say(format!("to: {}", branch.writes.join(", ")));
    }
    lines + &pump.map(Pump::statements).unwrap_or_default()
}

/// Whether SQL says an expression in its own words.
fn repeats(written: &str, expression: &Expression) -> bool {
    let bare = |text: &str| {
        let kept = text.chars().filter(|it| !it.is_whitespace() && *it != '"');
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    bare(written).contains(&bare(&expression.text))
}

/// A text as lines of a comment, in which nothing hides.
fn comment_lines(text: &str) -> String {
    let visible = |it: char| match it {
        '\'' | '"' | '\\' => it.to_string(),
        _ => it.escape_debug().to_string(),
    };
    let lines = text.trim().lines().map(|line| unreferenced(&line.chars().map(visible).collect::<String>()));
    lines.map(|it| format!("-- {it}\n")).collect()
}

/// Names in lines of a bearable width.
fn wrapped(names: &[&str], between: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let name = if index + 1 < names.len() { format!("{name}{between}") } else { (*name).to_owned() };
        match lines.last_mut() {
            Some(line) if line.chars().count() + name.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(&name);
            }
            Some(_) | None => lines.push(format!("    {name}")),
        }
    }
    lines.join("\n")
}
