//! Pipelines of one stream with random columns.

use pipec_tests::chance::Chance;

const NAMES: &[&str] = &[
    "id",
    "cardId",
    "TICKER",
    "name",
    "firstName",
    "email",
    "address",
    "city",
    "state",
    "country",
    "postcode",
    "phone",
    "ip",
    "note",
    "page",
    "status",
    "amount",
    "price",
    "celsius",
    "age",
    "count",
    "level",
    "score",
    "active",
    "failed",
    "createdAt",
    "promisedAt",
    "birthday",
    "value",
    "x",
    "SENSOR_ID",
    "userName",
];

const TYPES: &[&str] = &[
    "string",
    "varchar(1)",
    "varchar(2)",
    "varchar(8)",
    "varchar(40)",
    "varchar(300)",
    "integer",
    "bigint",
    "double",
    "decimal(1,0)",
    "decimal(2,2)",
    "decimal(12,2)",
    "decimal(38,0)",
    "decimal(38,38)",
    "boolean",
    "timestamp",
];

/// A pipeline with a key, an event time in one of its forms, and columns of any names and types.
pub fn random(chance: &mut Chance) -> String {
    let mut columns = Vec::new();
    for index in 0..1 + chance.below(8) {
        columns.push(column(index, chance));
    }
    let format = chance.pick(&["", ", format: epoch_ms", ", format: epoch_s"]);
    columns.push(format!("    at: {{ type: timestamp not null{format} }}"));
    let key = chance.pick(&["varchar(3)", "string", "varchar(64)"]);
    columns.push(format!("    key: {key} not null"));
    format!(
        "version: 1\npipeline: random\nschemas:\n  thing:\n{}\nstreams:\n  things: {{ schema: thing, \
         partition_key: key, event_time: at }}\ncold:\n  all: {{ from: things, to: kept }}\nsinks:\n  kept: {{ s3: {{}} }}\n",
        columns.join("\n")
    )
}

fn column(index: usize, chance: &mut Chance) -> String {
    let (name, ty) = (chance.pick(NAMES), chance.pick(TYPES));
    let not_null = chance.pick(&["", " not null"]);
    // No two names are the same, and paths meet in the same objects.
    let path = match chance.below(3) {
        0 => format!(", path: $.in.{}.{name}{index}", chance.pick(&["a", "b"])),
        1 => format!(", path: $.out.{name}{index}"),
        _ => String::new(),
    };
    let format =
        if ty == "timestamp" { chance.pick(&["", ", format: epoch_ms", ", format: epoch_s"]) } else { "" };
    format!("    {name}{index}: {{ type: \"{ty}{not_null}\"{path}{format} }}")
}
