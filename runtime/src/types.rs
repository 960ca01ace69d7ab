//! The types a column or an expression can have; the language fixes this set.

use std::fmt;

/// The type of a column, a threshold or an expression. Whether it may be null stands beside it, not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// `varchar(n)`: text of at most `n` code points.
    Varchar(u32),
    /// `string`: text of any length.
    String,
    /// `integer`: 32 bit, signed.
    Integer,
    /// `bigint`: 64 bit, signed.
    Bigint,
    /// `double`: IEEE 754 binary64, finite.
    Double,
    /// `decimal(precision,scale)`: exact, at most 38 digits in all.
    Decimal {
        /// All digits, 1 to 38.
        precision: u8,
        /// Digits after the point, at most `precision`.
        scale: u8,
    },
    /// `boolean`.
    Boolean,
    /// `timestamp`: an instant in UTC, to the millisecond.
    Timestamp,
}

impl Type {
    /// Whether values are text.
    pub fn is_text(self) -> bool {
        matches!(self, Type::Varchar(_) | Type::String)
    }

    /// Whether values are whole numbers.
    pub fn is_whole(self) -> bool {
        matches!(self, Type::Integer | Type::Bigint)
    }

    /// Whether values are numbers.
    pub fn is_number(self) -> bool {
        self.is_whole() || matches!(self, Type::Double | Type::Decimal { .. })
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Varchar(length) => write!(f, "varchar({length})"),
            Type::String => f.write_str("string"),
            Type::Integer => f.write_str("integer"),
            Type::Bigint => f.write_str("bigint"),
            Type::Double => f.write_str("double"),
            Type::Decimal { precision, scale } => write!(f, "decimal({precision},{scale})"),
            Type::Boolean => f.write_str("boolean"),
            Type::Timestamp => f.write_str("timestamp"),
        }
    }
}
