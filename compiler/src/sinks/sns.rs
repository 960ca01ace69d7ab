//! SNS topics.

use super::{Base, Existing, Names, Place, Reach, Sink, There};
use crate::cfn::iam::{Policy, Statement};
use crate::cfn::sns;
use crate::plan::{Access, Built, KeyUse, Node, NodeId, On, Part, Seal, Sealing, Site, Writer};
use crate::source::Spanned;
use crate::syntax::{Arn, EmailAddress, OneOrMany, block};
use pipec_runtime::types::Type;
use serde_json::{Value, json};

block! {
    /// An SNS topic; a row is a message.
    struct Settings {
        /// The sender that an e-mail shows, at most 100 characters.
        optional display_name = "display_name": Spanned<String>,
        /// Addresses that get each message, once their owner has confirmed.
        collection email = "email": OneOrMany<Spanned<EmailAddress>>,
        /// The topic's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// A topic that is there already.
        optional existing = "existing": Spanned<Arn>,
        /// The customer key that an existing topic is encrypted with.
        optional key = "key": Spanned<Arn>,
    }
}

const SEALING: Sealing = Sealing { service: "sns", context: None, inside: false };

const NAMES: Names = Names { noun: "topic", least: 1, most: 256, signs: "_-", small_only: false };

impl Sink for Settings {
    fn is_built(&self) -> bool {
        true
    }

    fn environment_keys(&self) -> &'static [&'static str] {
        &["email", "display_name", "name", "existing", "key"]
    }

    fn keys(&self) -> &[Spanned<String>] {
        &self.keys
    }

    fn physical_name(&self) -> Option<(&'static Names, &Spanned<String>)> {
        Some((&NAMES, self.name.as_ref()?))
    }

    fn existing(&self) -> Existing<'_> {
        let (arn, key) = (self.existing.as_ref(), self.key.as_ref());
        Existing { noun: "topic", arn, key, own: &["display_name", "email", "name"], form: "" }
    }

    fn services(&self, _: bool) -> &'static [&'static str] {
        if self.existing.is_some() { &[] } else { &["sns"] }
    }

    fn add(&self, _: &[(String, Type)], place: Place, base: &mut Base) -> Reach {
        add(self, place, base)
    }

    fn filled(&self) -> Value {
        let email: Vec<&str> = self.email.items.iter().map(|it| it.text.as_str()).collect();
        json!({
            "display_name": self.display_name.as_ref().map(|it| it.value.clone()),
            "email": if email.is_empty() { Value::Null } else { json!(email) },
            "name": self.name.as_ref().map(|it| it.value.clone()),
            "existing": self.existing.as_ref().map(|it| it.text.clone()),
            "key": self.key.as_ref().map(|it| it.text.clone()),
        })
    }
}

/// A message. The publisher makes the data key and reads it back
/// (<https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>).
const PUBLISH: Access = Access {
    verb: "Publishes",
    actions: &["sns:Publish"],
    on: On::Whole,
    key: KeyUse::Needs { verb: "Seals", actions: &["kms:Decrypt", "kms:GenerateDataKey"] },
    reason: "",
};

/// A topic and its policy.
#[derive(Debug)]
struct Topic {
    physical: Option<String>,
    display_name: Option<String>,
    emails: Vec<String>,
    key: Option<NodeId>,
}

/// Adds the topic, unless it is there already, and says how a function writes it.
fn add(settings: &Settings, place: Place, base: &mut Base) -> Reach {
    let variable = place.variable("TOPIC");
    let node = match &settings.existing {
        Some(arn) => {
            let (name, key) = (arn.text.as_str().into(), settings.key.as_deref());
            base.existing(place, There { noun: "topic", arn, name, key, sealing: SEALING })
        }
        None => {
            let topic = Topic {
                physical: base.physical(settings.name.as_ref()),
                display_name: settings.display_name.as_ref().map(|it| it.value.clone()),
                emails: settings.email.0.items.iter().map(|it| it.text.clone()).collect(),
                key: base.data_key,
            };
            base.add(place, "Topic", topic)
        }
    };
    Reach { node, rights: vec![PUBLISH], writer: Writer::Topic, variable }
}

impl Part for Topic {
    fn noun(&self) -> &'static str {
        "topic"
    }

    fn seal(&self) -> Option<Seal> {
        self.key.map(|key| Seal { key, sealing: SEALING })
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let emails = self.emails.iter();
        let topic = sns::Topic {
            topic_name: self.physical.clone(),
            display_name: self.display_name.clone(),
            kms_master_key_id: self.key.map_or("alias/aws/sns".into(), |key| site.arn(key)),
            subscription: emails
                .map(|it| sns::Subscription { protocol: "email", endpoint: it.clone() })
                .collect(),
        };
        let about = node.about();
        let arn = site.template.add(&node.id, &about, &topic).arn();
        let policy = sns::TopicPolicy {
            topics: [arn.clone()],
            policy_document: Policy::new(vec![Statement::tls_only(vec!["sns:Publish"], vec![arn.clone()])]),
        };
        site.template.add(&format!("{}Policy", node.id), &about, &policy);
        site.tell(node, "Arn", "ARN of the topic", &arn);
        Built { arn: arn.clone(), name: arn }
    }
}
