//! DynamoDB tables.

use super::{Base, Existing, Names, Place, Reach, Sink, There};
use crate::cfn::{About, Removal, dynamodb};
use crate::plan::{Access, Built, KeyUse, Node, NodeId, On, Part, Seal, Sealing, Site, Writer};
use crate::source::Spanned;
use crate::syntax::{Arn, block};
use pipec_runtime::types::Type;
use serde_json::{Value, json};

block! {
    /// A DynamoDB table; a row is an item, one for each key.
    struct Settings {
        /// The column that is the partition key.
        required partition_key = "partition_key": Spanned<String>,
        /// The column that is the sort key.
        optional sort_key = "sort_key": Spanned<String>,
        /// What happens to a row whose key is there already with another record's row.
        optional on_conflict = "on_conflict": Spanned<OnConflict>,
        /// The table's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// A table that is there already.
        optional existing = "existing": Spanned<Arn>,
        /// The customer key that an existing table is encrypted with.
        optional key = "key": Spanned<Arn>,
    }
}

const SEALING: Sealing = Sealing { service: "dynamodb", context: None, inside: false };

/// DynamoDB API reference, `CreateTable`.
const NAMES: Names = Names { noun: "table", least: 3, most: 255, signs: "_.-", small_only: false };

impl Sink for Settings {
    fn is_built(&self) -> bool {
        true
    }

    fn environment_keys(&self) -> &'static [&'static str] {
        &["name", "existing", "key"]
    }

    fn keys(&self) -> &[Spanned<String>] {
        &self.keys
    }

    fn physical_name(&self) -> Option<(&'static Names, &Spanned<String>)> {
        Some((&NAMES, self.name.as_ref()?))
    }

    fn existing(&self) -> Existing<'_> {
        let (arn, key) = (self.existing.as_ref(), self.key.as_ref());
        Existing { noun: "table", arn, key, own: &["name"], form: "table/" }
    }

    fn services(&self, _: bool) -> &'static [&'static str] {
        if self.existing.is_some() { &[] } else { &["dynamodb"] }
    }

    fn add(&self, columns: &[(String, Type)], place: Place, base: &mut Base) -> Reach {
        add(self, columns, place, base)
    }

    fn filled(&self) -> Value {
        json!({
            "partition_key": self.partition_key.as_ref().map(|it| it.value.clone()),
            "sort_key": self.sort_key.as_ref().map(|it| it.value.clone()),
            "on_conflict": self.on_conflict().word(),
            "name": self.name.as_ref().map(|it| it.value.clone()),
            "existing": self.existing.as_ref().map(|it| it.text.clone()),
            "key": self.key.as_ref().map(|it| it.text.clone()),
        })
    }
}

impl Settings {
    /// Whether a row takes the place of another record's item with its key (semantics 14).
    pub fn replaces(&self) -> bool {
        self.on_conflict() == OnConflict::Replace
    }

    fn on_conflict(&self) -> OnConflict {
        self.on_conflict.as_ref().map_or(OnConflict::KeepFirst, |it| it.value)
    }
}

block! {
    /// What happens to a row whose key is there already with another record's row.
    enum OnConflict {
        /// The item stays as it is, and the row is counted; what a table does without it.
        KeepFirst = "keep_first",
        /// The row takes the item's place, at least once: a batch that comes again puts its rows anew, in their order.
        Replace = "replace",
    }
}

/// A put, conditional or not. DynamoDB reads its table key with the caller's rights
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html>).
const PUT: Access = Access {
    verb: "Puts",
    actions: &["dynamodb:PutItem"],
    on: On::Whole,
    key: KeyUse::Needs { verb: "Unlocks", actions: &["kms:Decrypt", "kms:DescribeKey"] },
    reason: "",
};

/// A table.
#[derive(Debug)]
struct Table {
    physical: Option<String>,
    keys: Vec<dynamodb::Attribute>,
    key: NodeId,
}

/// Adds the table, unless it is there already, and says how a function writes it.
fn add(settings: &Settings, columns: &[(String, Type)], place: Place, base: &mut Base) -> Reach {
    let partition_key = settings.partition_key.0.as_ref().expect("the gate has seen the partition key");
    let sort_key = settings.sort_key.as_ref();
    let keys = std::iter::once(partition_key).chain(sort_key).map(|it| attribute(it, columns)).collect();
    let variable = place.variable("TABLE");
    let node = match &settings.existing {
        // A call may name a table by its ARN, and names one of another account so.
        Some(arn) => {
            let (name, key) = (arn.text.as_str().into(), settings.key.as_deref());
            base.existing(place, There { noun: "table", arn, name, key, sealing: SEALING })
        }
        None => {
            let physical = base.physical(settings.name.as_ref());
            let table = Table { physical, keys, key: base.key };
            base.add(place, "Table", table)
        }
    };
    let writer = Writer::Table {
        partition_key: partition_key.value.clone(),
        sort_key: sort_key.map(|it| it.value.clone()),
        replaces: settings.replaces(),
    };
    Reach { node, rights: vec![PUT], writer, variable }
}

fn attribute(key: &Spanned<String>, columns: &[(String, Type)]) -> dynamodb::Attribute {
    let column = columns.iter().find(|(name, _)| *name == key.value);
    let (_, ty) = column.expect("the gate has seen that every writer has the key's columns");
    let attribute_type = if ty.is_number() { "N" } else { "S" };
    dynamodb::Attribute { attribute_name: key.value.clone(), attribute_type }
}

impl Part for Table {
    fn noun(&self) -> &'static str {
        "table"
    }

    fn seal(&self) -> Option<Seal> {
        Some(Seal { key: self.key, sealing: SEALING })
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let kinds = ["HASH", "RANGE"];
        let is_protected = site.removal == Removal::Retain;
        let table = dynamodb::Table {
            table_name: self.physical.clone(),
            attribute_definitions: self.keys.clone(),
            key_schema: (self.keys.iter().zip(kinds))
                .map(|(it, key_type)| dynamodb::KeyElement {
                    attribute_name: it.attribute_name.clone(),
                    key_type,
                })
                .collect(),
            billing_mode: "PAY_PER_REQUEST",
            encryption: dynamodb::Encryption { enabled: true, kind: "KMS", key: site.arn(self.key) },
            point_in_time_recovery_specification: dynamodb::Recovery { point_in_time_recovery_enabled: true },
            deletion_protection_enabled: is_protected,
        };
        let removal = Some(if is_protected { Removal::Protect } else { site.removal });
        let about = About { removal, ..node.about() };
        let handle = site.template.add(&node.id, &about, &table);
        let built = Built { arn: handle.arn(), name: handle.name() };
        site.tell(node, "Name", "Name of the table", &built.name);
        built
    }
}
