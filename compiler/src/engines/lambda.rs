//! The generated Rust function, fed by a stream.

use super::{Abilities, Name, Windows};
use crate::cfn::{About, lambda};
use crate::plan::{Access, Acts, Built, KeyUse, Node, NodeId, On, Part, Site, Trust};
use crate::sinks::kinesis;
use crate::syntax::Duration;

/// What it can do.
pub const ABILITIES: Abilities =
    Abilities { name: Name::Lambda, built: true, runtime: RUNTIME, windows: Windows::None };

/// Amazon Linux, on which the zip's own program runs.
const RUNTIME: &str = "provided.al2023";

/// Most records of a batch.
pub const BATCH: u64 = 100;
/// Seconds that a batch waits for more records.
pub const BATCH_WAITS: u64 = 1;
/// Seconds that a function may take for a batch.
pub const TIMEOUT: u64 = 60;
/// The MiB of a function.
pub const MEMORY: u64 = 256;

/// The parameters that say where the zip of the functions is.
pub const CODE_BUCKET: &str = "CodeBucket";
/// The key of the zip in that bucket.
pub const CODE_KEY: &str = "CodeKey";

/// What the mapping reads.
pub const READ: Access = Access {
    verb: "Reads",
    actions: kinesis::READING,
    on: On::Whole,
    key: KeyUse::Needs { verb: "Unseals", actions: &["kms:Decrypt"] },
    reason: "",
};

/// Lambda looks whether the bucket of what was given up is there
/// (<https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>).
pub const LIST_GIVEN_UP: Access =
    Access { verb: "Lists", actions: &["s3:ListBucket"], on: On::Whole, key: KeyUse::None, reason: "" };

/// Lambda puts each batch that was given up below `aws/lambda/`.
pub const WRITE_GIVEN_UP: Access = Access {
    verb: "GivesUpTo",
    actions: &["s3:PutObject"],
    on: On::Inside("/aws/lambda/*"),
    key: SEAL,
    reason: "Lambda makes the keys of objects from the mapping, the shard and the time",
};

const SEAL: KeyUse = KeyUse::Needs { verb: "Seals", actions: &["kms:GenerateDataKey"] };

/// Lines in log streams of a group that is there already: the function may not make another.
pub const LOG: Access = Access {
    verb: "Logs",
    actions: &["logs:CreateLogStream", "logs:PutLogEvents"],
    on: On::Inside(":*"),
    key: KeyUse::None,
    reason: "Lambda makes the names of log streams from the time and a random part",
};

/// A function's dead letters, below the prefix that is its own.
pub fn write_dead_letters(prefix: &str) -> Access {
    Access {
        verb: "Writes",
        actions: &["s3:PutObject"],
        on: On::Each(vec![format!("/{prefix}*")]),
        key: SEAL,
        reason: "the keys of objects are made from the branch and the position of the record",
    }
}

/// A function.
#[derive(Debug)]
pub struct Function {
    /// What it does, at most 256 characters.
    pub description: String,
    /// The processor that it is built for.
    pub architecture: lambda::Architecture,
    /// What it is told.
    pub variables: Vec<(String, Variable)>,
    /// Where it logs.
    pub logs: NodeId,
    /// The customer key of its environment.
    pub key: NodeId,
}

/// What a function is told in an environment variable.
#[derive(Debug)]
pub enum Variable {
    /// This text.
    Text(String),
    /// What a node is called.
    Name(NodeId),
    /// The value of a parameter.
    Parameter(String),
}

/// What feeds a function from a stream.
#[derive(Debug)]
pub struct Mapping {
    /// The stream.
    pub stream: NodeId,
    /// The function.
    pub function: NodeId,
    /// The bucket of what was given up.
    pub dead_letters: NodeId,
    /// Where reading begins: `TRIM_HORIZON` or `LATEST`.
    pub starting_position: &'static str,
    /// How long a batch is tried.
    pub retry: Duration,
}

/// Why a batch is bounded by its age, and why nothing is filtered before the function.
const MAPPING: &str = "Age bounds the tries, so a sink's outage makes no dead letters. An event filter would drop \
                       malformed records uncounted.";

impl Part for Function {
    fn noun(&self) -> &'static str {
        "function"
    }

    fn acts(&self) -> Acts {
        // Lambda's support of a condition on the source here is partial, and a refusal would stop the function.
        Acts::Itself(Trust { service: "lambda.amazonaws.com", conditions: Vec::new() })
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let variables = self.variables.iter().map(|(name, it)| {
            let value = match it {
                Variable::Text(it) => it.as_str().into(),
                Variable::Name(it) => site.name(*it),
                Variable::Parameter(it) => site.parameter(it),
            };
            (name.clone(), value)
        });
        let function = lambda::Function {
            description: self.description.clone(),
            runtime: RUNTIME,
            architectures: [self.architecture.word()],
            handler: "bootstrap",
            code: lambda::Code { bucket: site.parameter(CODE_BUCKET), key: site.parameter(CODE_KEY) },
            memory_size: MEMORY,
            timeout: TIMEOUT,
            role: site.role(),
            environment: lambda::Environment { variables: variables.collect() },
            kms_key_arn: site.arn(self.key),
            logging_config: lambda::Logging { log_format: "JSON", log_group: site.name(self.logs) },
        };
        let handle = site.template.add(&node.id, &node.about(), &function);
        site.tell(node, "Name", "Name of the function", &handle.name());
        Built { arn: handle.arn(), name: handle.name() }
    }
}

impl Part for Mapping {
    fn noun(&self) -> &'static str {
        "event source mapping"
    }

    fn acts(&self) -> Acts {
        Acts::Through(self.function)
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let mapping = lambda::EventSourceMapping {
            event_source_arn: site.arn(self.stream),
            function_name: site.name(self.function),
            starting_position: self.starting_position,
            batch_size: BATCH,
            // The documentation asks for at least a second where a batch may be larger than 10
            // (<https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html>).
            maximum_batching_window_in_seconds: BATCH_WAITS,
            bisect_batch_on_function_error: true,
            function_response_types: ["ReportBatchItemFailures"],
            maximum_record_age_in_seconds: self.retry.as_seconds(),
            maximum_retry_attempts: -1,
            destination_config: lambda::Destinations {
                on_failure: lambda::Destination { destination: site.arn(self.dead_letters) },
            },
        };
        let about = About { note: Some(MAPPING), ..node.about() };
        let handle = site.template.add(&node.id, &about, &mapping);
        Built { arn: handle.arn(), name: handle.uuid() }
    }
}
