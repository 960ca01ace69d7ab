//! `pipec show spec`: the file with every default filled in, itself a file that compiles to the same.

use crate::model::{
    Branch, BranchKind, Column, Encryption, Expression, Hot, Input, Model, Schema, Stream, Target, Watermark,
    Window,
};
use crate::syntax::Duration;
use crate::yaml::{Kind, Node, Plain};
use pipec_runtime::column::Format;
use pipec_runtime::window::Window as Extent;
use serde_json::{Map, Value, json};

/// The file with every default, as YAML; its environments as they are written, unless one is laid over it.
pub fn print(model: &Model, written: &Node) -> String {
    let mut file = file(model);
    if let (None, Some(environments)) = (&model.environment, written.get("environments")) {
        file.insert("environments".to_owned(), as_written(environments));
    }
    serde_saphyr::to_string(&Value::Object(file)).expect("the file is plain YAML")
}

/// A tree as a value. Numbers that JSON would round stay text.
fn as_written(node: &Node) -> Value {
    match &node.kind {
        Kind::Map(pairs) => map(pairs.iter().map(|(key, it)| (&key.value, as_written(it)))),
        Kind::List(items) => Value::Array(items.iter().map(as_written).collect()),
        Kind::Scalar(scalar) => match scalar.plain() {
            Plain::Null => Value::Null,
            Plain::Boolean => json!(scalar.text == "true"),
            Plain::Integer => scalar.text.parse::<i64>().map_or(json!(scalar.text), |it| json!(it)),
            Plain::Float | Plain::Text => json!(scalar.text),
        },
        Kind::Broken => Value::Null,
    }
}

fn file(model: &Model) -> Map<String, Value> {
    let mut file = Map::new();
    let mut put = |key: &str, value: Value| {
        let is_empty = value.as_object().is_some_and(Map::is_empty) || value == "";
        if !is_empty {
            file.insert(key.to_owned(), value);
        }
    };
    put("version", json!(1));
    put("pipeline", json!(model.name.value));
    put("description", json!(model.description));
    put("schemas", map(model.schemas.iter().map(|it| (&it.name.value, columns(it)))));
    put("streams", map(model.streams.iter().map(|it| (&it.name.value, stream(it, model)))));
    put("thresholds", thresholds(model));
    let branches = |hot: bool| model.branches.iter().filter(move |it| it.as_hot().is_some() == hot);
    put("hot", map(branches(true).map(|it| (&it.name.value, branch(it, model)))));
    put("cold", map(branches(false).map(|it| (&it.name.value, branch(it, model)))));
    put("sinks", sinks(model));
    put("settings", settings(model));
    put("overrides", overrides(model));
    file
}

fn map<'a>(items: impl Iterator<Item = (&'a String, Value)>) -> Value {
    Value::Object(items.map(|(name, value)| (name.clone(), value)).collect())
}

/// A block without the keys that are null or an empty text.
fn block(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            Value::Object(object.into_iter().filter(|(_, it)| !it.is_null() && *it != "").collect())
        }
        other => other,
    }
}

fn columns(schema: &Schema) -> Value {
    let check = |at: usize| schema.checks.iter().find(|(column, _)| *column == at).map(|(_, it)| it);
    map(schema.columns.iter().enumerate().map(|(at, it)| (&it.name.value, column(it, check(at)))))
}

fn column(column: &Column, check: Option<&Expression>) -> Value {
    let definition = format!("{}{}", column.ty, if column.nullable { "" } else { " not null" });
    let plain = column.format == Format::Plain && column.path == [column.name.value.clone()];
    if plain && check.is_none() && column.examples.is_empty() {
        return json!(definition);
    }
    let format = match column.format {
        Format::Plain => Value::Null,
        Format::EpochMillis => json!("epoch_ms"),
        Format::EpochSeconds => json!("epoch_s"),
    };
    let examples: Vec<&str> = column.examples.iter().map(|it| it.value.as_str()).collect();
    block(json!({
        "type": definition,
        "path": format!("$.{}", column.path.join(".")),
        "format": format,
        "check": check.map(|it| it.text.clone()),
        "examples": if examples.is_empty() { Value::Null } else { json!(examples) },
    }))
}

fn stream(stream: &Stream, model: &Model) -> Value {
    let own = stream.existing.is_none();
    let name = |index: usize| json!(stream.columns[index].name.value);
    block(json!({
        "description": stream.description,
        "schema": stream.schema.map(|it| model.schemas[it.0].name.value.clone()),
        "partition_key": stream.partition_key.as_ref().map(|it| name(it.value)),
        "id": listed(stream.id.iter().map(|it| stream.columns[it.value].name.value.as_str())),
        "event_time": stream.event_time.as_ref().map(|it| name(it.value)),
        "watermark": stream.event_time.as_ref().map(|_| watermark(stream)),
        "starting_position": stream.starting_position.word(),
        "capacity": own.then(|| capacity(stream)),
        "retention": own.then(|| stream.retention.to_string()),
        "name": unprefixed(stream.physical_name.as_ref().map(|it| it.value.as_str()), model),
        "readers": listed(stream.readers.iter().map(|it| it.value.as_str())),
        "existing": stream.existing.as_ref().map(|it| it.text.clone()),
        "key": stream.key.as_ref().map(|it| it.text.clone()),
    }))
}

/// As it is written: a load stays one, so that an environment's other readers find their shards.
fn capacity(stream: &Stream) -> Value {
    match (&stream.load, &stream.shards) {
        (Some(load), _) => json!({
            "peak_records_per_second": load.records.value,
            "mean_record_size": load.size.to_string(),
        }),
        (None, Some(shards)) => json!({ "shards": shards.value }),
        (None, None) => json!("on_demand"),
    }
}

fn watermark(stream: &Stream) -> Value {
    let Watermark { delay, idle } = &stream.watermark;
    json!({ "delay": delay.to_string(), "idle": idle.to_string() })
}

fn unprefixed(name: Option<&str>, model: &Model) -> Option<String> {
    let prefix = model.settings.name_prefix.as_str();
    name.map(|it| it.strip_prefix(prefix).unwrap_or(it).to_owned())
}

fn thresholds(model: &Model) -> Value {
    map(model.thresholds.iter().map(|it| {
        let value = json!({
            "value": it.text,
            "type": it.ty.to_string(),
            "min": it.min.as_ref().map(|it| it.value.clone()),
            "max": it.max.as_ref().map(|it| it.value.clone()),
            "description": it.description,
        });
        (&it.name.value, block(value))
    }))
}

fn branch(branch: &Branch, model: &Model) -> Value {
    let from = branch.from.as_ref().map(|it| match it.value {
        Input::Stream(id) => model.stream(id).name.value.clone(),
        Input::Branch(id) => model.branch(id).name.value.clone(),
    });
    let to = branch.to.iter().map(|it| match it.value {
        Target::Sink(id) => model.sink(id).name.value.as_str(),
        Target::Stream(id) => model.stream(id).name.value.as_str(),
    });
    let to: Vec<&str> = to.collect();
    let to = if to.is_empty() { Value::Null } else { json!(to) };
    match &branch.kind {
        BranchKind::Cold => block(json!({ "description": branch.description, "from": from, "to": to })),
        BranchKind::Hot(hot) => block(json!({
            "description": branch.description,
            "from": from,
            "where": hot.filter.as_ref().map(|it| it.text.clone()),
            "window": hot.window.as_ref().map(window),
            "group_by": listed(hot.group_by.iter().map(|it| hot.input[it.value].name.value.as_str())),
            "select": listed(selected(hot)),
            "add": adds(hot),
            "having": hot.having.as_ref().map(|it| it.text.clone()),
            "engine": hot.engine.word(),
            "to": to,
        })),
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { Value::Null } else { json!(names) }
}

/// The columns of its rows that it does not add.
fn selected(hot: &Hot) -> impl Iterator<Item = &str> {
    let added = hot.row_before_adds();
    hot.outputs.iter().filter(move |it| it.from < added).map(|it| it.column.name.value.as_str())
}

fn adds(hot: &Hot) -> Value {
    let adds = map(hot.adds.iter().map(|it| (&it.name.value, json!(it.expression.text))));
    if hot.adds.is_empty() { Value::Null } else { adds }
}

fn window(window: &Window) -> Value {
    let length = |millis: i64| Duration { millis: millis.unsigned_abs() }.to_string();
    match window.kind {
        Extent::Tumbling { size } => json!({ "tumbling": { "size": length(size) } }),
        Extent::Sliding { size, slide } => {
            json!({ "sliding": { "size": length(size), "slide": length(slide) } })
        }
        Extent::Session { gap } => json!({ "session": { "gap": length(gap) } }),
    }
}

fn sinks(model: &Model) -> Value {
    map(model.sinks.iter().filter_map(|sink| {
        let settings = sink.settings.as_ref()?;
        let mut value = Map::new();
        if !sink.description.is_empty() {
            value.insert("description".to_owned(), json!(sink.description));
        }
        value.insert(settings.key().to_owned(), block(settings.sink().filled()));
        Some((&sink.name.value, Value::Object(value)))
    }))
}

fn overrides(model: &Model) -> Value {
    let mut nodes = Map::new();
    for it in model.overrides() {
        let node = nodes.entry(it.node.value.clone()).or_insert_with(|| json!({}));
        node[it.kind.value.as_str()] = Value::Object(it.values());
    }
    Value::Object(nodes)
}

fn settings(model: &Model) -> Value {
    let settings = &model.settings;
    let encryption = match &settings.encryption {
        Encryption::CustomerKey => json!("customer_key"),
        Encryption::AwsManaged => json!("aws_managed"),
        Encryption::Key(key) => json!({ "key": key.text }),
    };
    let tags = map(settings.tags.iter().map(|(key, value)| (key, json!(value))));
    block(json!({
        "encryption": encryption,
        "removal": settings.removal.word(),
        "architecture": settings.architecture.word(),
        "log_retention": format!("{}d", settings.log_retention_days),
        "retry": settings.retry.to_string(),
        "permissions_boundary": settings.permissions_boundary.as_ref().map(|it| it.text.clone()),
        "name_prefix": settings.name_prefix,
        "tags": if settings.tags.is_empty() { Value::Null } else { tags },
    }))
}
