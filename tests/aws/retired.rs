//! Nothing is emitted that AWS has retired, unless the file was told so; and the table of that is what cfn-lint has.

use super::{Case, SEED, goldens};
use pipec::retired::{self, AS_OF};
use pipec::source::Source;
use pipec_tests::{judge, judged, place, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// The properties that name a runtime.
const RUNTIMES: [&str; 2] = ["Runtime", "RuntimeEnvironment"];

/// The runtimes that a template names.
fn runtimes(template: &Value) -> Vec<&str> {
    let resources = template["Resources"].as_object().expect("a template has resources").values();
    resources.flat_map(|it| RUNTIMES.map(|name| it["Properties"][name].as_str())).flatten().collect()
}

fn is_told(spec: &str) -> bool {
    let stack = place::stacks().into_iter().find(|it| it.name == spec).expect("a golden has a spec");
    let spec = stack.spec;
    let compiled = pipec::compile(&Source::new("spec.yaml", spec.text()));
    compiled.diagnostics.sorted().iter().any(|it| it.code.name == "retired-engine")
}

/// What is retired and not told of.
fn complaints(case: &Case, is_told: bool) -> Vec<String> {
    let found = runtimes(&case.template).into_iter().filter_map(retired::named).filter(|_| !is_told);
    found.map(|it| format!("{} has {}, with {}", case.name, it.name, it.told())).collect()
}

#[test]
fn what_aws_has_retired_is_told_where_it_is_emitted() {
    let cases = goldens();
    let told: Vec<bool> = cases.iter().map(|it| is_told(&it.name)).collect();
    assert!(told.contains(&true) && told.contains(&false), "there is nothing to tell apart");
    text::none(&cases.iter().zip(&told).flat_map(|(case, told)| complaints(case, *told)).collect::<Vec<_>>());
    judged("retired", cases.iter().map(|it| runtimes(&it.template).len()).sum());
}

#[test]
fn a_retired_runtime_is_found() {
    let mut seed = goldens().into_iter().find(|it| it.name == SEED).expect("the seed has a golden");
    super::properties(&mut seed.template, "AWS::Lambda::Function")["Runtime"] = "provided.al2".into();
    let expected = "high-transactions has provided.al2, with no support since 2026-07-31";
    assert_eq!(complaints(&seed, false), [expected]);
    assert_eq!(complaints(&seed, true), [""; 0]);
}

/// The runtimes of Lambda that the pinned cfn-lint knows as deprecated by the table's day, with their days.
#[test]
fn the_table_of_lambda_is_cfn_lints() {
    let program = "import json, cfnlint.data.AdditionalSpecs as it, importlib.resources as files\n\
                   print(files.files(it).joinpath('LmbdRuntimeLifecycle.json').read_text())";
    let known = judge::json(&judge::run(judge::python("lint").args(["-c", program])));
    let days = known.as_object().expect("they are a mapping").iter();
    let days = days.map(|(name, it)| (name.as_str(), it["deprecated"].as_str().unwrap_or_default()));
    let expected: BTreeMap<&str, &str> = days.filter(|(_, day)| *day <= AS_OF).collect();
    let lambda = retired::ALL.iter().filter(|it| it.service == "AWS Lambda");
    let table: BTreeMap<&str, &str> = lambda.map(|it| (it.name, it.since[0].1)).collect();
    assert_eq!(table, expected);
}

#[test]
fn every_row_has_days_in_their_order_a_page_and_a_way_out() {
    for it in retired::ALL {
        let days: Vec<&str> = it.since.iter().map(|(_, day)| *day).collect();
        assert!(!days.is_empty() && days.is_sorted() && days[0] <= AS_OF, "{}: {days:?}", it.name);
        assert!(it.page.starts_with("https://docs.aws.amazon.com/"), "{}", it.name);
        assert!(retired::named(it.instead).is_none(), "{} is retired, too", it.instead);
        assert_eq!(retired::named(it.name), Some(it), "{} is there twice", it.name);
    }
}
