//! A story: a stream's records in order of arrival, and a branch that takes them together in windows.

use pipec_tests::chance::Chance;
use std::collections::BTreeSet;

/// A story, told so that both engines can be given it.
#[derive(Debug, Clone)]
pub struct Story {
    /// The records, in order of arrival.
    pub records: Vec<Record>,
    /// The watermark's delay, in milliseconds.
    pub delay: i64,
    /// The window.
    pub window: Window,
    /// The columns that split it, of [`COLUMNS`].
    pub keys: Vec<&'static str>,
    /// A condition on records.
    pub filter: Option<String>,
    /// Aggregates, as both languages write them.
    pub adds: Vec<String>,
    /// A condition on rows, over the added columns.
    pub having: Option<String>,
    /// The size of tumbling windows over the rows of the first ones, in milliseconds: each sums up the first column that
    /// was added.
    pub chained: Option<i64>,
    /// What stands out in it.
    pub features: BTreeSet<&'static str>,
}

/// A window, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub enum Window {
    /// Tumbling, where the slide is the size, or sliding.
    Sliding { size: i64, slide: i64 },
    /// A session.
    Session { gap: i64 },
}

/// A record: its time, and its values as SQL writes them, in the order of [`COLUMNS`].
#[derive(Debug, Clone)]
pub struct Record {
    pub time: i64,
    pub values: Vec<Option<String>>,
}

/// The columns beside the time: name, type, and values that they take.
pub const COLUMNS: [(&str, &str, &[&str]); 8] = [
    ("k", "varchar(8)", &["a", "b", "B", "é", "", "ab"]),
    ("h", "string", &["x", "yy", "zzz"]),
    ("i", "integer", &["0", "1", "-7", "2147483647", "40", "41"]),
    ("b", "bigint", &["5", "-3", "9007199254740993", "0"]),
    ("f", "double", &["0.5", "-2.25", "1e10", "0.1", "100.0", "3.3"]),
    ("d", "decimal(9,2)", &["1.05", "-20.00", "9999999.99", "0.30"]),
    ("o", "boolean", &["true", "false"]),
    ("s", "timestamp", &["2026-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2026-03-01T12:30:00.250Z"]),
];

const AGGREGATES: [&str; 17] = [
    "count(*)",
    "count(i)",
    "count(distinct k)",
    "count(distinct f)",
    "sum(i)",
    "sum(b)",
    "sum(f)",
    "sum(d)",
    "avg(i)",
    "avg(f)",
    "min(k)",
    "max(f)",
    "min(d)",
    "max(s)",
    "stddev_samp(f)",
    "stddev_pop(i)",
    "sum(i * 2 + 1)",
];
const CONDITIONS: [&str; 5] =
    ["i > 0", "o", "k <> 'a' or i is null", "f between 0.0 and 50.0", "d < 2.00 and b >= 0"];
const BASES: [i64; 4] = [1_767_225_600_000, -86_400_000 * 3 - 12_345, 0, 951_782_399_000];
const SIZES: [(i64, i64); 6] = [(1, 1), (2, 1), (3, 1), (10, 1), (12, 4), (6, 2)];

/// Random stories.
pub fn stories(count: usize, seed: u64) -> Vec<Story> {
    let mut chance = Chance::new(seed);
    (0..count).map(|_| story(&mut chance)).collect()
}

fn story(chance: &mut Chance) -> Story {
    let unit = chance.pick(&[1, 7, 1000, 60_000]) as i64;
    let (size, slide) = chance.pick(&SIZES);
    let session = chance.once_in(4);
    let window = match session {
        true => Window::Session { gap: unit * (1 + chance.below(5) as i64) },
        false => Window::Sliding { size: size * unit, slide: slide * unit },
    };
    let delay = unit * chance.below(5) as i64;
    // A session that was given is not joined again, which one query over all records cannot say: no record of these
    // stories comes so late that it could touch one.
    let delay = if session { delay.max(2) } else { delay };
    let displaced = if session { delay - 2 } else { delay + size * unit * chance.below(3) as i64 };
    let mut story = Story {
        records: Vec::new(),
        delay,
        window,
        keys: keys(chance),
        filter: chance.once_in(3).then(|| chance.pick(&CONDITIONS).to_owned()),
        adds: (0..1 + chance.below(4)).map(|_| aggregate(chance)).collect(),
        having: None,
        chained: (!session && chance.once_in(4)).then(|| size * unit * (1 + chance.below(3) as i64)),
        features: BTreeSet::new(),
    };
    if chance.once_in(5) {
        story.having = Some("a0 is not null".to_owned());
    }
    story.records = records(unit, displaced, chance);
    story.features = features(&story);
    story
}

fn keys(chance: &mut Chance) -> Vec<&'static str> {
    let mut names: Vec<&str> = COLUMNS.map(|it| it.0).to_vec();
    let keys = (0..chance.below(4)).map(|_| names.remove(chance.below(names.len())));
    keys.collect()
}

fn aggregate(chance: &mut Chance) -> String {
    let call = chance.pick(&AGGREGATES);
    match chance.once_in(3) {
        true => format!("{call} filter (where {})", chance.pick(&CONDITIONS)),
        false => call.to_owned(),
    }
}

/// Records whose times move on, each held up by less than so much. Half the time all stand on whole units.
fn records(unit: i64, displaced: i64, chance: &mut Chance) -> Vec<Record> {
    let mut now = chance.pick(&BASES);
    let (whole, step) = (chance.once_in(2), 1 + chance.below(3));
    now -= if whole { now.rem_euclid(unit) } else { 0 };
    let count = 20 + chance.below(180);
    let mut records = Vec::with_capacity(count);
    for _ in 0..count {
        let jump = if chance.once_in(40) { 50 * unit } else { 0 };
        now += jump + (chance.below(step * unit as usize + 1)) as i64;
        let back = if displaced > 0 && chance.once_in(2) { chance.below(displaced as usize + 1) } else { 0 };
        let mut time = now - back as i64;
        if whole {
            time += (-time).rem_euclid(unit);
            now = now.max(time);
        }
        let value = |chance: &mut Chance, values: &[&str]| {
            let few = 1 + chance.below(values.len());
            (!chance.once_in(5)).then(|| chance.pick(&values[..few]).to_owned())
        };
        records.push(Record { time, values: COLUMNS.map(|it| value(chance, it.2)).into() });
    }
    records
}

fn features(story: &Story) -> BTreeSet<&'static str> {
    let mut features = BTreeSet::new();
    let mut note = |feature: &'static str, there: bool| {
        if there {
            features.insert(feature);
        }
    };
    match story.window {
        Window::Sliding { size, slide } if size == slide => note("tumbling", true),
        Window::Sliding { .. } => note("sliding", true),
        Window::Session { .. } => note("session", true),
    }
    let place = |name: &str| COLUMNS.iter().position(|it| it.0 == name).expect("keys are columns");
    let null_key = |it: &Record| story.keys.iter().any(|key| it.values[place(key)].is_none());
    note("no key", story.keys.is_empty());
    note("keys", story.keys.len() > 1);
    note("null key", story.records.iter().any(null_key));
    note("out of order", story.records.windows(2).any(|it| it[1].time < it[0].time));
    note("delay 0", story.delay == 0);
    note("where", story.filter.is_some());
    note("having", story.having.is_some());
    note("chain", story.chained.is_some());
    note("filter", story.adds.iter().any(|it| it.contains("filter")));
    note("before 1970", story.records[0].time < 0);
    for call in AGGREGATES {
        note(call, story.adds.iter().any(|it| it.starts_with(call)));
    }
    features
}
