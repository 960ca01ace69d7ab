//! What a function runs: the branches fed by one stream, as the generated crate states them.

use crate::column::Column;
pub use crate::context::Context;
use crate::decode::Decoder;
use crate::expr::logic;
use crate::fault::Reason;
use crate::row::Row;
use crate::types::Type;
use crate::value::Value;

/// The environment variable that names the stream a function serves, as the file does.
pub const STREAM_VARIABLE: &str = "PIPEC_STREAM";

/// The branches fed by one stream.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// The stream's name in the pipeline.
    pub stream: &'static str,
    /// The stream's columns.
    pub columns: &'static [Column<'static>],
    /// The `check`s of its columns, in their order: FALSE rejects the record, UNKNOWN passes.
    pub checks: &'static [Condition],
    /// The branches, each after the one it reads.
    pub branches: &'static [Branch],
    /// What the branches write, each once.
    pub targets: &'static [Target],
}

/// A branch without a window.
#[derive(Debug, Clone, Copy)]
pub struct Branch {
    /// Its name in the pipeline.
    pub name: &'static str,
    /// The branch it reads, by index; none where it reads the stream.
    pub reads: Option<usize>,
    /// Its `where`.
    pub keep: Option<Condition>,
    /// Its `add`, in order; each value is pushed onto the row before the next is worked out.
    pub adds: &'static [Rule],
    /// The columns of its rows.
    pub outputs: &'static [Output],
    /// The sinks and streams it writes, by name.
    pub writes: &'static [&'static str],
}

/// A condition over a row.
pub type Condition = fn(&Row, &Context) -> Result<Option<bool>, Reason>;

/// An expression of a branch.
pub type Rule = for<'a> fn(&Row<'a>, &Context) -> Result<Value<'a>, Reason>;

/// A column of a branch's rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// Where its value is: an index into the input's columns followed by the added ones.
    pub from: usize,
}

/// Something that a function writes rows to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Its name in the pipeline.
    pub name: &'static str,
    /// The environment variable with its address: a table's name, a queue's URL, another's name or ARN.
    pub variable: &'static str,
    /// How rows are written.
    pub writer: Writer,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Writer {
    /// A conditional put into a DynamoDB table.
    Table {
        /// The column that is the partition key.
        partition_key: &'static str,
        /// The column that is the sort key.
        sort_key: Option<&'static str>,
        /// Whether a row takes the place of another record's item with its key.
        replaces: bool,
    },
    /// A message of an SNS topic.
    Topic,
    /// A message in an SQS queue.
    Queue,
    /// A record of a Kinesis stream.
    Stream {
        /// The column whose value decides the shard; the row's id without it, and where it is null.
        partition_key: Option<&'static str>,
    },
    /// A record of a Firehose delivery stream, which adds line feeds itself.
    Delivery,
}

/// What became of a record in one branch.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<'a> {
    /// The branch has this row of it.
    Kept(Row<'a>),
    /// The branch, or one that it reads, has no row of it.
    Left,
    /// An expression of the branch failed.
    Rejected(Reason),
}

/// A job made ready to run: its decoder is built once.
#[derive(Debug, Clone)]
pub struct Runner<'j> {
    job: &'j Job,
    decoder: Decoder,
}

impl<'j> Runner<'j> {
    /// Makes a job ready.
    pub fn new(job: &'j Job) -> Runner<'j> {
        Runner { job, decoder: Decoder::new(job.columns) }
    }

    /// The job.
    pub fn job(&self) -> &'j Job {
        self.job
    }

    /// What becomes of a record: the reason if it does not decode or pass its checks, else an outcome for each
    /// branch, in the order of the job.
    pub fn run<'a>(&self, record: &'a [u8], context: &Context) -> Result<Vec<Outcome<'a>>, Reason> {
        let row = self.decoder.decode(record)?;
        for check in self.job.checks {
            if check(&row, context)? == Some(false) {
                return Err(Reason::Check);
            }
        }
        let mut outcomes = Vec::with_capacity(self.job.branches.len());
        for branch in self.job.branches {
            outcomes.push(branch.outcome(&row, &outcomes, context));
        }
        Ok(outcomes)
    }
}

impl Branch {
    /// The outcome of this branch, given the record's row and the outcomes of the branches before it.
    fn outcome<'a>(&self, row: &Row<'a>, before: &[Outcome<'a>], context: &Context) -> Outcome<'a> {
        let input = match self.reads.map(|it| before.get(it)) {
            None => row,
            Some(Some(Outcome::Kept(row))) => row,
            Some(Some(Outcome::Left | Outcome::Rejected(_)) | None) => return Outcome::Left,
        };
        match self.row(input, context) {
            Ok(Some(row)) => Outcome::Kept(row),
            Ok(None) => Outcome::Left,
            Err(reason) => Outcome::Rejected(reason),
        }
    }

    /// The row of this branch, if it keeps its input.
    pub fn row<'a>(&self, input: &Row<'a>, context: &Context) -> Result<Option<Row<'a>>, Reason> {
        if let Some(keep) = self.keep
            && !logic::holds(keep(input, context)?)
        {
            return Ok(None);
        }
        let mut row = input.clone();
        for rule in self.adds {
            row.push(rule(&row, context)?);
        }
        Ok(Some(Row::new(self.outputs.iter().map(|it| row.get(it.from).clone()).collect())))
    }
}

#[cfg(test)]
mod tests {
    use super::{Branch, Context, Job, Output, Runner};
    use crate::column::{Column, Format};
    use crate::encode;
    use crate::expr::{cast, ops};
    use crate::job::Outcome;
    use crate::timestamp::Timestamp;
    use crate::types::Type;

    const INTEGER: Column<'static> =
        Column { name: "v", ty: Type::Integer, nullable: true, path: &["v"], format: Format::Plain };

    const HIGH: Branch = Branch {
        name: "high",
        reads: None,
        keep: Some(|row, context| Ok(ops::more(row.whole(0), context.whole(0)))),
        adds: &[|row, _| Ok(ops::divide(Some(1.0), cast::to_double(row.whole(0)))?.into())],
        outputs: &[
            Output { name: "v", ty: Type::Integer, from: 0 },
            Output { name: "inverse", ty: Type::Double, from: 1 },
        ],
        writes: &[],
    };

    const HALF: Branch = Branch {
        name: "half",
        reads: Some(0),
        keep: Some(|row, _| Ok(ops::equal(row.double(1), Some(0.5)))),
        adds: &[],
        outputs: &[Output { name: "inverse", ty: Type::Double, from: 1 }],
        writes: &[],
    };

    const JOB: Job = Job {
        stream: "numbers",
        columns: &[INTEGER],
        checks: &[|row, _| Ok(ops::less(row.whole(0), Some(100)))],
        branches: &[HIGH, HALF],
        targets: &[],
    };

    fn check(record: &str, expect: &str) {
        let context = Context { now: Timestamp(0), thresholds: vec![(-1).into()] };
        let shown = match Runner::new(&JOB).run(record.as_bytes(), &context) {
            Ok(outcomes) => outcomes.iter().zip(JOB.branches).map(show).collect::<Vec<_>>().join(" "),
            Err(reason) => reason.to_string(),
        };
        assert_eq!(shown, expect, "{record}");
    }

    fn show((outcome, branch): (&Outcome<'_>, &Branch)) -> String {
        match outcome {
            Outcome::Kept(row) => encode::row(branch.outputs.iter().map(|it| it.name), row),
            Outcome::Left => "left".to_owned(),
            Outcome::Rejected(reason) => reason.to_string(),
        }
    }

    #[test]
    fn a_branch_reads_the_rows_of_its_parent() {
        check(r#"{"v":2}"#, r#"{"v":2,"inverse":0.5} {"inverse":0.5}"#);
        check(r#"{"v":4}"#, r#"{"v":4,"inverse":0.25} left"#);
        check(r#"{"v":-5}"#, "left left");
        check(r#"{"v":null}"#, "left left");
    }

    #[test]
    fn a_failing_expression_rejects_the_record_for_its_branch_once() {
        check(r#"{"v":0}"#, "division_by_zero left");
    }

    #[test]
    fn a_record_that_does_not_decode_or_pass_its_checks_reaches_no_branch() {
        check(r#"{"v":"2"}"#, "type");
        check(r#"{"v":100}"#, "check");
    }
}
