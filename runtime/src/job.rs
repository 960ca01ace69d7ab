//! What a function runs: the branches fed by one stream, as the generated crate states them.

use crate::column::Column;
pub use crate::context::Context;
use crate::decode::Decoder;
use crate::expr::logic;
use crate::fault::Reason;
use crate::identity::{self, Identity};
use crate::key;
use crate::row::Row;
use crate::types::Type;
use crate::value::Value;
use std::borrow::Cow;

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
    /// The columns that identify a record, by index; it is identified by its place without them.
    pub id: &'static [usize],
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
    /// Whether an expression of its asks for the id of what it makes of a record.
    pub asks_id: bool,
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

/// What became of a record that decodes and passes its checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted<'a> {
    /// What it has in the columns that identify it, if the stream names some.
    pub key: Option<Vec<u8>>,
    /// An outcome for each branch, in the order of the job.
    pub outcomes: Vec<Outcome<'a>>,
}

/// A job made ready to run: its decoder is built once.
#[derive(Debug, Clone)]
pub struct Runner<'j> {
    pipeline: &'j str,
    job: &'j Job,
    decoder: Decoder,
}

impl<'j> Runner<'j> {
    /// Makes a job of a pipeline ready.
    pub fn new(pipeline: &'j str, job: &'j Job) -> Runner<'j> {
        Runner { pipeline, job, decoder: Decoder::new(job.columns) }
    }

    /// The job.
    pub fn job(&self) -> &'j Job {
        self.job
    }

    /// What becomes of the record at this place: the reason if it does not decode or pass its checks, else what the
    /// branches make of it.
    pub fn run<'a>(
        &self,
        record: &'a [u8],
        place: Identity<'_>,
        context: &Context,
    ) -> Result<Accepted<'a>, Reason> {
        let row = self.decoder.decode(record)?;
        for check in self.job.checks {
            if check(&row, context)? == Some(false) {
                return Err(Reason::Check);
            }
        }
        let key = key(&row, self.job.id);
        let identity = identified(key.as_deref(), place);
        let mut outcomes = Vec::with_capacity(self.job.branches.len());
        for branch in self.job.branches {
            let context = branch.context(self.pipeline, identity, context);
            outcomes.push(branch.outcome(&row, &outcomes, &context));
        }
        Ok(Accepted { key, outcomes })
    }
}

/// What a row has in these columns, which identify it; nothing where there are none.
pub fn key(row: &Row<'_>, columns: &[usize]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    columns.iter().for_each(|it| key::push(row.get(*it), &mut bytes));
    (!columns.is_empty()).then_some(bytes)
}

/// What makes a record itself: what it has in the columns that identify it, else its place.
pub fn identified<'a>(key: Option<&'a [u8]>, place: Identity<'a>) -> Identity<'a> {
    key.map_or(place, Identity::Columns)
}

impl Branch {
    /// What its expressions see beside the row of this record.
    fn context<'c>(&self, pipeline: &str, record: Identity<'_>, context: &'c Context) -> Cow<'c, Context> {
        match self.asks_id {
            true => Cow::Owned(context.of_record(identity::id(pipeline, self.name, record))),
            false => Cow::Borrowed(context),
        }
    }

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
    use crate::expr::{cast, functions, ops};
    use crate::identity::{Identity, id};
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
        asks_id: false,
    };

    const HALF: Branch = Branch {
        name: "half",
        reads: Some(0),
        keep: Some(|row, _| Ok(ops::equal(row.double(1), Some(0.5)))),
        adds: &[],
        outputs: &[Output { name: "inverse", ty: Type::Double, from: 1 }],
        writes: &[],
        asks_id: false,
    };

    const JOB: Job = Job {
        stream: "numbers",
        columns: &[INTEGER],
        checks: &[|row, _| Ok(ops::less(row.whole(0), Some(100)))],
        id: &[],
        branches: &[HIGH, HALF],
        targets: &[],
    };

    fn check(record: &str, expect: &str) {
        let context = Context::new(Timestamp(0), vec![(-1).into()]);
        let place = Identity::Bytes(record.as_bytes());
        let shown = match Runner::new("p", &JOB).run(record.as_bytes(), place, &context) {
            Ok(it) => it.outcomes.iter().zip(JOB.branches).map(show).collect::<Vec<_>>().join(" "),
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

    const NAMED: Branch = Branch {
        name: "named",
        reads: None,
        keep: None,
        adds: &[|_, context| Ok(functions::record_id(context).into())],
        outputs: &[Output { name: "id", ty: Type::Varchar(32), from: 1 }],
        writes: &[],
        asks_id: true,
    };

    #[test]
    fn a_branch_that_asks_sees_the_id_of_what_it_makes() {
        let ids = |job: &Job, record: &str| {
            let context = Context::new(Timestamp(0), vec![(-1).into()]);
            let runner = Runner::new("p", job);
            let accepted = runner.run(record.as_bytes(), Identity::Bytes(b"place"), &context);
            let accepted = accepted.expect("the record decodes");
            match accepted.outcomes.last() {
                Some(Outcome::Kept(row)) => (accepted.key.clone(), row.text(0).map(|it| it.into_owned())),
                other => panic!("{other:?}"),
            }
        };
        let plain = Job { branches: &[HIGH, NAMED], ..JOB };
        let expect = id("p", "named", Identity::Bytes(b"place"));
        assert_eq!(ids(&plain, r#"{"v":2}"#), (None, Some(expect)));
        let named = Job { id: &[0], ..plain };
        let (key, name) = ids(&named, r#"{"v":2}"#);
        let expect = id("p", "named", Identity::Columns(key.as_deref().expect("the stream names a column")));
        assert_eq!(name, Some(expect));
        assert_eq!(ids(&named, r#"{"v": 2, "w": 1}"#).1, name);
        assert_ne!(ids(&named, r#"{"v":3}"#).1, name);
    }
}
