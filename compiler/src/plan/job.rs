//! What runs together: the branches fed by one stream, with expressions and columns by index.

use pipec_runtime::aggregate::Call;
use pipec_runtime::column::Format;
use pipec_runtime::expr::Expr;
use pipec_runtime::types::Type;
use pipec_runtime::window::Window;

/// Branches that one stream feeds: those that one function runs, or all of them as their definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The stream's name in the file.
    pub stream: String,
    /// The columns of the stream's records.
    pub columns: Vec<Column>,
    /// The `check`s of its columns, column and condition, in their order.
    pub checks: Vec<(String, Expression)>,
    /// The columns that identify a record, by index; it is identified by its place without them.
    pub id: Vec<usize>,
    /// The branches, each after the one it reads.
    pub branches: Vec<Branch>,
    /// What the branches write, each once, in the order first written.
    pub targets: Vec<Target>,
}

/// A column of a stream, as it comes on the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// The keys to its value in the record, outermost first.
    pub path: Vec<String>,
    /// How a timestamp comes.
    pub format: Format,
}

/// A hot branch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Branch {
    /// Its name in the file.
    pub name: String,
    /// A sentence on it, or an empty text.
    pub description: String,
    /// The branch of this job that it reads, by index; none where it reads the stream.
    pub reads: Option<usize>,
    /// Its `where`.
    pub keep: Option<Expression>,
    /// Its window; a function runs none.
    pub window: Option<Window>,
    /// The columns of its input that split a window, by index.
    pub group_by: Vec<usize>,
    /// Its `add`, in order; each sees what stands before it in the row.
    ///
    /// A row is the input's columns; in a window it is the columns of `group_by`, then `window_start` and
    /// `window_end`. Behind that stand, for each `add`, the values of its aggregates, which have no names, and then its own.
    pub adds: Vec<Added>,
    /// The columns of its rows.
    pub outputs: Vec<Output>,
    /// Its `having`, over the columns of its rows.
    pub having: Option<Expression>,
    /// The sinks and streams that it writes, by their names in the file.
    pub writes: Vec<String>,
}

/// A column that a branch adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// Its name.
    pub name: String,
    /// The aggregates in its value, in the order that they stand there; none without a window.
    pub aggregates: Vec<Call>,
    /// Its value.
    pub value: Expression,
}

impl Branch {
    /// Whether an expression of its asks for the id of what it makes of a record.
    pub fn asks_id(&self) -> bool {
        let adds = self.adds.iter().map(|it| &it.value);
        self.keep.iter().chain(adds).any(|it| it.expr.asks_id())
    }
}

/// An expression, and its text in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// The expression.
    pub expr: Expr,
    /// Its text, as SQL.
    pub text: String,
}

/// A column of a branch's rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// Where its value stands in the row that `add` makes.
    pub from: usize,
}

/// Something that a function writes rows to.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Its name in the file.
    pub name: String,
    /// The environment variable with its address: a table's name, a queue's URL, another's name or ARN.
    pub variable: String,
    /// How rows are written.
    pub writer: Writer,
}

/// How a function writes rows; each kind is a writer of the runtime.
#[derive(Debug, Clone, PartialEq)]
pub enum Writer {
    /// DynamoDB's `PutItem`, conditional; the variable holds the table's name.
    Table {
        /// The column that is the partition key.
        partition_key: String,
        /// The column that is the sort key.
        sort_key: Option<String>,
        /// Whether a row takes the place of another record's item with its key.
        replaces: bool,
    },
    /// SNS's `Publish`; the variable holds the topic's ARN.
    Topic,
    /// SQS's `SendMessage`; the variable holds the queue's URL.
    Queue,
    /// Kinesis's `PutRecords`; the variable holds the stream's ARN.
    Stream {
        /// The column whose value decides the shard; the record's id without it.
        partition_key: Option<String>,
    },
    /// Firehose's `PutRecordBatch`; the variable holds the delivery stream's name. It adds the line feeds.
    Delivery,
}

/// A threshold: a parameter of the stack that reaches functions as an environment variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Its name in the file.
    pub name: String,
    /// The environment variable, `THRESHOLD_HIGH_TRANSACTION`.
    pub variable: String,
    /// The parameter of the stack, `HighTransactionThreshold`.
    pub parameter: String,
    /// Its type.
    pub ty: Type,
    /// The value unless a deployment gives another, as text.
    pub default: String,
    /// The least value, as text.
    pub min: Option<String>,
    /// The greatest value, as text.
    pub max: Option<String>,
    /// A sentence on it, or an empty text.
    pub description: String,
    /// Where it stands in the file.
    pub span: crate::source::Span,
}
