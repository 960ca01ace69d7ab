//! Random records: mostly right, some odd, some broken in a byte or two. They are the same on every machine.

use pipec_tests::chance::Chance;

/// A record that may be anything, most often one of the decoder's columns.
pub fn record(chance: &mut Chance) -> Vec<u8> {
    let around = |chance: &mut Chance, odd: &[&'static str]| match chance.below(60) {
        0 => chance.pick(odd),
        1..8 => chance.pick(&[" ", "\n", "\t\r\n  "]),
        _ => "",
    };
    let before = around(chance, &["\u{feff}", ",", "[", "\u{b}", "x"]);
    let record = object(WANTED, chance);
    let after = around(chance, &["x", "}", ",", "{}", "\0", "\u{c}", "\n\u{b}"]);
    let mut bytes = [before, &record, after].concat().into_bytes();
    if chance.once_in(8) {
        (0..=chance.below(2)).for_each(|_| edit(&mut bytes, chance));
    }
    bytes
}

/// Puts a few bytes that mean something to JSON or UTF-8 in the place of a few others.
fn edit(bytes: &mut Vec<u8>, chance: &mut Chance) {
    const BYTES: &[u8] = b"{}[]:,\"\\ \n\t0159-+.eEu/tfnx\x00\x0b\x1f\x7f\x80\xbf\xc3\xe2\xed\xf0\xff";
    let start = chance.below(bytes.len() + 1);
    let end = (start + chance.below(3)).min(bytes.len());
    let more: Vec<u8> = (0..chance.below(3)).map(|_| chance.pick(BYTES)).collect();
    bytes.splice(start..end, more);
}

/// A key, and what makes its value.
type Member = (&'static str, fn(&mut Chance) -> String);

const WANTED: &[Member] = &[
    ("id", |it| {
        let fits = ["\"a\"", "\"abcd\"", "\"äöü🦀\"", r#""\u0041\ud83d\ude00""#, r#""\"\\\/""#];
        mostly(&fits, &["\"abcde\"", "\"äöü🦀x\"", r#""\u0041\u0042\u0043\u0044\u0045""#], it)
    }),
    ("note", |it| {
        let fits =
            ["\"\"", "\"a longer text, of ASCII\"", r#""\b\f\n\r\t""#, "\"e\u{301}\u{2028}\u{7f}\"", "null"];
        mostly(&fits, &["5", "[\"x\"]"], it)
    }),
    ("count", |it| {
        mostly(
            &["1", "0", "-0", "2147483647", "-2147483648", "null"],
            &["2147483648", "1.0", "1e0", "\"1\""],
            it,
        )
    }),
    ("in", |it| {
        if it.once_in(30) { mostly(&["null", "{}", "[]", "\"\""], &["3"], it) } else { object(INSIDE, it) }
    }),
    ("hot", |it| mostly(&["true", "false", "null"], &["0", "\"true\""], it)),
    ("at", |it| {
        let fits = [
            "\"2026-01-01T00:00:00Z\"",
            "\"2026-01-01 00:00:00.123456789+01:30\"",
            r#""2026-01-01T00:00:00\u005a""#,
            "\"2024-02-29T23:59:59.9Z\"",
        ];
        mostly(&fits, &["\"2026-02-29T00:00:00Z\"", "\"2026-01-01\"", "0"], it)
    }),
    ("millis", |it| mostly(&["0", "-1", "1767225600000", "null"], &["253402300800000", "\"0\"", "0.5"], it)),
    ("seconds", |it| mostly(&["0", "1767225600", "null"], &["9223372036854775807", "253402300800"], it)),
];

const INSIDE: &[Member] = &[
    ("total", |it| {
        let fits = ["7", "9223372036854775807", "-9223372036854775808", "null"];
        mostly(&fits, &["9223372036854775808", "99999999999999999999999999999999999999999"], it)
    }),
    ("level", |it| {
        mostly(&["1.5", "0", "-1e-7", "1E+22", "5e-324", "1e-400", "null"], &["1e400", "\"1\""], it)
    }),
    ("deep", |it| object(DEEP, it)),
];

const DEEP: &[Member] = &[("price", |it| {
    let fits = ["1.5", "9999.99", "-0.10", "12.500", "1e3", "125e-1", "0e99999999999999999999", "null"];
    mostly(&fits, &["10000", "0.005", "1e4", "true"], it)
})];

/// One that fits, or now and then one that does not, or any other.
fn mostly(fits: &[&'static str], misfits: &[&'static str], chance: &mut Chance) -> String {
    match chance.below(80) {
        0 => chance.pick(misfits).to_owned(),
        1 => any(chance),
        _ => chance.pick(fits).to_owned(),
    }
}

/// An object of these members: in order or not, some of them absent, some twice, and others between them.
fn object(wanted: &[Member], chance: &mut Chance) -> String {
    let mut members = Vec::new();
    for (key, value) in wanted {
        if !chance.once_in(40) {
            members.push(member(key, &value(chance), chance));
        }
    }
    if chance.once_in(6) {
        members.reverse();
    }
    for _ in 0..chance.below(3) {
        let (key, value) = match chance.pick(wanted) {
            (key, value) if chance.once_in(4) => (key, value(chance)),
            (key, _) if chance.once_in(8) => (key, any(chance)),
            _ => (chance.pick(&["x", "", "Id", "naïve", "count ", "id\""]), any(chance)),
        };
        members.insert(chance.below(members.len() + 1), member(key, &value, chance));
    }
    format!("{{{}}}", members.join(if chance.once_in(5) { ", " } else { "," }))
}

/// A key and its value, the key spelled in one of several ways.
fn member(key: &str, value: &str, chance: &mut Chance) -> String {
    match chance.below(40) {
        0 => format!("\"{key}\":{value}"),
        1..4 => {
            let units: String = key.encode_utf16().map(|it| format!("\\u{it:04X}")).collect();
            format!("\"{units}\":{value}")
        }
        4..8 => format!(" {key:?} : {value}\n"),
        _ => format!("{key:?}:{value}"),
    }
}

/// Any value: JSON, or now and then something that is none.
fn any(chance: &mut Chance) -> String {
    match chance.below(24) {
        0 => chance.pick(WRONG).to_owned(),
        1 => {
            (0..1 + chance.below(45)).map(|_| chance.pick(&["0", "7", "93", "1.", "e", "-", "E+"])).collect()
        }
        2 => {
            let (open, close) = chance.pick(&[("[", "]"), ("{\"in\":", "}"), ("[{\"id\":", "}]")]);
            let depth = chance.below(300);
            format!("{}null{}", open.repeat(depth), close.repeat(depth))
        }
        3..6 => format!("[{},{}]", any(chance), any(chance)),
        6..9 => object(INSIDE, chance),
        9..13 => {
            let parts =
                ["a", "ä", "🦀", "{", ",", r"\n", r#"\""#, r"\\", r"\u00e4", r"\ud83d\ude00", "\u{2028}"];
            let text: String = (0..chance.below(40)).map(|_| chance.pick(&parts)).collect();
            format!("\"{text}\"")
        }
        _ => chance.pick(RIGHT).to_owned(),
    }
}

const RIGHT: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.0",
    "1e5",
    "1e400",
    "\"\"",
    "\"x\"",
    "\"null\"",
    "\"1\"",
    "[]",
    "{}",
    "{\"total\":3}",
    "{\"deep\":5}",
    "{\"total\":null,\"level\":2.5}",
    "99999999999999999999",
];

const WRONG: &[&str] = &[
    "",
    "01",
    "+1",
    "1.",
    ".5",
    "-",
    "1e",
    "NaN",
    "nul",
    "True",
    "\"",
    "\"\t\"",
    r#""\x""#,
    r#""\u00""#,
    r#""\ud83d""#,
    r#""\ud83d\ud83d""#,
    r#"["\ude00"]"#,
    "[1,]",
    "{\"a\":}",
    "{,}",
    "{\"a\":1,}",
    "[1 2]",
    "[",
    "}",
];
