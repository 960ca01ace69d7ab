//! What is meant: names are ids, expressions are typed, durations are durations, defaults are filled in.

mod codes;
pub mod environment;
pub mod expression;
pub mod flow;
pub mod load;
pub mod overrides;
mod region;
mod resolve;
mod rows;
pub mod size;
pub mod test;
mod things;

pub use codes::{CODES, UNKNOWN_COLUMN, UNKNOWN_TARGET};
pub use expression::Expression;
pub use load::{Load, Reader};
pub use resolve::resolve;
pub use rows::BOUNDS;
pub use things::There;

use crate::cfn::lambda::Architecture;
use crate::engines;
use crate::sinks;
use crate::source::{Span, Spanned};
use crate::spec;
use crate::syntax::{Arn, Duration};
use pipec_runtime::column::Format;
use pipec_runtime::expr::Expr;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// A pipeline, resolved. Where a part was broken, what hangs on it is absent here.
#[derive(Debug, Clone)]
pub struct Model {
    /// The pipeline's name.
    pub name: Spanned<String>,
    /// The sentence on it, or an empty text.
    pub description: String,
    /// Schemas, in the order written.
    pub schemas: Vec<Schema>,
    /// Streams, in the order written.
    pub streams: Vec<Stream>,
    /// Thresholds, in the order written.
    pub thresholds: Vec<Threshold>,
    /// Branches, hot then cold, in the order written.
    pub branches: Vec<Branch>,
    /// Sinks, in the order written.
    pub sinks: Vec<Sink>,
    /// Settings with their defaults.
    pub settings: Settings,
    /// Unit tests, in the order written.
    pub tests: Vec<test::Test>,
    /// The environment that was laid over the file; none for the file by itself.
    pub environment: Option<Environment>,
    /// The file's blocks, for what only they know.
    pub spec: spec::Spec,
}

/// What an environment says of itself, beside what it changes.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Its name.
    pub name: Spanned<String>,
    /// Where its block stands.
    pub span: Span,
    /// The account that it is deployed to, twelve digits.
    pub account: Option<Spanned<String>>,
    /// The region that it is deployed to.
    pub region: Option<Spanned<String>>,
}

/// The index of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamId(pub usize);
/// The index of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BranchId(pub usize);
/// The index of a sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SinkId(pub usize);
/// The index of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaId(pub usize);

/// A schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Its name.
    pub name: Spanned<String>,
    /// Its columns, in the order written.
    pub columns: Vec<Column>,
    /// The `check`s of its columns, in their order, each with the column's number; they see all columns.
    pub checks: Vec<(usize, Expression)>,
    /// Whether all of it could be read.
    pub intact: bool,
}

/// A column of a schema, or of a branch's rows.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type.
    pub ty: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// The keys to its value in the record, outermost first.
    pub path: Vec<String>,
    /// How a timestamp comes.
    pub format: Format,
    /// Values that it takes, if the file says so.
    pub examples: Vec<Spanned<String>>,
}

/// A stream.
#[derive(Debug, Clone)]
pub struct Stream {
    /// Its name.
    pub name: Spanned<String>,
    /// A sentence on it, or an empty text.
    pub description: String,
    /// Its schema, if the file names one.
    pub schema: Option<SchemaId>,
    /// The columns of its records.
    pub columns: Vec<Column>,
    /// The index of the column whose value decides the shard.
    pub partition_key: Option<Spanned<usize>>,
    /// The indices of the columns that identify a record; its position does without them.
    pub id: Vec<Spanned<usize>>,
    /// The index of the column that says when a record happened.
    pub event_time: Option<Spanned<usize>>,
    /// How long windows wait for records that are late.
    pub watermark: Watermark,
    /// Where reading begins.
    pub starting_position: spec::StartingPosition,
    /// The shards; `None` is on demand.
    pub shards: Option<Spanned<u32>>,
    /// The load from which the shards were worked out, if the file declares one.
    pub load: Option<Load>,
    /// How long records are kept.
    pub retention: Spanned<Duration>,
    /// Its name in AWS, prefix included, if the file gives one.
    pub physical_name: Option<Spanned<String>>,
    /// The accounts that may read it.
    pub readers: Vec<Spanned<String>>,
    /// The stream that is there already.
    pub existing: Option<Spanned<Arn>>,
    /// The customer key of a stream that is there already.
    pub key: Option<Spanned<Arn>>,
    /// Whether all of it could be read.
    pub intact: bool,
}

/// The highest event time of a stream, minus a delay (semantics 8).
#[derive(Debug, Clone)]
pub struct Watermark {
    /// How far records may be out of order.
    pub delay: Spanned<Duration>,
    /// How long an input is silent until it no longer holds the others back.
    pub idle: Spanned<Duration>,
}

/// A threshold.
#[derive(Debug, Clone)]
pub struct Threshold {
    /// Its name.
    pub name: Spanned<String>,
    /// A sentence on it, or an empty text.
    pub description: String,
    /// Its type.
    pub ty: Type,
    /// Its value unless a deployment gives another.
    pub value: Spanned<Value<'static>>,
    /// The value as text, in the one form that its type has.
    pub text: String,
    /// The least and the greatest value that a deployment may give, as text.
    pub min: Option<Spanned<String>>,
    /// The greatest value.
    pub max: Option<Spanned<String>>,
}

/// A branch.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Its name.
    pub name: Spanned<String>,
    /// A sentence on it, or an empty text.
    pub description: String,
    /// Where its block stands.
    pub span: Span,
    /// What it reads; `None` where that is unknown, which has been told.
    pub from: Option<Spanned<Input>>,
    /// What its rows go to.
    pub to: Vec<Spanned<Target>>,
    /// Hot or cold.
    pub kind: BranchKind,
    /// Whether all of it could be read and resolved.
    pub intact: bool,
}

/// Hot or cold.
#[derive(Debug, Clone)]
pub enum BranchKind {
    /// It looks at records.
    Hot(Box<Hot>),
    /// It keeps every record as the bytes that came.
    Cold,
}

/// What a branch reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A stream.
    Stream(StreamId),
    /// A hot branch.
    Branch(BranchId),
}

/// What a branch writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A sink.
    Sink(SinkId),
    /// A stream.
    Stream(StreamId),
}

/// What only a hot branch has.
#[derive(Debug, Clone)]
pub struct Hot {
    /// The columns of its input.
    pub input: Vec<Column>,
    /// Its `where`.
    pub filter: Option<Expression>,
    /// Its window, if it has one.
    pub window: Option<Window>,
    /// The columns of its input that split a window, by index.
    pub group_by: Vec<Spanned<usize>>,
    /// Its `add`, in order; each sees what stands before it in the row.
    ///
    /// A row is the input's columns; in a window it is the columns of `group_by`, then `window_start` and
    /// `window_end`. Behind that stand, for each `add`, the values of its aggregates, which have no names, and then its own.
    pub adds: Vec<Added>,
    /// The columns of its rows.
    pub outputs: Vec<Output>,
    /// Its `having`, over the columns of its rows.
    pub having: Option<Expression>,
    /// The engine that runs it: named, or the first that can.
    pub engine: engines::Name,
    /// Where the file names the engine.
    pub engine_span: Option<Span>,
}

/// A window of a branch.
#[derive(Debug, Clone)]
pub struct Window {
    /// Its kind and lengths.
    pub kind: pipec_runtime::window::Window,
    /// Where it stands.
    pub span: Span,
}

/// A column that a branch adds.
#[derive(Debug, Clone)]
pub struct Added {
    /// Its name.
    pub name: Spanned<String>,
    /// The aggregates in its value, in the order that they stand there; none without a window.
    pub aggregates: Vec<pipec_runtime::aggregate::Call>,
    /// Its value.
    pub expression: Expression,
}

/// A column of a branch's rows.
#[derive(Debug, Clone)]
pub struct Output {
    /// The column.
    pub column: Column,
    /// Where its value stands in the row that `add` makes.
    pub from: usize,
}

/// A sink.
#[derive(Debug, Clone)]
pub struct Sink {
    /// Its name.
    pub name: Spanned<String>,
    /// A sentence on it, or an empty text.
    pub description: String,
    /// What it is; `None` where that could not be read, which has been told.
    pub settings: Option<sinks::Settings>,
}

/// Settings with their defaults.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who holds the key.
    pub encryption: Encryption,
    /// What happens to what holds data when the stack goes.
    pub removal: spec::Removal,
    /// The processors that functions run on.
    pub architecture: Architecture,
    /// How long logs are kept, in days: one of CloudWatch's values.
    pub log_retention_days: u32,
    /// How long a failing batch is retried.
    pub retry: Duration,
    /// The policy that bounds every role.
    pub permissions_boundary: Option<Arn>,
    /// What every physical name begins with.
    pub name_prefix: String,
    /// Tags, in the order written.
    pub tags: Vec<(String, String)>,
}

/// Who holds the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// The pipeline: one key of its own.
    CustomerKey,
    /// AWS: a key for each service.
    AwsManaged,
    /// This key.
    Key(Arn),
}

impl Model {
    /// The hot branches, with their ids.
    pub fn hot(&self) -> impl Iterator<Item = (BranchId, &Branch, &Hot)> {
        self.branches.iter().enumerate().filter_map(|(id, branch)| match &branch.kind {
            BranchKind::Hot(hot) => Some((BranchId(id), branch, &**hot)),
            BranchKind::Cold => None,
        })
    }

    /// Every expression that could be typed, in the order written.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let checks = self.schemas.iter().flat_map(|it| &it.checks).map(|(_, it)| it);
        checks.chain(self.hot().flat_map(|(_, _, hot)| {
            let adds = hot.adds.iter().map(|it| &it.expression);
            hot.filter.iter().chain(adds).chain(&hot.having)
        }))
    }

    /// The `check`s that a stream's records must pass, each with the number of its column: those of its schema.
    pub fn checks(&self, stream: StreamId) -> &[(usize, Expression)] {
        self.stream(stream).schema.map_or(&[], |it| &self.schemas[it.0].checks)
    }

    /// Every typed tree, and the expression in whose text it stands: an aggregate's parts are trees of their own.
    pub fn trees(&self) -> impl Iterator<Item = (&Expr, &Expression)> {
        let inside = self.hot().flat_map(|(_, _, hot)| &hot.adds);
        let inside = inside.flat_map(|it| it.over_records().map(move |tree| (tree, &it.expression)));
        self.expressions().map(|it| (&it.expr, it)).chain(inside)
    }

    /// The branch that reads a stream for this one, itself or through others; none in a cycle.
    pub fn head(&self, id: BranchId) -> Option<BranchId> {
        head(&self.branches, id.0).map(BranchId)
    }

    /// The stream at the beginning of a branch's chain; none where that is unknown.
    pub fn root(&self, branch: &Branch) -> Option<StreamId> {
        match branch.from.as_ref()?.value {
            Input::Stream(id) => Some(id),
            Input::Branch(id) => self.root(self.branch(self.head(id)?)),
        }
    }

    /// The hot branches that a stream feeds, itself or through others, in the order of the file, but each after the one
    /// it reads.
    pub fn fed(&self, stream: StreamId) -> Vec<BranchId> {
        let mut found = Vec::new();
        loop {
            let before = found.len();
            for (id, branch, _) in self.hot() {
                let is_fed = match branch.from.as_ref().map(|it| it.value) {
                    Some(Input::Stream(it)) => it == stream,
                    Some(Input::Branch(it)) => found.contains(&it),
                    None => false,
                };
                if is_fed && !found.contains(&id) {
                    found.push(id);
                }
            }
            // A chain that is written from its end to its start takes a round for each branch.
            if found.len() == before {
                return found;
            }
        }
    }

    /// A stream.
    pub fn stream(&self, id: StreamId) -> &Stream {
        &self.streams[id.0]
    }

    /// A branch.
    pub fn branch(&self, id: BranchId) -> &Branch {
        &self.branches[id.0]
    }

    /// A sink.
    pub fn sink(&self, id: SinkId) -> &Sink {
        &self.sinks[id.0]
    }

    /// The branches that write to this.
    pub fn writers(&self, target: Target) -> impl Iterator<Item = &Branch> {
        self.branches.iter().filter(move |branch| branch.to.iter().any(|it| it.value == target))
    }

    /// The branches that read this.
    pub fn readers(&self, input: Input) -> impl Iterator<Item = &Branch> {
        self.branches.iter().filter(move |branch| branch.from.as_ref().is_some_and(|it| it.value == input))
    }
}

/// The branch that reads a stream for this one; none in a cycle, or where an input is unknown.
fn head(branches: &[Branch], id: usize) -> Option<usize> {
    let mut id = id;
    for _ in branches {
        match branches[id].from.as_ref()?.value {
            Input::Stream(_) => return Some(id),
            Input::Branch(before) => id = before.0,
        }
    }
    None
}

impl Branch {
    /// What only a hot branch has.
    pub fn as_hot(&self) -> Option<&Hot> {
        match &self.kind {
            BranchKind::Hot(hot) => Some(hot),
            BranchKind::Cold => None,
        }
    }

    /// The way to it in the file, `hot.abnormal`.
    pub fn path(&self) -> String {
        let section = if self.as_hot().is_some() { "hot" } else { "cold" };
        format!("{section}.{}", self.name.value)
    }
}
