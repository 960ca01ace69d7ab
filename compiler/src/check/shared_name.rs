//! `shared-name`: environments that would make one thing twice.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Environment;
use crate::sinks::Names;
use crate::source::{Span, Spanned};
use std::collections::BTreeMap;

/// The finding's page.
pub const CODE: Code = Code {
    name: "shared-name",
    what: "Two environments give one kind of thing the same `name` in AWS, and nothing says that their accounts or \
           regions differ.",
    why: "AWS has each name once per account and region, buckets once in the world: the second environment could not be \
          created. A `settings.name_prefix` in one of them tells them apart.",
    example: "streams:\n  readings: { name: readings }\nenvironments:\n  dev: {}\n  prod: {}\n",
    instead: "streams:\n  readings: { name: readings }\nenvironments:\n  dev:\n    settings: { name_prefix: dev- }\n  \
              prod: {}\n",
};

/// A name in AWS, and of what.
pub type Named = (&'static Names, Spanned<String>);

/// Tells of each name that a second environment would take again.
pub fn run(environments: &[(&Environment, Vec<Named>)], findings: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, &str), Vec<(&Environment, Span)>> = BTreeMap::new();
    for (environment, names) in environments {
        for (kind, name) in names {
            let others = seen.entry((kind.noun, &name.value)).or_default();
            let of_another = others.iter().filter(|(it, _)| it.name.value != environment.name.value);
            // Only buckets, whose names hold in the whole world, are so strict.
            let other = of_another.into_iter().find(|(it, _)| kind.small_only || !differ(it, environment));
            if let Some((other, _)) = other {
                let (one, two) = (&other.name.value, &environment.name.value);
                let message = format!("`{one}` and `{two}` both name a {} `{}`", kind.noun, name.value);
                findings.error(&CODE, environment.name.span, message).label(name.span, "the name").help(HELP);
            }
            others.push((environment, name.span));
        }
    }
}

const HELP: &str =
    "write `settings: { name_prefix: … }` in one of them, or say the `account` and `region` of both";

/// Whether two environments are known to stand apart.
fn differ(one: &Environment, other: &Environment) -> bool {
    let unlike = |one: &Option<Spanned<String>>, other: &Option<Spanned<String>>| matches!((one, other), (Some(one), Some(other)) if one.value != other.value);
    unlike(&one.account, &other.account) || unlike(&one.region, &other.region)
}
