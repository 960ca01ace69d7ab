//! The JSON Schema of the language, in the shape that completion in editors works best with.

use crate::spec::Spec;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schema as pretty JSON with a final newline. It is made from the definitions that read the file.
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Spec>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), json!("pipec pipeline"));
    }
    shaped(&mut schema);
    describe_sinks(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

/// Shapes every schema below this one, the inner first.
fn shaped(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(shaped);
            without_null(object);
            one_object(object);
            with_markdown(object);
        }
        Value::Array(items) => items.iter_mut().for_each(shaped),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Drops the `null` that an optional key would allow: a bare `key:` is refused.
fn without_null(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|it| it != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
        choices.retain(|it| *it != json!({ "type": "null" }));
        if let [only] = choices.as_mut_slice() {
            let only = only.take();
            object.remove("anyOf");
            if let Value::Object(only) = only {
                only.into_iter().for_each(|(key, value)| {
                    object.entry(key).or_insert(value);
                });
            }
        }
    }
}

/// Turns a choice of one-key objects into one object with all the keys, of which one is required: editors then
/// offer each key once, with its description.
fn one_object(object: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = object.get("oneOf") else { return };
    let Some(keys) = choices.iter().map(single_key).collect::<Option<Vec<_>>>() else { return };
    let required: Vec<Value> = keys.iter().map(|(key, _)| json!({ "required": [key] })).collect();
    let properties: Map<String, Value> = keys.into_iter().collect();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), json!(false));
    object.insert("oneOf".to_owned(), Value::Array(required));
}

/// The key of a choice and its schema, with the choice's description.
fn single_key(choice: &Value) -> Option<(String, Value)> {
    let properties = choice.get("properties")?.as_object()?;
    let (key, value) = properties.iter().next()?;
    let mut value = value.as_object()?.clone();
    if properties.len() != 1 || choice.get("required") != Some(&json!([key])) {
        return None;
    }
    if let Some(description) = choice.get("description") {
        value.insert("description".to_owned(), description.clone());
        value.insert("markdownDescription".to_owned(), description.clone());
    }
    Some((key.clone(), Value::Object(value)))
}

/// Editors show `markdownDescription` as it is meant.
fn with_markdown(object: &mut Map<String, Value>) {
    if let Some(Value::String(description)) = object.get("description") {
        let description = description.clone();
        object.insert("markdownDescription".to_owned(), Value::String(description));
    }
}

/// A sink is a choice with a description beside it.
fn describe_sinks(schema: &mut Value) {
    if let Some(properties) = schema.pointer_mut("/$defs/Sink/properties").and_then(Value::as_object_mut) {
        let text = "A sentence on what it holds.";
        let description = json!({ "type": "string", "description": text, "markdownDescription": text });
        properties.insert("description".to_owned(), description);
    }
}
