//! `override-refused`, `override-weakens`: overrides of what keeps a pipeline safe, or whole.

mod guards;
mod statements;

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::model::overrides::below;
use crate::source::Spanned;
use crate::yaml::Node;
use guards::{ANY, GUARDS, Guard, Keeps};

/// The pages of both.
pub const CODES: &[&Code] = &[&REFUSED, &WEAKENS];

const REFUSED: Code = Code {
    name: "override-refused",
    what: "An override is of encryption, of public access, of rights that a role has or would need, of what the pipeline \
           means, or of what another part of the file says.",
    why: "Rights are made from the edges of the pipeline, and those on keys from what is encrypted with them: a property \
          that is changed alone would leave a function without rights, or data without its key. `iam/` and \
          `pipec show rights` tell all rights that there are. And one thing is written in one place.",
    example: "overrides:\n  alarms: { AWS::DynamoDB::Table: { SSESpecification: { SSEEnabled: false } } }\n",
    instead: "settings:\n  encryption: aws_managed\n",
};

const WEAKENS: Code = Code {
    name: "override-weakens",
    what: "An override is of a resource's policy, its backups, its versions, its copies, its logs or its protection, or of \
           what runs beside a function or feeds it.",
    why: "There are good reasons for it, such as a reader in another account, so it is done. But what is laid over it \
          replaces what keeps the data: a list of statements loses the one that asks for TLS.",
    example: "overrides:\n  alarms: { AWS::DynamoDB::Table: { DeletionProtectionEnabled: false } }\n",
    instead: "overrides:\n  alarms: { AWS::DynamoDB::Table: { TableClass: STANDARD } }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for it in model.overrides() {
        let guards: Vec<&Guard> =
            GUARDS.iter().filter(|guard| guard.on == it.kind.value || guard.on == ANY).collect();
        walk(&guards, it.properties, "", findings);
        statements::tell(it.properties, findings);
    }
}

/// Looks at each key of a mapping, and below it where nothing is said of the key itself.
fn walk(guards: &[&Guard], node: &Node, path: &str, findings: &mut Diagnostics) {
    for (key, node) in node.as_map().unwrap_or_default() {
        let path = below(path, &key.value);
        // A guard that ends with `_` is of all names that begin with it.
        let begins = |guard: &str| guard.ends_with('_') && path.starts_with(guard);
        let is_guarded = |guard: &str| guard == path || begins(guard);
        match guards.iter().find(|it| is_guarded(it.property)) {
            Some(guard) => tell(guard, key, findings),
            None => walk(guards, node, &path, findings),
        }
    }
}

fn tell(guard: &Guard, key: &Spanned<String>, findings: &mut Diagnostics) {
    let property = &key.value;
    match guard.keeps {
        Keeps::Safe(what) => {
            findings.error(&REFUSED, key.span, format!("`{property}` {what}")).help("leave it out");
        }
        Keeps::Written(where_) => {
            let message = format!("`{property}` is said elsewhere in the file");
            findings.error(&REFUSED, key.span, message).help(format!("write `{where_}`"));
        }
        Keeps::Watched(what) => {
            findings.warn(&WEAKENS, key.span, format!("`{property}` {what}"));
        }
    }
}
