//! SQS queues.

use super::{Base, Existing, Names, Place, Reach, Sink, There};
use crate::cfn::iam::{Policy, Statement};
use crate::cfn::{Pseudo, Text, sqs};
use crate::plan::{Access, Built, KeyUse, Node, NodeId, On, Part, Seal, Sealing, Site, Writer};
use crate::source::Spanned;
use crate::syntax::{Arn, Duration, block};
use pipec_runtime::types::Type;
use serde_json::{Value, json};

block! {
    /// An SQS queue; a row is a message.
    struct Settings {
        /// How long a message waits to be received, 60s to 14d; 14d without it.
        optional retention = "retention": Spanned<Duration>,
        /// How long a message that was received is hidden from others, at most 12h; 30s without it.
        optional visibility = "visibility": Spanned<Duration>,
        /// The queue's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// A queue that is there already.
        optional existing = "existing": Spanned<Arn>,
        /// The customer key that an existing queue is encrypted with.
        optional key = "key": Spanned<Arn>,
    }
}

const SEALING: Sealing = Sealing { service: "sqs", context: None, inside: false };

const NAMES: Names = Names { noun: "queue", least: 1, most: 80, signs: "_-", small_only: false };

impl Sink for Settings {
    fn is_built(&self) -> bool {
        true
    }

    fn environment_keys(&self) -> &'static [&'static str] {
        &["retention", "name", "existing", "key"]
    }

    fn keys(&self) -> &[Spanned<String>] {
        &self.keys
    }

    fn physical_name(&self) -> Option<(&'static Names, &Spanned<String>)> {
        Some((&NAMES, self.name.as_ref()?))
    }

    fn existing(&self) -> Existing<'_> {
        let (arn, key) = (self.existing.as_ref(), self.key.as_ref());
        Existing { noun: "queue", arn, key, own: &["retention", "visibility", "name"], form: "" }
    }

    fn services(&self, _: bool) -> &'static [&'static str] {
        if self.existing.is_some() { &[] } else { &["sqs"] }
    }

    fn add(&self, _: &[(String, Type)], place: Place, base: &mut Base) -> Reach {
        add(self, place, base)
    }

    fn filled(&self) -> Value {
        let is_made = self.existing.is_none();
        json!({
            "retention": is_made.then(|| self.retention.as_ref().map_or(RETENTION, |it| it.value).to_string()),
            "visibility": is_made.then(|| self.visibility.as_ref().map_or(VISIBILITY, |it| it.value).to_string()),
            "name": self.name.as_ref().map(|it| it.value.clone()),
            "existing": self.existing.as_ref().map(|it| it.text.clone()),
            "key": self.key.as_ref().map(|it| it.text.clone()),
        })
    }
}

/// A message. The sender makes the data key and reads it back
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html>).
const SEND: Access = Access {
    verb: "Sends",
    actions: &["sqs:SendMessage"],
    on: On::Whole,
    key: KeyUse::Needs { verb: "Seals", actions: &["kms:Decrypt", "kms:GenerateDataKey"] },
    reason: "",
};

/// What can be done with messages; a queue's policy names them one by one.
const MESSAGES: &[&str] = &[
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:PurgeQueue",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
];

const RETENTION: Duration = Duration::seconds(1_209_600);
const VISIBILITY: Duration = Duration::seconds(30);

/// A queue and its policy.
#[derive(Debug)]
struct Queue {
    physical: Option<String>,
    retention: Duration,
    visibility: Duration,
    key: Option<NodeId>,
}

/// Adds the queue, unless it is there already, and says how a function writes it.
fn add(settings: &Settings, place: Place, base: &mut Base) -> Reach {
    let variable = place.variable("QUEUE");
    let node = match &settings.existing {
        Some(arn) => {
            let (name, key) = (url(arn), settings.key.as_deref());
            base.existing(place, There { noun: "queue", arn, name, key, sealing: SEALING })
        }
        None => {
            let queue = Queue {
                physical: base.physical(settings.name.as_ref()),
                retention: settings.retention.as_ref().map_or(RETENTION, |it| it.value),
                visibility: settings.visibility.as_ref().map_or(VISIBILITY, |it| it.value),
                key: base.data_key,
            };
            base.add(place, "Queue", queue)
        }
    };
    Reach { node, rights: vec![SEND], writer: Writer::Queue, variable }
}

/// The URL of a queue that is there already: its ARN has all parts of it.
fn url(arn: &Arn) -> Text {
    Text::from(format!("https://sqs.{}.", arn.part(3))).then(Pseudo::UrlSuffix).then(format!(
        "/{}/{}",
        arn.part(4),
        arn.part(5)
    ))
}

impl Part for Queue {
    fn noun(&self) -> &'static str {
        "queue"
    }

    fn seal(&self) -> Option<Seal> {
        self.key.map(|key| Seal { key, sealing: SEALING })
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let queue = sqs::Queue {
            queue_name: self.physical.clone(),
            message_retention_period: self.retention.as_seconds(),
            visibility_timeout: self.visibility.as_seconds(),
            kms_master_key_id: self.key.map_or("alias/aws/sqs".into(), |key| site.arn(key)),
        };
        let about = site.holding(node);
        let handle = site.template.add(&node.id, &about, &queue);
        let built = Built { arn: handle.arn(), name: handle.url() };
        let statement = Statement::tls_only(MESSAGES.to_vec(), vec![built.arn.clone()]);
        let policy_document = Policy::new(vec![statement]);
        let policy = sqs::QueuePolicy { queues: [built.name.clone()], policy_document };
        site.template.add(&format!("{}Policy", node.id), &about, &policy);
        site.tell(node, "Url", "URL of the queue", &built.name);
        built
    }
}
