//! What the goldens grant, counted.

use super::goldens;
use pipec_tests::judged;
use pipec_tests::policy::{self, Kind};

#[test]
fn no_statement_grants_a_wildcard_action_and_the_grants_are_counted() {
    let mut table =
        String::from("pipeline                       roles  statements  actions  wildcard actions\n");
    let cases = goldens();
    for case in &cases {
        let granted: Vec<_> = policy::all(&case.template).into_iter().filter(|it| it.allows).collect();
        let wild = granted.iter().flat_map(|it| &it.actions).filter(|it| it.contains(['*', '?'])).count();
        let identity: Vec<_> = granted.iter().filter(|it| it.kind == Kind::Identity).collect();
        let actions: usize = identity.iter().map(|it| it.actions.len()).sum();
        let resources = case.template["Resources"].as_object().expect("a template has resources");
        let roles = resources.values().filter(|it| it["Type"] == "AWS::IAM::Role").count();
        let (name, statements) = (&case.name, identity.len());
        table.push_str(&format!("{name:<30} {roles:>5}  {statements:>10}  {actions:>7}  {wild:>16}\n"));
        assert_eq!(wild, 0, "{name} grants wildcard actions");
    }
    insta::assert_snapshot!("granted", table);
    judged("granted", cases.len());
}
