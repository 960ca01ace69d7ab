//! The judges that nobody here wrote, on every golden; and faults planted for each, which it must find.

mod authorization;
mod cfn_lint;
mod checkov;
mod dollars;
mod granted;
mod parliament;
mod retired;

use pipec_tests::place;
use pipec_tests::policy::{self, Policy};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A template that is put before a judge.
pub struct Case {
    /// The spec's name, or the fault's.
    pub name: String,
    /// The file that the judge reads.
    pub path: PathBuf,
    /// What it holds.
    pub template: Value,
    /// What other accounts must allow.
    pub grants: Vec<Policy>,
}

/// A fault, planted into the golden of the seed.
pub struct Fault {
    /// Its name.
    pub name: &'static str,
    /// What the judge must say of it.
    pub said: &'static str,
    /// Makes it.
    pub plant: fn(&mut Value),
}

/// The spec whose golden gets the faults.
const SEED: &str = "high-transactions";

/// Every golden's template.
pub fn goldens() -> Vec<Case> {
    let case = |it: place::Stack| Case {
        template: it.template(),
        grants: policy::grants(&it),
        path: it.path(),
        name: it.name,
    };
    place::stacks().into_iter().map(case).collect()
}

/// The golden of the seed once for each fault, written into a scratch folder.
pub fn planted(judge: &str, faults: &[Fault]) -> Vec<Case> {
    let folder = place::scratch(judge);
    let case = |it: &Fault| {
        let mut template = place::template(SEED);
        (it.plant)(&mut template);
        let path = folder.join(format!("{}.json", it.name));
        fs::write(&path, format!("{template:#}")).expect("the scratch folder is ours");
        Case { name: it.name.to_owned(), path, template, grants: Vec::new() }
    };
    faults.iter().map(case).collect()
}

/// The properties of the first resource of a type.
pub fn properties<'a>(template: &'a mut Value, kind: &str) -> &'a mut Value {
    let resources = template["Resources"].as_object_mut().expect("a template has resources");
    let found = resources.values_mut().find(|it| it["Type"] == kind);
    &mut found.unwrap_or_else(|| panic!("the seed's golden has no {kind}"))["Properties"]
}

/// The first statement of an identity policy with this action.
pub fn statement<'a>(template: &'a mut Value, action: &str) -> &'a mut Value {
    let resources = template["Resources"].as_object_mut().expect("a template has resources");
    let policies =
        resources.values_mut().filter_map(|it| it["Properties"].get_mut("Policies")?.as_array_mut());
    let documents = policies.flatten().filter_map(|it| it["PolicyDocument"]["Statement"].as_array_mut());
    let found = documents.flatten().find(|it| it["Action"].to_string().contains(action));
    found.unwrap_or_else(|| panic!("no role of the seed's golden has {action}"))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&place::read(path))
        .unwrap_or_else(|it| panic!("{} is no JSON: {it}", path.display()))
}
