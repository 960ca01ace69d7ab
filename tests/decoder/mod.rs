//! Over random and broken records the decoder gives what a plain and slow one gives: rows and reasons.

mod json;
mod records;
mod slow;

use pipec_runtime::column::{Column, Format};
use pipec_runtime::decode::Decoder;
use pipec_runtime::encode;
use pipec_runtime::fault::Reason;
use pipec_runtime::types::Type;
use pipec_tests::chance::Chance;
use pipec_tests::judged;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Records that are compared.
const RECORDS: usize = 20_000;

/// Every type and format, paths that share their beginnings, and a field that two columns read.
const COLUMNS: &[Column] = &[
    column("id", Type::Varchar(4), &["id"], false),
    column("note", Type::String, &["note"], true),
    column("count", Type::Integer, &["count"], true),
    column("total", Type::Bigint, &["in", "total"], true),
    column("level", Type::Double, &["in", "level"], true),
    column("price", Type::Decimal { precision: 6, scale: 2 }, &["in", "deep", "price"], true),
    column("hot", Type::Boolean, &["hot"], true),
    column("at", Type::Timestamp, &["at"], false),
    Column { format: Format::EpochMillis, ..column("millis", Type::Timestamp, &["millis"], true) },
    Column { format: Format::EpochSeconds, ..column("seconds", Type::Timestamp, &["seconds"], true) },
    column("again", Type::Bigint, &["count"], true),
];

const fn column(
    name: &'static str,
    ty: Type,
    path: &'static [&'static str],
    nullable: bool,
) -> Column<'static> {
    Column { name, ty, nullable, path, format: Format::Plain }
}

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut chance = Chance::new(6);
    (0..RECORDS).map(|_| records::record(&mut chance)).collect()
});

fn decoded(record: &[u8], columns: &[Column<'_>]) -> Result<String, Reason> {
    let row = Decoder::new(columns).decode(record)?;
    Ok(encode::row(columns.iter().map(|it| it.name), &row))
}

#[test]
fn the_decoder_agrees_with_a_slow_one() {
    let decoder = Decoder::new(COLUMNS);
    let mut outcomes = BTreeMap::new();
    for record in CORPUS.iter() {
        let row = decoder.decode(record);
        let row = row.map(|it| encode::row(COLUMNS.iter().map(|it| it.name), &it));
        let expect = slow::decode(record, COLUMNS);
        assert_eq!(row, expect, "{}", String::from_utf8_lossy(record));
        let outcome = row.map_or_else(|it| it.to_string(), |_| "row".to_owned());
        *outcomes.entry(outcome).or_insert(0) += 1;
    }
    // Each outcome comes often enough to be compared.
    let least = outcomes.values().copied().min().unwrap_or(0);
    assert!(outcomes.len() == 4 && least > RECORDS / 50, "{outcomes:?}");
    judged("decoder", CORPUS.len());
}

/// Whether the records tell another decoder from the right one.
fn is_caught(other: impl Fn(&[u8]) -> Result<String, Reason>) -> bool {
    CORPUS.iter().any(|it| other(it) != slow::decode(it, COLUMNS))
}

#[test]
fn a_decoder_of_other_columns_is_caught() {
    let check = |change: fn(Column<'static>) -> Column<'static>| {
        let columns: Vec<Column> = COLUMNS.iter().copied().map(change).collect();
        is_caught(|it| decoded(it, &columns))
    };
    assert!(!check(|it| it));
    assert!(check(|it| Column { nullable: true, ..it }));
    assert!(check(|it| Column { format: Format::Plain, ..it }));
    assert!(check(|it| Column { path: &it.path[..1], ..it }));
    for (ty, other) in [
        (Type::Varchar(4), Type::Varchar(3)),
        (Type::Varchar(4), Type::Varchar(5)),
        (Type::Integer, Type::Bigint),
        (Type::Bigint, Type::Integer),
        (Type::Bigint, Type::Decimal { precision: 38, scale: 0 }),
    ] {
        let columns: Vec<Column> =
            COLUMNS.iter().map(|it| Column { ty: if it.ty == ty { other } else { it.ty }, ..*it }).collect();
        assert!(is_caught(|it| decoded(it, &columns)), "{ty} read as {other}");
    }
}

/// Whether there is a record that must be rejected and is not, where a decoder takes it for what this makes of it.
fn lets_through(change: impl Fn(&str) -> String) -> bool {
    let changed = |it: &[u8]| decoded(change(std::str::from_utf8(it).ok()?).as_bytes(), COLUMNS).ok();
    CORPUS.iter().any(|it| changed(it).is_some() && slow::decode(it, COLUMNS).is_err())
}

#[test]
fn a_decoder_that_is_less_strict_is_caught() {
    assert!(!lets_through(str::to_owned));
    let without = |signs: &'static [char]| lets_through(|it| it.trim_matches(signs).to_owned());
    assert!(!without(&[' ', '\n', '\r', '\t']));
    assert!(
        without(&['\u{feff}']) && without(&['\0', '\u{b}', '\u{c}']) && without(&[',']) && without(&['x'])
    );
    for (wrong, right) in [
        (",}", "}"),
        (",]", "]"),
        ("\\ud83d\"", "\""),
        (":01", ":1"),
        (":+1", ":1"),
        ("1.0", "1"),
        (":nul,", ":null,"),
    ] {
        assert!(lets_through(|it| it.replace(wrong, right)), "{wrong} taken for {right}");
    }
    assert!(lets_through(|it| it.replace(char::is_control, " ")));
    assert!(is_caught(|it| decoded(String::from_utf8_lossy(it).as_bytes(), COLUMNS)));
}

#[test]
fn a_decoder_that_takes_the_first_of_duplicate_keys_is_caught() {
    let first = |it: &[u8], key: &str| {
        let text = String::from_utf8_lossy(it);
        let (before, after) = text.rsplit_once(key).filter(|(before, _)| before.contains(key))?;
        let row = decoded(format!("{before}\"\"{after}").as_bytes(), COLUMNS).ok()?;
        Some(row != slow::decode(it, COLUMNS).ok()?)
    };
    for key in ["\"id\"", "\"count\"", "\"in\"", "\"total\"", "\"at\""] {
        assert!(CORPUS.iter().any(|it| first(it, key) == Some(true)), "{key}");
    }
}

#[test]
fn of_several_faults_the_first_column_counts() {
    let reversed: Vec<Column> = COLUMNS.iter().rev().copied().collect();
    assert!(is_caught(|it| decoded(it, &reversed).map(|_| slow::decode(it, COLUMNS).unwrap_or_default())));
}
