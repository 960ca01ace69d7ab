//! Constants as Rust writes them, in ASCII: a character has one width then, and is what it looks like.

use super::tree::{Call, Piece, Tree};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// A constant as an `Option`; null needs its type.
pub fn option(value: &Value, ty: Type) -> Tree {
    match value {
        Value::Null => Tree::leaf(format!("None::<{}>", rust(ty))),
        Value::Text(text) => constant("text(", string(text)),
        Value::Whole(number) => Tree::leaf(format!("Some({number}_i64)")),
        Value::Double(number) => double(*number),
        Value::Decimal(number) => {
            Tree::leaf(format!("Decimal::new({}, {})", number.digits(), number.scale()))
        }
        Value::Boolean(truth) => Tree::leaf(format!("Some({truth})")),
        Value::Timestamp(time) => Tree::leaf(format!("Some(Timestamp({}))", time.0)),
    }
}

/// A double. Clippy takes `3.14` for a try at pi, so numbers near the famous ones come as decimals, which are as exact.
fn double(number: f64) -> Tree {
    let text = format!("{number:?}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits: i64 = format!("{whole}{fraction}").parse().unwrap_or_default();
    if digits.abs() >= 100 && (0.1..10.0).contains(&number.abs()) {
        return constant("cast::to_double(", format!("Decimal::new({digits}, {})", fraction.len()));
    }
    Tree::leaf(format!("Some({text}_f64)"))
}

/// A constant that is converted; where it is long, the call and what it converts come apart.
fn constant(call: &str, operand: String) -> Tree {
    let pieces =
        vec![Piece::Text(call.to_owned()), Piece::Operand(Tree::Leaf(operand)), Piece::Text(")".to_owned())];
    Tree::Call(Call { noun: "constant", pieces, fails: false, getter: "" })
}

/// The Rust type of the values of a type.
fn rust(ty: Type) -> &'static str {
    match ty {
        Type::Varchar(_) | Type::String => "Cow<'_, str>",
        Type::Integer | Type::Bigint => "i64",
        Type::Double => "f64",
        Type::Decimal { .. } => "Decimal",
        Type::Boolean => "bool",
        Type::Timestamp => "Timestamp",
    }
}

/// The type itself, as a Rust value.
pub fn type_value(ty: Type) -> String {
    match ty {
        Type::Decimal { precision, scale } => {
            format!("Type::Decimal {{ precision: {precision}, scale: {scale} }}")
        }
        Type::Varchar(_)
        | Type::String
        | Type::Integer
        | Type::Bigint
        | Type::Double
        | Type::Boolean
        | Type::Timestamp => format!("Type::{ty:?}"),
    }
}

/// A string literal.
pub fn string(text: &str) -> String {
    let plain = |it: char| if it == '\'' { it.to_string() } else { it.escape_default().to_string() };
    format!("\"{}\"", text.chars().map(plain).collect::<String>())
}

/// A character literal. A double quote never stands in one, so that it always begins or ends a string.
pub fn character(it: char) -> String {
    if it == '"' { "'\\u{22}'".to_owned() } else { format!("'{}'", it.escape_default()) }
}

/// Whether Rust code says a word, outside of its literals, and not as a method or within a path.
pub fn says(code: &str, word: &str) -> bool {
    let mut before = ' ';
    let mut literal = false;
    let mut rest = code.chars();
    while let Some(it) = rest.next() {
        match it {
            '\\' if literal => {
                rest.next();
            }
            '"' => literal = !literal,
            _ if literal || is_inside(before) || matches!(before, '.' | ':') => {}
            _ => {
                let after = rest.as_str();
                let whole = word.strip_prefix(it).and_then(|it| after.strip_prefix(it));
                if whole.is_some_and(|it| !it.starts_with(is_inside)) {
                    return true;
                }
            }
        }
        before = it;
    }
    false
}

fn is_inside(it: char) -> bool {
    it.is_ascii_alphanumeric() || it == '_'
}

#[cfg(test)]
mod tests {
    use super::{character, option, says, string, type_value};
    use pipec_runtime::types::Type;
    use pipec_runtime::value::Value;

    #[test]
    fn literals_are_ascii_and_their_quotes_are_escaped() {
        assert_eq!(string("it's \"ü\" \\ \n\u{202e}"), r#""it's \"\u{fc}\" \\ \n\u{202e}""#);
        assert_eq!([character('!'), character('\''), character('"')], ["'!'", r"'\''", r"'\u{22}'"]);
    }

    #[test]
    fn constants_show_their_type() {
        let shown = |value: Value, ty| option(&value, ty).flat().expect("constants are flat");
        assert_eq!(shown(Value::Null, Type::Varchar(3)), "None::<Cow<'_, str>>");
        assert_eq!(shown(Value::Double(-2.5), Type::Double), "Some(-2.5_f64)");
        assert_eq!(shown(Value::Double(1e22), Type::Double), "Some(1e22_f64)");
        let near_pi = Value::Double(-314.0 / 100.0);
        assert_eq!(shown(near_pi, Type::Double), "cast::to_double(Decimal::new(-314, 2))");
        assert_eq!(shown(Value::Whole(i64::MIN), Type::Bigint), "Some(-9223372036854775808_i64)");
        assert_eq!(shown("a".into(), Type::String), "text(\"a\")");
        assert_eq!(
            type_value(Type::Decimal { precision: 9, scale: 2 }),
            "Type::Decimal { precision: 9, scale: 2 }"
        );
        assert_eq!(type_value(Type::Varchar(9)), "Type::Varchar(9)");
    }

    #[test]
    fn a_word_is_found_outside_of_literals_only() {
        assert!(says("ops::add(row.whole(0))", "row") && says("ops::add(row.whole(0))", "ops"));
        assert!(!says("text(\"the \\\" row\")", "row") && !says("arrow", "row") && !says("rows", "row"));
        assert!(
            says("[text(\"\")]", "text") && !says("row.text(0)", "text") && !says("Type::String", "String")
        );
    }
}
