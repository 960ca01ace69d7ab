//! The table of calls: what AWS's documentation says that functions, mappings, delivery streams and applications are
//! asked for.

use pipec_tests::{json, place};
use serde_json::Value;
use std::collections::BTreeMap;

/// Who calls; each has a file.
pub const CALLERS: &[&str] = &["application", "delivery", "function", "mapping"];

/// A row of the table; the words are those of `function.yaml`.
#[derive(Debug, Clone)]
pub struct Row {
    /// Who calls.
    pub caller: String,
    /// The kind of thing that it is about.
    pub to: String,
    /// Whether it is there only for things that a customer key encrypts.
    pub sealed: bool,
    /// The actions.
    pub calls: Vec<String>,
    /// The resource that is named.
    pub on: String,
    /// One that must not be reached.
    pub never: Option<String>,
    /// What AWS fills in and the right asks for.
    pub with: BTreeMap<String, String>,
    /// What AWS fills in besides.
    pub also: BTreeMap<String, String>,
    /// Where it is documented.
    pub page: String,
}

/// The whole table.
pub fn rows() -> Vec<Row> {
    let folder = place::root().join("tests/rights");
    let of = |caller: &&str| {
        let file = json::from_yaml(&place::read(&folder.join(format!("{caller}.yaml"))));
        let rows = file.as_array().expect("a file of the table is a list").clone();
        rows.into_iter().map(|it| row(caller, &it)).collect::<Vec<_>>()
    };
    CALLERS.iter().flat_map(of).collect()
}

fn row(caller: &str, it: &Value) -> Row {
    let known = ["to", "sealed", "calls", "on", "never", "with", "also", "page"];
    for key in it.as_object().expect("a row is a mapping").keys() {
        assert!(known.contains(&key.as_str()), "a row of {caller} has `{key}`");
    }
    let text = |key: &str| it[key].as_str().unwrap_or_else(|| panic!("a row of {caller} has no {key}: {it}"));
    Row {
        caller: caller.to_owned(),
        to: text("to").to_owned(),
        sealed: it["sealed"] == true,
        calls: match &it["calls"] {
            Value::Array(calls) => {
                calls.iter().map(|it| it.as_str().expect("a call is a text").to_owned()).collect()
            }
            _ => vec![text("calls").to_owned()],
        },
        on: text("on").to_owned(),
        never: it["never"].as_str().map(str::to_owned),
        with: texts(&it["with"]),
        also: texts(&it["also"]),
        page: text("page").to_owned(),
    }
}

fn texts(map: &Value) -> BTreeMap<String, String> {
    let pair = |(key, it): (&String, &Value)| {
        (key.clone(), it.as_str().expect("what is filled in is a text").to_owned())
    };
    map.as_object().into_iter().flatten().map(pair).collect()
}

#[test]
fn every_row_names_its_page() {
    for row in rows() {
        assert!(row.page.starts_with("https://docs.aws.amazon.com/"), "{}: {}", row.caller, row.page);
        assert!(row.page.ends_with(".html"), "{}: {}", row.caller, row.page);
    }
}
