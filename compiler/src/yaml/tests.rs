//! What is read and what is refused, as text beside text.

use super::{CODES, Kind, MAX_BYTES, MAX_NODES, Node, Style, parse};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{Source, Span, Spanned};

/// The tree on one line and, on lines of their own, the findings.
fn read(text: &str) -> String {
    let source = Source::new("test.yaml", text);
    let (root, findings) = parse(&source);
    let mut lines = vec![outline(&root)];
    lines.extend(findings.sorted().into_iter().map(|it| line(it, &source)));
    lines.join("\n")
}

fn outline(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) if scalar.style == Style::Plain => scalar.text.clone(),
        Kind::Scalar(scalar) => format!("{:?}", scalar.text),
        Kind::List(items) => format!("[{}]", items.iter().map(outline).collect::<Vec<_>>().join(", ")),
        Kind::Map(pairs) => {
            let pair = |(key, value): &(Spanned<String>, Node)| format!("{}: {}", key.value, outline(value));
            format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        Kind::Broken => "?".to_owned(),
    }
}

fn line(diagnostic: &Diagnostic, source: &Source) -> String {
    let at = source.position(diagnostic.span.start);
    let help = diagnostic.help.as_deref().unwrap_or("-");
    format!("{} {}:{} {}; {help}", diagnostic.code.name, at.line, at.column, diagnostic.message)
}

fn check(text: &str, expect: &str) {
    assert_eq!(read(text), expect, "{text:?}");
}

/// The file with the edits of its findings made has none.
fn mends(text: &str) {
    let source = Source::new("test.yaml", text);
    let (_, findings) = parse(&source);
    let mut edits: Vec<_> = findings.sorted().into_iter().filter_map(|it| it.edit.clone()).collect();
    edits.sort_by_key(|it| it.span.start);
    assert!(!edits.is_empty(), "{text:?}");
    let mut mended = text.to_owned();
    for edit in edits.iter().rev() {
        mended.replace_range(edit.span.range(), &edit.replacement);
    }
    let (_, findings) = parse(&Source::new("test.yaml", mended.as_str()));
    assert!(findings.is_empty(), "{text:?} became {mended:?}: {findings:?}");
}

fn only_code(findings: &Diagnostics) -> &'static str {
    let codes: Vec<_> = findings.sorted().iter().map(|it| it.code.name).collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    codes[0]
}

#[test]
fn every_style_is_read() {
    check("a: 1\nb:\n- x\n- 'y'\nc: {d: [e, \"f\\n\"]}\n", "{a: 1, b: [x, \"y\"], c: {d: [e, \"f\\n\"]}}");
    check("a: |\n  x\n  y\nb: >-\n  x\n  y\nc: x\n  y\n", "{a: \"x\\ny\\n\", b: \"x y\", c: x y}");
    check("a:\nb: ~\nc: {d, e: }\n? f\n: g\n", "{a: , b: ~, c: {d: , e: }, f: g}");
    check("---\na: on\n...\n", "{a: on}");
    check("\u{feff}a: é\r\nb: ü\r\n", "{a: é, b: ü}");
    check("just text", "just text");
}

#[test]
fn places_are_exact() {
    let text = "é: 'x'\nb: |2- # c | d\n\n   t\n\n\nl:\n  - p: \"q\"\n  - [r, {s: t}]\ne:\nf: g\n";
    let source = Source::new("test.yaml", text);
    let (root, _) = parse(&source);
    let slice = |key: &str| source.slice(root.get(key).expect("the key is there").span);
    assert_eq!(slice("é"), "'x'");
    assert_eq!(slice("b"), "|2- # c | d\n\n   t");
    assert_eq!(slice("l"), "- p: \"q\"\n  - [r, {s: t}]");
    assert_eq!(root.get("e").map(|it| it.span), text.find("e:").map(|it| Span::new(it + 2, it + 2)));
    assert_eq!(source.slice(root.span), text.trim_end());
}

#[test]
fn what_has_a_second_meaning_is_refused_and_the_tree_stands() {
    check(
        "a: &x 5\nb: *x\n",
        "{a: 5, b: ?}\nyaml-anchor 1:4 `&x` is an anchor; remove it, and write the value out where it is used\nyaml-alias 2:4 `*x` is an alias; write the value out: `5`",
    );
    check("a: *x\n", "{a: ?}\nyaml-alias 1:4 `*x` is an alias; write the value out here");
    check(
        "<<: [*x, *y]\na: 1\n",
        "{a: 1}\nyaml-merge-key 1:1 `<<` merges another mapping; write the keys out",
    );
    check("'<<': 1\n", "{<<: 1}");
    check(
        "a: !Ref x\n",
        "{a: x}\nyaml-tag 1:4 `!Ref` is a tag; remove it; a text that begins with `!` stands in quotes",
    );
    check(
        "a: !e!x y\nb: 1\n",
        "{a: ?, b: 1}\nyaml-tag 1:4 `!e!x` is a tag; remove it; a text that begins with `!` stands in quotes",
    );
    check(
        "%YAML 1.1\n%x\n---\na: 1\n",
        "{a: 1}\nyaml-directive 1:1 `%YAML 1.1` is a directive; remove the line\nyaml-directive 2:1 `%x` is a directive; remove the line",
    );
    check("%YAML\n---\na: 1\n", "{a: 1}\nyaml-directive 1:1 `%YAML` is a directive; remove the line");
    check(
        "a: 1\n---\nb: @\n",
        "{a: 1}\nyaml-second-document 2:1 a second document begins here; put it in a file of its own, or remove the line",
    );
    check(
        "a: 1\n...\nb: 2\n",
        "{a: 1}\nyaml-second-document 3:1 a second document begins here; put it in a file of its own, or remove the line",
    );
}

#[test]
fn keys_are_unique_names() {
    check(
        "a: 1\nb: {c: 1, c: 2, 'c': 3}\na: 2\n",
        "{a: 1, b: {c: 1}}\nduplicate-key 2:11 `c` is given twice; keep one of the two\nduplicate-key 2:17 `c` is given twice; keep one of the two\nduplicate-key 3:1 `a` is given twice; keep one of the two",
    );
    check(
        "[a]: 1\n{b: 1}: 2\n~: 3\n: 4\n5: 6\n",
        "{5: 6}\nkey-not-text 1:1 a key is a list, not text; write a name before the `:`\nkey-not-text 2:1 a key is a mapping, not text; write a name before the `:`\nkey-not-text 3:1 a key is nothing, not text; write a name before the `:`\nkey-not-text 4:1 a key is nothing, not text; write a name before the `:`",
    );
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    for text in ["", "\n\n", "# only this\n", "---\n", "---\n# c\n...\n", "\u{feff}"] {
        check(text, "?\nempty-file 1:1 the file is empty; begin with `version: 1`");
    }
}

#[test]
fn one_run_tells_the_mistakes_of_all_sections() {
    check(
        "a: 'x\nb:\n\tc: 1\nd: [1, 2\ne: 5\nf: {g: 1}}\nh: @i\nj: k\n",
        "{a: ?, b: ?, d: [1], e: 5, f: {g: 1}, h: ?, j: k}\n\
         yaml-syntax 1:4 the quote `'` that opens here is not closed; close it with `'`; lines that go on are indented\n\
         yaml-syntax 3:1 a tab indents this line, and YAML indents with spaces; replace each tab with two spaces\n\
         yaml-syntax 4:4 `[` is not closed; close it with `]`\n\
         yaml-syntax 6:10 `}` closes nothing; remove it, or put the text in quotes\n\
         yaml-syntax 7:4 text cannot begin with `@`; put it in quotes: `'@i'`",
    );
    check(
        "a: [\nb: 1\na: 2\n",
        "{a: [], b: 1}\nyaml-syntax 1:4 `[` is not closed; close it with `]`\nduplicate-key 3:1 `a` is given twice; keep one of the two",
    );
}

/// The only finding of a text, without its code.
fn says(text: &str, expect: &str) {
    let read = read(text);
    let finding = read.split_once("\nyaml-syntax ").map(|(_, it)| it);
    assert_eq!(finding, Some(expect), "{text:?}");
}

#[test]
fn quotes_are_told_in_a_persons_words() {
    says(
        "a: \"x\nb: 2\n",
        "1:4 the quote `\"` that opens here is not closed; close it with `\"`; lines that go on are indented",
    );
    says(
        "a: \"x\n  b: \"y\"\n",
        "1:4 the quote `\"` that opens here is not closed; close it with `\"`; lines that go on are indented",
    );
    says(
        "a: 'it's'\n",
        "1:8 text goes on after its closing quote; write a quote inside single quotes twice, as `''`",
    );
    says(
        "a: 'high' = b # c\n",
        "1:11 text goes on after its closing quote; put the whole text in quotes: `\"'high' = b\"`",
    );
    says(
        "a: \"\\d+\"\n",
        "1:5 `\\d` is no escape that names a character; write a backslash as `\\\\`, or use single quotes",
    );
    says(
        "a: \"\\ud800\"\n",
        "1:4 an escape in this text names no character; write a backslash as `\\\\`, or use single quotes",
    );
    says(
        "a: \u{1b}x\n",
        "1:4 the control character U+001B is not allowed; remove it, or write it as `\\x1b` inside double quotes",
    );
    says("a: *\n", "1:4 text cannot begin with `*`; put it in quotes: `'*'`");
    says("a: > 5\n", "1:4 after `>` text begins on the next line; put it in quotes: `'> 5'`");
    says("a: 'b'#c\n", "1:7 a comment needs a space before its `#`; write ` #`");
    says("a: \u{feff}b\n", "1:4 an invisible byte order mark, U+FEFF, stands here; remove it");
}

#[test]
fn colons_are_told_in_a_persons_words() {
    says(
        "a: b = 'c: d'\n",
        "1:10 `: ` in the middle of text makes it a key; put the text in quotes: `\"b = 'c: d'\"`",
    );
    says(
        "a: {b: c: d, e: f}\n",
        "1:9 `: ` in the middle of text makes it a key; put the text in quotes: `'c: d'`",
    );
    says("version 1\nb: c\n", "1:1 `version 1` is no `key: value`; write `version: 1`");
    says("a:\n  from:b\n  c: 1\n", "2:3 `from:b` is no `key: value`; write `from: b`");
    says("a: 1\nb\nc: 2\n", "2:1 `b` is no `key: value`; write `b:` and its value");
}

#[test]
fn layout_is_told_in_a_persons_words() {
    says(
        "a:\n\tb: 1\n",
        "2:1 a tab indents this line, and YAML indents with spaces; replace each tab with two spaces",
    );
    says(
        "a: |\n\tb\n",
        "2:1 a tab indents this line, and YAML indents with spaces; replace each tab with two spaces",
    );
    says(
        "a:\n  b: 1\n c: 2\n",
        "3:2 the indentation of this line fits no line above; indent it with 0 or 2 spaces",
    );
    says(
        "a:\n  b: 1\n    c: 2\n",
        "3:5 `c` stands below a key that has a value already; indent it with 2 spaces",
    );
    says(
        "a: 1\n- b\n",
        "2:1 a list item stands among keys; give the list a key of its own, or remove the `-`",
    );
    says(
        "a:\n  - b\n  c: 1\n",
        "3:3 the lines above are a list, and this line is no item of it; begin it with `- `, or indent it like the key of the list",
    );
    says("a: - b\n", "1:4 a list begins on the line after its key; write `[b]`");
}

#[test]
fn brackets_are_told_in_a_persons_words() {
    says("a: {b: 1\nc: 2\n", "1:4 `{` is not closed; close it with `}`");
    says("a: [1, {b: 2]\n", "1:8 `{` is closed by `]`; close it with `}`, or put the text in quotes");
    says("a: {\n  b: 1\n  c: 2\n}\n", "2:7 a `,` is missing after this; write the `,`");
    says("a: [,]\n", "1:5 nothing stands before this `,`; remove the `,`");
    says(
        "a: [\n  - b\n]\n",
        "2:3 inside brackets a comma stands between items, and no `-` before them; remove the `-`",
    );
    says("a: b]\nc: ]\n", "2:4 `]` closes nothing; remove it, or put the text in quotes");
}

#[test]
fn edits_mend() {
    for text in [
        "a: &x 5\nb: *x\n",
        "a: !t x\n",
        "%YAML 1.2\n---\na: 1\n",
        "a:\n\tb: 1\n",
        "a: @x\n",
        "a: b = 'c: d'\n",
        "a: {b: c: d}\n",
        "a: \"\\d\"\n",
        "a: 'b' = c\n",
        "version 1\nb: c\n",
        "a:b\nc: d\n",
        "a: 1\n  b: 2\n",
        "a: {\n  b: 1\n  c: 2\n}\n",
        "a: [- b]\n",
        "a: \u{feff}b\n",
        "a: *\n",
        "a: > 5\n",
    ] {
        mends(text);
    }
}

#[test]
fn every_page_shows_its_code_and_the_mend_does_not() {
    for code in CODES.iter().filter(|it| it.name != "file-too-large") {
        let (_, findings) = parse(&Source::new("test.yaml", code.example));
        assert!(findings.has(code), "{}: {findings:?}", code.name);
        let (_, findings) = parse(&Source::new("test.yaml", code.instead));
        assert!(findings.is_empty(), "{}: {findings:?}", code.name);
        assert_eq!(findings.count(Severity::Error), 0);
    }
}

#[test]
fn bombs_are_refused() {
    let laughs = "a: &a [x,x,x]\n".to_owned() + &"b: &b [*a,*a,*a]\n".repeat(9);
    let nested: String = (0..1_200).map(|it| format!("{}a:\n", " ".repeat(it))).collect();
    let cases = [
        ("[".repeat(100_000), "file-too-deep"),
        ("a: ".to_owned() + &"[".repeat(100) + &"]".repeat(100), "file-too-deep"),
        ("{a: ".repeat(100), "file-too-deep"),
        ("- ".repeat(50_000), "file-too-deep"),
        ("? ".repeat(50_000), "file-too-deep"),
        (nested, "file-too-deep"),
        ("x".repeat(MAX_BYTES + 1), "file-too-large"),
        (format!("[{}]", "a,".repeat(MAX_NODES)), "file-too-large"),
        ("-\n".repeat(MAX_NODES + 1), "file-too-large"),
    ];
    for (text, code) in &cases {
        let (_, findings) = parse(&Source::new("test.yaml", text.as_str()));
        assert_eq!(only_code(&findings), *code, "{}", &text[..20]);
    }
    assert!(parse(&Source::new("test.yaml", laughs)).1.has_errors());
    let aliases = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(20_000));
    assert_eq!(parse(&Source::new("test.yaml", aliases)).1.len(), super::MAX_FINDINGS);
}
