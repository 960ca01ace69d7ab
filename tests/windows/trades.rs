//! A million trades, partly out of order, from the producer through the command line: the same windows as DuckDB's.

use pipec_tests::{judge, judged, place, shipped};
use serde_json::Value;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

const TRADES: &str = "1000000";

/// Sliding windows of a minute every half minute, as one query over all trades.
const QUERY: &str = "WITH trades AS (SELECT TICKER, PRICE, epoch_ms(EVENT_TIME) AS t FROM read_json('trades.jsonl', \
                     format = 'newline_delimited', columns = {EVENT_TIME: 'TIMESTAMP', TICKER: 'VARCHAR', \
                     PRICE: 'DECIMAL(10,2)'})), \
                     entered AS (SELECT TICKER, PRICE, t - t % 30000 - nth * 30000 AS s FROM trades CROSS JOIN range(2) r(nth)) \
                     SELECT TICKER, epoch_ms(s), epoch_ms(s + 60000), max(PRICE), count(*) FROM entered \
                     GROUP BY TICKER, s HAVING max(PRICE) > 50.00 ORDER BY s, TICKER";

#[test]
fn a_million_trades_have_the_windows_that_duckdb_gives() {
    let folder = place::scratch("trades");
    let spec = place::root().join("specs/stock-trading.yaml");
    let spec = spec.to_str().expect("our paths are text");
    let produce =
        ["produce", spec, "--count", TRADES, "--rate", "200", "--out-of-order", "0.2", "--seed", "9"];
    into(&folder, "trades.jsonl", shipped::pipec(&folder).args(produce));
    let run = ["run", spec, "--input", "trades.jsonl", "--sink", "highest_prices", "--quiet"];
    into(&folder, "rows.jsonl", shipped::pipec(&folder).args(run));
    let text = place::read(&folder.join("rows.jsonl"));
    let ours: Vec<[String; 5]> = text.lines().map(row).collect();
    let theirs = theirs(&folder);
    assert!(ours == theirs, "{} rows are not {}", ours.len(), theirs.len());
    judged("trades", ours.len());
}

fn into(folder: &Path, name: &str, command: &mut Command) {
    let file = File::create(folder.join(name)).expect("the scratch folder is ours");
    let status = command.stdin(Stdio::null()).stdout(file).status();
    assert!(status.expect("pipec can be run").success(), "{command:?}");
}

/// A row as DuckDB's is written: times as milliseconds.
fn row(line: &str) -> [String; 5] {
    let row: serde_json::Map<String, Value> = serde_json::from_str(line).expect("rows are JSON");
    let text = |name: &str| row[name].as_str().expect("it is a text").to_owned();
    let time = |name: &str| {
        let time = pipec_runtime::timestamp::Timestamp::parse(&text(name));
        time.expect("it is a time").0.to_string()
    };
    let price: f64 = row["highest"].as_f64().expect("it is a number");
    [
        text("TICKER"),
        time("window_start"),
        time("window_end"),
        format!("{price:.2}"),
        row["trades"].to_string(),
    ]
}

/// DuckDB's rows, in the order of the engine's.
fn theirs(folder: &Path) -> Vec<[String; 5]> {
    let query =
        QUERY.replace("trades.jsonl", folder.join("trades.jsonl").to_str().expect("our paths are text"));
    let scripts = serde_json::json!([[[], [query]]]);
    let mut python = judge::python("duckdb");
    python.arg(place::root().join("tests/tools/duckdb_rows.py"));
    let answer = judge::json(&judge::fed(&mut python, scripts.to_string().as_bytes()));
    let rows = answer[0][0].as_array().unwrap_or_else(|| panic!("{answer}"));
    let cell = |row: &Value, at: usize| row[at].as_str().expect("cells are texts").to_owned();
    rows.iter().map(|row| [0, 1, 2, 3, 4].map(|at| cell(row, at))).collect()
}
