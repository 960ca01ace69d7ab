//! The dialect of Kinesis Data Analytics for SQL applications (`SQL-1_0`).
//!
//! What it says is what its reference says, <https://docs.aws.amazon.com/kinesisanalytics/latest/sqlref/>: the pages
//! `sql-reference-data-types`, `-numeric-types-precision`, `-logical-operators`, `-string-operators`, `-expressions`,
//! `-cast` and one for each function. What happens where a whole number leaves its 64 bits is on none of them, nor in which
//! order texts stand, so whatever depends on that is not said.

use super::{Dialect, Open, unreferenced};
use pipec_runtime::types::Type;

/// The dialect.
pub const KINESIS_ANALYTICS: Dialect = Dialect {
    quote: '"',
    // `sql-reference-numeric-types-precision`.
    digits: 18,
    ty,
    text,
    spelling: |function| function.spelling.kinesis_analytics,
    unread: |ty| {
        let why = "it reads no timestamp that has a `T`, a zone or no fraction, as a threshold's value may";
        (ty == Type::Timestamp).then_some(why)
    },
    open: Open {
        order_of_texts: Some("it does not say in which order texts stand"),
        order_of_truths: Some("it has no order of true and false"),
        characters: Some("it does not say what a `_` counts beyond the basic plane of Unicode"),
        overflow: Some("what it does where a whole number leaves 64 bits is not documented"),
        more_digits: Some("its decimals end at 18 digits, and this may need more"),
        far_doubles: Some("it compares a whole number beyond 2^53 with a double inexactly"),
    },
};

/// The most characters of a text; `n` is less than 65535.
const CHARACTERS: u32 = 65534;

fn ty(ty: Type) -> Result<String, &'static str> {
    Ok(match ty {
        Type::Varchar(length) if length > CHARACTERS => return Err("its texts end at 65534 characters"),
        Type::Varchar(length) => format!("VARCHAR({length})"),
        Type::String => format!("VARCHAR({CHARACTERS})"),
        Type::Integer => "INTEGER".to_owned(),
        Type::Bigint => "BIGINT".to_owned(),
        Type::Double => "DOUBLE".to_owned(),
        Type::Decimal { precision, .. } if precision > KINESIS_ANALYTICS.digits => {
            return Err("its decimals end at 18 digits");
        }
        Type::Decimal { precision, scale } => format!("DECIMAL({precision}, {scale})"),
        Type::Boolean => "BOOLEAN".to_owned(),
        Type::Timestamp => "TIMESTAMP".to_owned(),
    })
}

/// A constant is in ASCII, or it is a Unicode one: `u&'Z\00fcrich'`.
fn text(text: &str) -> Result<String, &'static str> {
    let quoted = text.replace('\'', "''");
    if text.bytes().all(|it| (b' '..=b'~').contains(&it)) {
        return Ok(format!("'{}'", unreferenced(&quoted)));
    }
    if text.chars().any(|it| u32::from(it) > 0xffff) {
        return Err("it writes no character beyond U+FFFF");
    }
    let escaped = |it: char| match it {
        '\\' => r"\\".to_owned(),
        ' '..='~' => it.to_string(),
        _ => format!("\\{:04x}", u32::from(it)),
    };
    Ok(format!("u&'{}'", unreferenced(&quoted.chars().map(escaped).collect::<String>())))
}
