//! What the formatter does to files, each with what comes of it.

use super::format;
use crate::source::Source;

/// Formats a text; formatted again, nothing changes.
fn check(text: &str, expect: &str) {
    let formatted = |text: &str| {
        format(&Source::new("test.yaml", text)).unwrap_or_else(|it| panic!("{text:?} is refused: {it:?}"))
    };
    let once = formatted(text);
    assert_eq!(once, expect, "\n{text}");
    assert_eq!(formatted(&once), once, "twice");
}

/// What is formatted already.
fn stays(text: &str) {
    check(text, text);
}

#[test]
fn levels_are_two_spaces() {
    check("a:\n    b:\n       c: 1\n       d: 2\n    e: 3\n", "a:\n  b:\n    c: 1\n    d: 2\n  e: 3\n");
    check("a:\n- b\n- c\nd:\n-   e\n", "a:\n  - b\n  - c\nd:\n  - e\n");
    check("a:\n -  b: 1\n    c: 2\n -\n      d: 3\n", "a:\n  - b: 1\n    c: 2\n  -\n    d: 3\n");
    check("a:\n- -   b\n  -   c\n-   - d: 1\n      e: 2\n", "a:\n  - - b\n    - c\n  - - d: 1\n      e: 2\n");
    check("a:\n- b:\n  - c\n  d: 1\ne: 2\n", "a:\n  - b:\n      - c\n    d: 1\ne: 2\n");
    check("a:\n        b\nc:\n - |\n   d\n", "a:\n  b\nc:\n  - |\n    d\n");
    check("?  a\n:  - b\n   - c\n? d\n:   e: 1\n    f: 2\n", "? a\n: - b\n  - c\n? d\n: e: 1\n  f: 2\n");
    check("---\na:\n   b: 1\n...\n", "---\na:\n  b: 1\n...\n");
}

#[test]
fn one_space_stands_where_one_belongs() {
    check("a :   1\nb:\t2\nc: [ x,y ,z ]\n", "a: 1\nb: 2\nc: [x, y, z]\n");
    check("a: {b: 1,c: {},  d: [ ]}\n", "a: { b: 1, c: {}, d: [] }\n");
    check("a: {\"b\":1, c:}\nd: [e: , {f},]\n", "a: { b: 1, c: }\nd: [e: , { f },]\n");
    check("a: [{b: 1}, {c: 2}]\nd: [ [e], f ]\n", "a: [ { b: 1 }, { c: 2 } ]\nd: [[e], f]\n");
    check("a: 1  \n \t\nb: 2", "a: 1\n\nb: 2\n");
}

#[test]
fn brackets_keep_their_lines() {
    check(
        "a: [\nb,\n    c: {\n  d: 1 } , # e\n       # f\n  ]\nb:\n - {\n  c: 1\n  }\n",
        "a: [\n  b,\n  c: {\n    d: 1 }, # e\n  # f\n]\nb:\n  - {\n      c: 1\n    }\n",
    );
    check("a:\n      [b,\n      c]\n", "a:\n  [b,\n    c]\n");
    check("a: [{\n      b: 1\n   }]\n", "a: [ {\n  b: 1\n} ]\n");
}

#[test]
fn blank_lines_come_one_at_a_time() {
    check("\n\n# a\n\n\n\nb: 1\n\n\n  \nc: 2\n\n\n", "# a\n\nb: 1\n\nc: 2\n");
    check("a: |\n  b\n\n\n\nc: 1\n", "a: |\n  b\n\nc: 1\n");
    check("a: >-\n  b\n\n\n  c\n\n\n", "a: >-\n  b\n\n\n  c\n");
    stays("a: |+\n  b\n\n\n\nc: |+\n\n\n");
}

#[test]
fn line_feeds_end_lines() {
    check("\u{feff}a: 1\r\nb: |\r\n  c\r\n  d\r\n", "a: 1\nb: |\n  c\n  d\n");
    check("a: 1\rb: \"c\r  d\"\r", "a: 1\nb: \"c\n  d\"\n");
}

#[test]
fn comments_stay_with_what_they_tell_of() {
    stays("# yaml-language-server: $schema=./pipec.schema.json\n#\n# a\nb: 1 # c\n#d\n");
    check(
        "a:\n    # b\n    b: 1\n    # end of a\n# c\nc: 2\n",
        "a:\n  # b\n  b: 1\n  # end of a\n# c\nc: 2\n",
    );
    check("a:\n # b\n    b:\n    - c\n    # d\n    - e\n", "a:\n  # b\n  b:\n    - c\n    # d\n    - e\n");
    check("a:\n#   b: 1\n    c: [\n#   d\n    ]\n", "a:\n#   b: 1\n  c: [\n#   d\n  ]\n");
    check("a:\n  b:\n      c: 1\n     # odd\n  d: 2\n", "a:\n  b:\n    c: 1\n  # odd\n  d: 2\n");
    check("a: |\n    text\n  # no text\n\nb: 1\n", "a: |\n  text\n# no text\n\nb: 1\n");
    check("a:   1    # one\n          # and more\nb: 2\n", "a: 1    # one\n        # and more\nb: 2\n");
    check("a: 1\t# tab\nb: 1    # é\n", "a: 1 # tab\nb: 1    # é\n");
}

#[test]
fn texts_of_several_lines_move_as_a_whole() {
    check(
        "a:\n    b: |\n          c\n            d\n\n          e\n",
        "a:\n  b: |\n    c\n      d\n\n    e\n",
    );
    check("a:\n    b: |2-  # c\n        d\n      e\n", "a:\n  b: |2-  # c\n      d\n    e\n");
    check(
        "a:\n    b: c\n       d\n    e: \"f\n\n      \tg  \n      h\"\n",
        "a:\n  b: c\n     d\n  e: \"f\n\n    \tg\n    h\"\n",
    );
    check("a: |\n \n x\n   \n", "a: |\n\n  x\n    \n");
    check("a:\n          \"b\n c\"\n", "a:\n  \"b\n  c\"\n");
    stays("a: \"b\\\n  c\\ \n  d\"\n");
}

#[test]
fn quotes_are_double_where_that_changes_nothing() {
    check("a: 'b: c'\n'd': 'e'\n\"yes\": '\"'\n", "a: \"b: c\"\nd: \"e\"\n\"yes\": '\"'\n");
    stays("rule: \"'high'\"\nb: 'it''s'\nc: '\\d'\nd: \"e\"\n");
}

#[test]
fn what_cannot_be_read_is_refused() {
    for text in ["a: [", "a: *b\n", "a: 1\na: 2\n", "", "a: 1\n---\nb: 2\n"] {
        assert!(format(&Source::new("test.yaml", text)).is_err(), "{text:?} is formatted");
    }
}

#[test]
fn a_file_that_grows_too_large_is_refused() {
    let list = |items: usize| "a:\n".to_owned() + &"- bbbbbbbbbbbbbbbbbbbb\n".repeat(items);
    let format = |text: String| format(&Source::new("test.yaml", text));
    assert!(format(list(41_000)).is_ok());
    assert!(format(list(45_000)).is_err_and(|it| it.has_errors()));
}

#[test]
fn what_is_no_mapping_is_left_alone() {
    stays("[ a,b ]");
    stays("just   text\r\n");
}
