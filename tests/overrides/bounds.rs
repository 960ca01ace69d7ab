//! The bounds of the extract, put to JSON Schema's own reader beside the schemas that they are from.

use pipec::cfn::properties::bounds::Bounded;
use pipec::cfn::properties::{Extract, Shape};
use pipec_tests::{judge, judged, place, text};
use serde_json::{Map, Value, json};

/// The keywords that say what a value may be by itself.
const KEYWORDS: &[&str] = &[
    "type",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "enum",
    "const",
    "pattern",
];

/// Texts that one pattern or another is about.
const TEXTS: &[&str] = &[
    "",
    "a",
    "FOO",
    "a b",
    "é",
    "-",
    ".json",
    "/",
    "/mine/",
    "/mnt/a",
    "UTC+1",
    "Europe/Zurich",
    "https://example.com",
    "subnet-0a1b",
    "sg-0A1b",
    "23:59",
    "24:00",
    "arn:aws:iam::111122223333:role/mine",
    "arn:aws:kms:eu-west-1:111122223333:key/mine",
    "arn:aws:lambda:eu-west-1:111122223333:layer:mine:1",
    "line\nline",
    "\u{7f}",
];

/// Each value near a bound is in it for us where it is for JSON Schema.
#[test]
fn bounds_are_those_of_the_schemas() {
    let extract = Extract::read();
    let schemas = schemas(extract);
    let (mut faults, mut cases) = (Vec::new(), 0);
    for (kind, properties) in &extract.types {
        let root = &schemas[kind];
        for (key, shape) in &properties.properties {
            let mut place =
                Place { root, at: format!("{kind} {key}"), faults: &mut faults, cases: &mut cases };
            place.walk(shape, &root["properties"][key]);
        }
    }
    text::none(&faults);
    judged("bounds", cases);
}

#[test]
fn a_bound_that_is_off_by_one_is_seen() {
    let check = |extract: Value, schema: Value, expect: usize| {
        let bounded: Bounded = serde_json::from_value(extract).expect("these are bounds");
        assert_eq!(compared(Some(&bounded), &schema, "it").0.len(), expect, "{schema}");
    };
    let seconds = json!({ "type": "integer", "minimum": 0, "maximum": 900 });
    check(json!({ "$": "integer", "least": 0, "most": 900 }), seconds.clone(), 0);
    check(json!({ "$": "integer", "least": 0, "most": 901 }), seconds.clone(), 1);
    check(json!({ "$": "integer", "least": 0 }), seconds, 1);
    let form = json!({ "type": "string", "pattern": "^/.+/$" });
    check(json!({ "$": "string", "pattern": "^/.+/$" }), form.clone(), 0);
    check(json!({ "$": "string", "pattern": "^/.*" }), form, 2);
    let list = json!({ "type": "array", "maxItems": 5 });
    check(json!({ "$": ["any"], "most": 6 }), list, 1);
}

fn schemas(extract: &Extract) -> Value {
    let mut python = judge::python("lint");
    python
        .arg(place::root().join("tests/tools/cfn_properties.py"))
        .arg("--schemas")
        .args(extract.types.keys());
    let output = judge::run(&mut python);
    assert!(output.status.success(), "{}", judge::said(&output));
    serde_json::from_slice(&output.stdout).expect("schemas are JSON")
}

/// A place in a schema.
struct Place<'a> {
    root: &'a Value,
    at: String,
    faults: &'a mut Vec<String>,
    cases: &'a mut usize,
}

impl Place<'_> {
    fn walk(&mut self, shape: &Shape, schema: &Value) {
        let schema = resolved(self.root, schema);
        match shape {
            Shape::Plain(word) => {
                if ["string", "integer", "number"].contains(&word.as_str()) {
                    self.compare(None, &schema);
                }
            }
            Shape::List([item]) => self.list(item, None, &schema),
            Shape::Bounded(bounded) => match &*bounded.shape {
                Shape::List([item]) => self.list(item, Some(bounded), &schema),
                Shape::Plain(_) | Shape::Bounded(_) | Shape::Map(_) => self.compare(Some(bounded), &schema),
            },
            Shape::Map(shapes) => {
                for (key, shape) in shapes {
                    let at = format!("{}.{key}", self.at);
                    let (root, faults, cases) = (self.root, &mut *self.faults, &mut *self.cases);
                    Place { root, at, faults, cases }.walk(shape, &schema["properties"][key]);
                }
            }
        }
    }

    fn list(&mut self, item: &Shape, bounded: Option<&Bounded>, schema: &Value) {
        self.compare(bounded, schema);
        self.walk(item, &schema["items"]);
    }

    fn compare(&mut self, bounded: Option<&Bounded>, schema: &Value) {
        let (faults, cases) = compared(bounded, schema, &self.at);
        self.faults.extend(faults);
        *self.cases += cases;
    }
}

/// A schema with what it refers to; its own words count before those.
fn resolved(root: &Value, schema: &Value) -> Value {
    let Some(reference) = schema["$ref"].as_str() else { return schema.clone() };
    let target =
        root.pointer(reference.trim_start_matches('#')).expect("references of schemas lead somewhere");
    let mut all = resolved(root, target).as_object().cloned().unwrap_or_default();
    all.extend(schema.as_object().cloned().unwrap_or_default());
    all.remove("$ref");
    Value::Object(all)
}

/// What is in bounds for one and not for the other, and how many values were put to both.
fn compared(bounded: Option<&Bounded>, schema: &Value, at: &str) -> (Vec<String>, usize) {
    let has_pattern = bounded.is_some_and(|it| it.pattern.is_some());
    let says = |key: &str| KEYWORDS.contains(&key) && (has_pattern || key != "pattern");
    let words = schema.as_object().into_iter().flatten().filter(|(key, _)| says(key));
    let words: Map<String, Value> = words.map(|(key, value)| (key.clone(), value.clone())).collect();
    let values = samples(&words);
    let validator = jsonschema::validator_for(&Value::Object(words)).expect("the schema can be used");
    let differ = |value: &&Value| {
        let is_in = bounded.is_none_or(|it| it.breach(value).is_none());
        is_in != validator.is_valid(value)
    };
    let faults = values.iter().filter(differ).map(|it| {
        let shown: String = it.to_string().chars().take(60).collect();
        format!("{at}: {shown} is taken by only one")
    });
    (faults.collect(), values.len())
}

/// Values of the schema's type around its bounds.
fn samples(schema: &Map<String, Value>) -> Vec<Value> {
    let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
    let near = |keys: [&str; 2]| {
        let bounds = keys.into_iter().filter_map(bound);
        bounds.flat_map(|it| [it.saturating_sub(1), it, it.saturating_add(1)]).collect::<Vec<_>>()
    };
    let choices = schema.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
    let lengths = |keys| near(keys).into_iter().filter_map(|it| usize::try_from(it).ok());
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => near(["minimum", "maximum"]).into_iter().map(Value::from).chain(choices).collect(),
        Some("number") => near(["minimum", "maximum"]).into_iter().map(|it| json!(it as f64 + 0.5)).collect(),
        Some("array") => lengths(["minItems", "maxItems"]).map(|it| json!(vec![Value::Null; it])).collect(),
        Some("string") | None => {
            let sized = lengths(["minLength", "maxLength"])
                .flat_map(|it| [json!("a".repeat(it)), json!("é".repeat(it))]);
            TEXTS.iter().map(|it| json!(it)).chain(sized).chain(choices).collect()
        }
        Some(other) => panic!("no shape has a value that is {other}"),
    }
}
