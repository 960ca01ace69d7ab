//! `--column`: what a user says of a column, and what is said of a user's mistakes.

use super::{SEED, model, records, refusal, request, spec};
use pipec::local::produce::Request;
use pipec::model::{Model, StreamId};
use serde_json::Value;
use std::collections::BTreeMap;

const TYPES: &str = "version: 1\npipeline: types\nschemas:\n  all:\n    text: varchar(9)\n    whole: integer\n    \
                     big: bigint\n    double: double\n    price: decimal(6,2)\n    truth: boolean\n    at: timestamp\n    \
                     seconds: { type: timestamp, format: epoch_s }\n    none: { type: integer, examples: [1] }\n\
                     streams:\n  all: { schema: all }\ncold:\n  kept: { from: all, to: files }\nsinks:\n  files: { s3: {} }\n";

fn values(model: &Model, column: &str, form: &str) -> Vec<Value> {
    let asked = Request { columns: vec![format!("{column}={form}")], ..request(model, StreamId(0), 2_000) };
    let record = |it: &Vec<u8>| serde_json::from_slice::<Value>(it).expect("a record is JSON");
    records(model, &asked).iter().map(|it| record(it)[column].clone()).collect()
}

/// The least, the mean and the greatest, in words.
fn numbers(values: &[Value]) -> (f64, f64, f64) {
    let numbers: Vec<f64> = values.iter().map(|it| it.as_f64().expect("it is a number")).collect();
    let least = numbers.iter().copied().fold(f64::MAX, f64::min);
    let most = numbers.iter().copied().fold(f64::MIN, f64::max);
    (least, numbers.iter().sum::<f64>() / numbers.len() as f64, most)
}

#[test]
fn numbers_are_spread_as_said() {
    let model = model(TYPES);
    for (column, form, (least, mean, most)) in [
        ("whole", "uniform(-5,5)", (-5.0..-4.9, -0.3..0.3, 4.9..5.1)),
        ("whole", "uniform(7,7)", (7.0..7.1, 7.0..7.1, 7.0..7.1)),
        ("double", "uniform(0.5,1.5)", (0.5..0.51, 0.97..1.03, 1.49..1.51)),
        ("price", "uniform(10,20)", (10.0..10.1, 14.7..15.3, 19.9..20.1)),
        (
            "big",
            "uniform(-9223372036854775808,9223372036854775807)",
            (-9.3e18..-9.2e18, -3e17..3e17, 9.2e18..9.3e18),
        ),
        ("whole", "normal(100,15)", (30.0..60.0, 99.0..101.0, 140.0..170.0)),
        ("double", "normal(0, 0.5)", (-2.5..-1.2, -0.05..0.05, 1.2..2.5)),
        ("price", "normal(9999,50)", (9_700.0..9_950.0, 9_970.0..9_990.0, 9_999.98..10_000.0)),
    ] {
        let seen = numbers(&values(&model, column, form));
        let fits = least.contains(&seen.0) && mean.contains(&seen.1) && most.contains(&seen.2);
        assert!(fits, "{column}={form} gives {seen:?}");
    }
}

#[test]
fn values_are_chosen_as_said() {
    let model = model(TYPES);
    let check = |column: &str, form: &str, expect: &[(&str, usize)]| {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        values(&model, column, form).iter().for_each(|it| *seen.entry(it.to_string()).or_default() += 1);
        assert_eq!(seen.len(), expect.len(), "{form}: {seen:?}");
        for (value, count) in expect {
            let seen = seen.get(*value).copied().unwrap_or(0);
            assert!(seen.abs_diff(*count) <= 100, "{form}: {value} comes {seen} times");
        }
    };
    check("text", "constant(x y)", &[("\"x y\"", 2_000)]);
    check(
        "text",
        "choice(a, 'b,c','it''s', \"q)",
        &[("\"a\"", 500), ("\"b,c\"", 500), ("\"it's\"", 500), ("\"\\\"q\"", 500)],
    );
    check("text", "weighted(a:3,b:1,c:0)", &[("\"a\"", 1_500), ("\"b\"", 500)]);
    check("whole", "choice(1,2)", &[("1", 1_000), ("2", 1_000)]);
    check("price", "constant(9.5)", &[("9.5", 2_000)]);
    check("truth", "weighted(true:9,false:1)", &[("true", 1_800), ("false", 200)]);
    check("at", "constant(2026-01-01 00:00:00)", &[("\"2026-01-01T00:00:00.000Z\"", 2_000)]);
    check("seconds", "choice(0,1970-01-01T00:00:01Z)", &[("0", 1_000), ("1", 1_000)]);
}

#[test]
fn what_a_column_cannot_be_is_told() {
    let types = model(TYPES);
    let seed = spec(SEED);
    let mut said = String::new();
    let mut refuse = |model: &Model, columns: &[&str]| {
        let columns: Vec<String> = columns.iter().map(|it| (*it).to_owned()).collect();
        said += &format!(
            "{}\n  {}\n",
            columns.join(" "),
            refusal(model, &Request { columns, ..request(model, StreamId(0), 1) })
        );
    };
    refuse(&seed, &["aeg=uniform(18,85)"]);
    refuse(&seed, &["createdAt=constant(2026-01-01T00:00:00Z)"]);
    refuse(&seed, &["city"]);
    for column in [
        "whole=unifrom(1,2)",
        "whole=zipf(2)",
        "whole=uniform(1)",
        "whole=uniform(1,2",
        "whole=uniform()",
        "whole=uniform(2,1)",
        "whole=uniform(1,3000000000)",
        "whole=uniform(1,2.5)",
        "price=uniform(0,10000)",
        "price=constant(1.005)",
        "text=uniform(1,2)",
        "text=choice(a,ten letters)",
        "text=choice(a,)",
        "text=weighted(a)",
        "text=weighted(a:x)",
        "text=weighted(a:0)",
        "text=weighted(a:18446744073709551615,b:1)",
        "truth=constant(yes)",
        "at=constant(today)",
        "double=normal(1,-1)",
        "double=normal(1e16,1)",
        "double=normal(a,1)",
        "double=uniform(0,1e300)",
    ] {
        refuse(&types, &[column]);
    }
    insta::assert_snapshot!("columns", said);
}

#[test]
fn a_file_that_asks_for_what_cannot_be_is_told() {
    let check = |from: &str, to: &str, expect: &str| {
        let model = model(&TYPES.replace(from, to));
        assert_eq!(refusal(&model, &request(&model, StreamId(0), 1)), format!("file: {expect}"));
    };
    check(
        "examples: [1]",
        "examples: [x]",
        "the example `x` of column `none` is not a whole number from -2147483648 to 2147483647",
    );
    check("examples: [1]", "path: $.whole", "columns `whole` and `none` are in one place of the record");
}

#[test]
fn a_key_without_so_many_values_is_told() {
    let check = |spec: &str, keys: u64, column: &[&str], expect: &str| {
        let model = super::spec(spec);
        let columns = column.iter().map(|it| (*it).to_owned()).collect();
        let asked = Request { keys: Some(keys), columns, ..request(&model, StreamId(0), 1) };
        assert_eq!(refusal(&model, &asked), format!("usage: {expect}"));
    };
    check(SEED, 0, &[], "column `transactionId` does not take 0 different values");
    check("stock-trading", 6, &[], "column `TICKER` does not take 6 different values");
    check(SEED, 3, &["transactionId=choice(a,b)"], "column `transactionId` does not take 3 different values");
    let model = model(TYPES);
    let asked = Request { keys: Some(3), ..request(&model, StreamId(0), 1) };
    let none = "usage: stream `all` names no `partition_key` that `--keys` could count";
    assert_eq!(refusal(&model, &asked), none);
}
