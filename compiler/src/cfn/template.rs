//! A template: parameters, resources and outputs, in the order they were added.

use super::json::print;
use super::text::Text;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// A kind of resource, as its properties.
pub trait Resource: Serialize {
    /// CloudFormation's name of it, `AWS::S3::Bucket`.
    const TYPE: &'static str;
    /// Whether it takes tags.
    const TAGGED: bool = true;
}

/// A thing that was added to the template: the only source of references to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Handle<R> {
    id: String,
    kind: PhantomData<R>,
}

/// What stands beside a resource's properties.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Its place in the file, `sinks.abnormals`.
    pub path: String,
    /// Why it is as it is, where a reader would wonder.
    pub note: Option<&'static str>,
    /// What happens to it with the stack; said of each resource that holds data.
    pub removal: Option<Removal>,
    /// What is made before it, though it does not refer to it.
    pub after: Option<Before>,
}

/// A resource that another waits for.
#[derive(Debug, Clone)]
pub struct Before(String);

/// What happens to a resource when the stack goes, or puts another in its place
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It stays; only what a deployment made that then failed goes with it, for it is empty and its name is in the way.
    Retain,
    /// It stays in any case: it is protected, so that a deployment that rolls back could not delete it.
    Protect,
    /// It goes.
    Delete,
}

impl Removal {
    /// CloudFormation's words for it: when the resource leaves the stack, and when another takes its place.
    fn policies(self) -> [&'static str; 2] {
        match self {
            Removal::Retain => ["RetainExceptOnCreate", "Retain"],
            Removal::Protect => ["Retain", "Retain"],
            Removal::Delete => ["Delete", "Delete"],
        }
    }
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// A check of another tool that a kind of resource does not pass, on purpose.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Skip {
    /// The kind.
    #[serde(skip)]
    pub on: &'static str,
    /// The check, `CKV_AWS_117`.
    pub id: &'static str,
    /// Why.
    #[serde(rename = "comment")]
    pub reason: &'static str,
}

/// A value that each deployment may give.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Parameter {
    /// Always `String`: numbers would be rounded.
    #[serde(rename = "Type")]
    pub kind: &'static str,
    /// What it decides.
    pub description: String,
    /// The value unless a deployment gives another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// A regular expression that the whole value fits.
    pub allowed_pattern: String,
    /// What CloudFormation says of a value that does not fit; the pattern without it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub constraint_description: String,
}

/// A value that the stack tells.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    /// What it is.
    pub description: String,
    /// The value.
    pub value: Text,
}

/// A template that is being written.
#[derive(Debug, Clone, Default)]
pub struct Template {
    /// A sentence on the stack, at most 1,024 bytes.
    pub description: String,
    /// Tags of every resource that takes them.
    pub tags: Vec<Tag>,
    /// Checks that are skipped, each with its reason.
    pub skips: &'static [Skip],
    parameters: Map<String, Value>,
    resources: Map<String, Value>,
    outputs: Map<String, Value>,
}

impl Template {
    /// A template where nothing stands yet.
    pub fn new(description: String, tags: Vec<Tag>, skips: &'static [Skip]) -> Template {
        Template { description, tags, skips, ..Template::default() }
    }

    /// Adds a resource and gives the handle that refers to it.
    pub fn add<R: Resource>(&mut self, id: &str, about: &About, resource: &R) -> Handle<R> {
        let mut properties = plain(value(resource));
        if let (true, false, Value::Object(map)) = (R::TAGGED, self.tags.is_empty(), &mut properties) {
            let own = map.remove("Tags").and_then(|it| it.as_array().cloned()).unwrap_or_default();
            let all = own.into_iter().chain(self.tags.iter().map(value));
            map.insert("Tags".to_owned(), all.collect());
        }
        let mut entry = Map::new();
        entry.insert("Type".to_owned(), json!(R::TYPE));
        if let Some(Before(id)) = &about.after {
            entry.insert("DependsOn".to_owned(), json!(id));
        }
        if let Some(removal) = about.removal {
            let [deletion, replacement] = removal.policies();
            entry.insert("DeletionPolicy".to_owned(), json!(deletion));
            entry.insert("UpdateReplacePolicy".to_owned(), json!(replacement));
        }
        entry.insert("Metadata".to_owned(), self.metadata::<R>(about));
        entry.insert("Properties".to_owned(), properties);
        put(&mut self.resources, id, Value::Object(entry));
        Handle { id: id.to_owned(), kind: PhantomData }
    }

    fn metadata<R: Resource>(&self, about: &About) -> Value {
        let mut metadata = json!({ "pipec": { "path": about.path } });
        if let Some(note) = about.note {
            metadata["pipec"]["note"] = json!(note);
        }
        let skips: Vec<_> = self.skips.iter().filter(|it| it.on == R::TYPE).collect();
        if !skips.is_empty() {
            metadata["checkov"] = json!({ "skip": skips });
        }
        metadata
    }

    /// Lays properties over those of each resource of a type that is there for a place in the file, and says so beside
    /// them. Mappings merge, the rest replaces. Says how many such resources there are.
    pub fn lay(&mut self, path: &str, kind: &str, over: &Map<String, Value>, leaves: &[String]) -> usize {
        let of_place = self.resources.values_mut().filter(|it| it["Metadata"]["pipec"]["path"] == path);
        let mut laid = 0;
        for resource in of_place.filter(|it| it["Type"] == kind) {
            over.iter().for_each(|(key, value)| merge(&mut resource["Properties"][key.as_str()], value));
            resource["Metadata"]["pipec"]["overrides"] = json!(leaves);
            laid += 1;
        }
        laid
    }

    /// The types of the resources that are there for a place in the file.
    pub fn types_of(&self, path: &str) -> BTreeSet<&str> {
        let of_place = self.resources.values().filter(|it| it["Metadata"]["pipec"]["path"] == path);
        of_place.filter_map(|it| it["Type"].as_str()).collect()
    }

    /// Adds a parameter and gives its value.
    pub fn parameter(&mut self, id: &str, parameter: &Parameter) -> Text {
        put(&mut self.parameters, id, value(parameter));
        Text::reference(id)
    }

    /// Adds an output.
    pub fn output(&mut self, id: &str, output: &Output) {
        put(&mut self.outputs, id, value(output));
    }

    /// The parameters, by id.
    pub fn parameters(&self) -> impl ExactSizeIterator<Item = (&String, &Value)> {
        self.parameters.iter()
    }

    /// The resources, by id.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = (&String, &Value)> {
        self.resources.iter()
    }

    /// The outputs, by id.
    pub fn outputs(&self) -> impl ExactSizeIterator<Item = (&String, &Value)> {
        self.outputs.iter()
    }

    /// The file: JSON, two spaces, a line feed at the end.
    pub fn print(&self) -> String {
        let mut whole = Map::new();
        whole.insert("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09"));
        if !self.description.is_empty() {
            whole.insert("Description".to_owned(), json!(self.description));
        }
        let sections =
            [("Parameters", &self.parameters), ("Resources", &self.resources), ("Outputs", &self.outputs)];
        for (name, section) in sections.into_iter().filter(|(_, it)| !it.is_empty()) {
            whole.insert(name.to_owned(), Value::Object(section.clone()));
        }
        print(&Value::Object(whole))
    }
}

fn value(it: &impl Serialize) -> Value {
    serde_json::to_value(it).expect("properties are text, numbers, lists and maps with text keys")
}

/// Properties in which no text looks like a reference that somebody forgot to write as one.
fn plain(properties: Value) -> Value {
    match properties {
        Value::Object(map) if is_function(&map) => Value::Object(map),
        Value::Object(map) => Value::Object(map.into_iter().map(|(key, it)| (key, plain(it))).collect()),
        Value::Array(list) => Value::Array(list.into_iter().map(plain).collect()),
        Value::String(text) => value(&Text::from(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => properties,
    }
}

/// Lays one value over another; a function is a value, and no mapping.
fn merge(value: &mut Value, over: &Value) {
    match (value, over) {
        (Value::Object(map), Value::Object(over)) if !is_function(map) => {
            over.iter().for_each(|(key, it)| merge(map.entry(key.as_str()).or_insert(Value::Null), it));
        }
        (value, over) => *value = over.clone(),
    }
}

/// Whether a key is one of CloudFormation's functions.
pub fn names_function(key: &str) -> bool {
    key == "Ref" || key.starts_with("Fn::")
}

fn is_function(map: &Map<String, Value>) -> bool {
    map.keys().any(|it| names_function(it))
}

fn put(section: &mut Map<String, Value>, id: &str, entry: Value) {
    let before = section.insert(id.to_owned(), entry);
    // INVARIANT: names of nodes are unique, and each noun makes ids of its own.
    debug_assert!(before.is_none(), "`{id}` is added once");
}

impl<R> Handle<R> {
    /// What another resource waits for.
    pub fn before(&self) -> Before {
        Before(self.id.clone())
    }

    /// The value that `Ref` gives; each service says what that is.
    pub(super) fn reference(&self) -> Text {
        Text::reference(&self.id)
    }

    /// The value that `Fn::GetAtt` gives.
    pub(super) fn attribute(&self, name: &'static str) -> Text {
        Text::attribute(&self.id, name)
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use serde_json::{Value, json};

    fn check(mut value: Value, over: Value, expect: Value) {
        merge(&mut value, &over);
        assert_eq!(value, expect);
    }

    #[test]
    fn a_function_is_a_value_and_lists_are_replaced() {
        check(
            json!({ "a": { "b": 1, "c": 2 } }),
            json!({ "a": { "b": 3 } }),
            json!({ "a": { "b": 3, "c": 2 } }),
        );
        check(json!({ "a": { "Ref": "B" } }), json!({ "a": { "b": 1 } }), json!({ "a": { "b": 1 } }));
        check(json!({ "a": { "Fn::Sub": "b" } }), json!({ "a": { "b": 1 } }), json!({ "a": { "b": 1 } }));
        check(json!({ "a": [1, 2] }), json!({ "a": [3] }), json!({ "a": [3] }));
        check(json!({ "a": 1 }), json!({ "b": { "c": 2 } }), json!({ "a": 1, "b": { "c": 2 } }));
    }
}
