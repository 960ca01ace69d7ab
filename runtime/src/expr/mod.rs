//! The typed expression tree, and all that works on it.
//!
//! The compiler's typer makes these trees and inserts every conversion, so that the interpreter, the generated
//! Rust and the SQL printers meet operands of fitting types only.
//!
//! # As generated Rust
//!
//! An expression is printed as a Rust expression of type `Option<T>`, which may hold a `?`. `T` follows its type:
//! `Cow<'_, str>` for text, `i64` for whole numbers, `f64`, `Decimal`, `bool`, `Timestamp`. A condition is a function
//! `fn(row: &Row, context: &Context) -> Result<Option<bool>, Reason>` with the body `Ok(x)`; an added column is a
//! `for<'a> fn(row: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason>` with the body `Ok(x.into())`.
//! In scope are `logic`, `ops`, `cast` and `functions` of this module, and [`text`](crate::value::text).
//! `a`, `b`, `x` below are printed operands, each written once and in this order.
//!
//! | node | Rust |
//! | --- | --- |
//! | `Literal` | `text("it")`, `Some(5_i64)`, `Some(5.0_f64)` or `cast::to_double(Decimal::new(314, 2))`, `Decimal::new(950, 2)`, `Some(true)`, `Some(Timestamp(0))`; null is `None::<T>` |
//! | `Column` | `row.text(1)`, `row.whole(1)`, `row.double(1)`, `row.decimal(1)`, `row.boolean(1)`, `row.timestamp(1)` |
//! | `Threshold` | the same of `context` |
//! | `Not` | `logic::not(x)` |
//! | `And`, `Or` | <code>logic::and(a, \|\| Ok(b))?</code>, <code>logic::or(a, \|\| Ok(b))?</code> |
//! | `IsNull` | `ops::is_null(x)`, negated `ops::is_not_null(x)` |
//! | `IsTruth` | `logic::is(x, truth)`, negated `logic::not(…)` of it |
//! | `Compare` | `ops::equal(a, b)`, `not_equal`, `less`, `less_or_equal`, `more`, `more_or_equal` |
//! | `Distinct` | `ops::distinct(a, b)`, negated `logic::not(…)` of it |
//! | `Between` | <code>ops::between(x, low, \|\| Ok(high))?</code>, negated `logic::not(…)` of it |
//! | `In` | `ops::is_in(x, [a, b])` where no member holds a `?`; else <code>logic::or(ops::equal(x, a), \|\| Ok(ops::equal(x, b)))?</code>, with `x` named before |
//! | `Like` | `ops::like(x, pattern, None)` or with `Some('!')`, negated `logic::not(…)` of it |
//! | `Case` | `if logic::holds(a) { x } else if logic::holds(b) { y } else { otherwise }`, without one `else { None }`, named before where it is an operand |
//! | `Cast` | `cast::cast(x, Type::Integer)?.whole()`, lenient `cast::try_cast(x, Type::Integer).whole()`; the getter is the target's |
//! | `Widen` | to double `cast::to_double(x)`; to decimal `cast::to_decimal(x, scale)?` |
//! | `Arithmetic` | `ops::add(a, b)?`, `subtract`, `multiply`, `divide`, `div`, `modulo` |
//! | `Negate` | `ops::negate(x)?` |
//! | `Concat` | `ops::concat(a, b)` |
//! | `Coalesce` | <code>ops::coalesce(a, \|\| Ok(b))?</code>, and for more <code>ops::coalesce(ops::coalesce(a, \|\| Ok(b))?, \|\| Ok(c))?</code> |
//! | `Call` | the function's `spelling.rust` |
//!
//! `Ok(f(a)?)` is printed as `f(a)`, at the root and inside of closures. An operand that would make a line too long is
//! named before, in a `let`, and with it those before it that hold a `?`.

pub mod logic;
pub mod ops;
pub mod cast;
pub mod functions;
pub mod eval;

use crate::types::Type;
use crate::value::Value;
use functions::Function;
use std::ops::Range;

/// A typed expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// The type of its value.
    pub ty: Type,
    /// Whether its value may be null.
    pub nullable: bool,
    /// Where it stands in its own text, in bytes.
    pub at: Range<usize>,
}

impl Expr {
    /// Shows this expression and each below it, the outer before the inner, left to right.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        see(self);
        for part in self.parts() {
            part.visit(see);
        }
    }

    /// Whether it, or an expression below it, is the id of what the branch makes of its record.
    pub fn asks_id(&self) -> bool {
        let mut asks = false;
        self.visit(&mut |it| {
            asks |= matches!(&it.node, Node::Call(function, _) if **function == functions::RECORD_ID);
        });
        asks
    }

    /// The expressions that this one is made of, left to right.
    pub fn parts(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Literal(_) | Node::Column(_) | Node::Threshold(_) => Vec::new(),
            Node::Not(operand)
            | Node::IsNull { operand, .. }
            | Node::IsTruth { operand, .. }
            | Node::Cast { operand, .. }
            | Node::Widen(operand)
            | Node::Negate(operand) => vec![operand],
            Node::And(left, right)
            | Node::Or(left, right)
            | Node::Compare(_, left, right)
            | Node::Distinct { left, right, .. }
            | Node::Arithmetic(_, left, right)
            | Node::Concat(left, right) => vec![left, right],
            Node::Between { operand, low, high, .. } => vec![operand, low, high],
            Node::Like { operand, pattern, .. } => vec![operand, pattern],
            Node::In { operand, list, .. } => std::iter::once(&**operand).chain(list).collect(),
            Node::Case { arms, otherwise } => {
                let arms = arms.iter().flat_map(|(when, then)| [when, then]);
                arms.chain(otherwise.as_deref()).collect()
            }
            Node::Coalesce(parts) | Node::Call(_, parts) => parts.iter().collect(),
        }
    }
}

/// What an expression is. Operands have the types that the operation wants: the typer has converted them.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A constant; `Value::Null` has the type that its surroundings gave it.
    Literal(Value<'static>),
    /// The value at this index of the row: the input's columns, then the columns added so far.
    Column(usize),
    /// The value of this threshold.
    Threshold(usize),
    /// `not x`.
    Not(Box<Expr>),
    /// `a and b`: `b` is not evaluated where `a` is FALSE.
    And(Box<Expr>, Box<Expr>),
    /// `a or b`: `b` is not evaluated where `a` is TRUE.
    Or(Box<Expr>, Box<Expr>),
    /// `x is null`, or `x is not null`.
    IsNull {
        /// The operand.
        operand: Box<Expr>,
        /// Whether it is `is not null`.
        negated: bool,
    },
    /// `x is true`, `is not true`, `is false`, `is not false`.
    IsTruth {
        /// The operand, a boolean.
        operand: Box<Expr>,
        /// The truth asked for.
        truth: bool,
        /// Whether it is `is not`.
        negated: bool,
    },
    /// `a = b` and its kin. Both sides have one type, but for a whole number that meets a double, and for decimals whose
    /// common form would have more than 38 digits.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a is distinct from b`, or `is not distinct from`; never null.
    Distinct {
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
        /// Whether it is `is not distinct from`.
        negated: bool,
    },
    /// `x between low and high`: `x >= low and x <= high`, with `x` evaluated once.
    Between {
        /// The operand.
        operand: Box<Expr>,
        /// The lower bound, included.
        low: Box<Expr>,
        /// The upper bound, included.
        high: Box<Expr>,
        /// Whether it is `not between`.
        negated: bool,
    },
    /// `x in (a, b, …)`: `x = a or x = b …`, with `x` evaluated once.
    In {
        /// The operand.
        operand: Box<Expr>,
        /// The members, at least one.
        list: Vec<Expr>,
        /// Whether it is `not in`.
        negated: bool,
    },
    /// `x like pattern escape c`.
    Like {
        /// The text.
        operand: Box<Expr>,
        /// `%` is any run, `_` any one code point.
        pattern: Box<Expr>,
        /// The character that makes the next one plain.
        escape: Option<char>,
        /// Whether it is `not like`.
        negated: bool,
    },
    /// `case when … then … else … end`; a `case x when v` has become `when x = v`.
    Case {
        /// Condition and result, in order.
        arms: Vec<(Expr, Expr)>,
        /// The result where no condition is TRUE; null without it.
        otherwise: Option<Box<Expr>>,
    },
    /// `cast(x as type)`, or `try_cast` (null where the cast fails). The target is the expression's type.
    Cast {
        /// The operand.
        operand: Box<Expr>,
        /// Whether a failing cast is null.
        lenient: bool,
    },
    /// A conversion that loses nothing and that the typer put in: whole → decimal, whole or decimal → double.
    Widen(Box<Expr>),
    /// `a + b` and its kin. Both sides have one type: bigint, double or decimal.
    Arithmetic(Operator, Box<Expr>, Box<Expr>),
    /// `-x`.
    Negate(Box<Expr>),
    /// `a || b`, texts.
    Concat(Box<Expr>, Box<Expr>),
    /// `coalesce(a, b, …)`: the first that is not null; those after it are not evaluated.
    Coalesce(Vec<Expr>),
    /// Any other function of the table.
    Call(&'static Function, Vec<Expr>),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    More,
    /// `>=`.
    MoreOrEqual,
}

/// An arithmetic operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`: of doubles only.
    Divide,
    /// `div`: of whole numbers, toward zero.
    Div,
    /// `%`: of whole numbers and decimals, with the sign of the left side.
    Modulo,
}

#[cfg(test)]
mod tests {
    use super::{cast, functions, logic, ops};
    use crate::context::Context;
    use crate::decimal::Decimal;
    use crate::fault::Reason;
    use crate::row::Row;
    use crate::timestamp::Timestamp;
    use crate::types::Type;
    use crate::value::{Value, text};

    fn condition(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
        logic::and(ops::more(row.whole(0), context.whole(0)), || {
            logic::or(ops::like(row.text(1), text("A%"), None), || {
                Ok(logic::not(ops::is_in(row.text(1), [text("x"), context.text(1), None])))
            })
        })
    }

    fn added<'a>(row: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
        Ok(ops::coalesce(row.text(2), || {
            Ok(if logic::holds(ops::between(row.whole(0), Some(1_i64), || Ok(context.double(2)))?) {
                functions::substring(functions::upper(row.text(1)), [Some(2_i64)])
            } else if logic::holds(ops::equal(Decimal::new(950, 2), cast::to_decimal(row.whole(0), 2)?)) {
                functions::concat([row.text(1), context.text(1), functions::date(functions::now(context))])
            } else {
                cast::cast(ops::add(row.whole(0), Some(1_i64))?, Type::Varchar(9))?.text()
            })
        })?
        .into())
    }

    fn check(values: Vec<Value<'_>>, holds: Option<bool>, value: &str) {
        let thresholds = vec![Value::Whole(0), "limit".into(), Value::Double(5.5)];
        let context = Context::new(Timestamp(0), thresholds);
        let row = Row::new(values);
        assert_eq!(condition(&row, &context), Ok(holds));
        assert_eq!(added(&row, &context), Ok(value.into()));
    }

    #[test]
    fn generated_rust_is_plain_calls_over_options() {
        check(vec![5.into(), "Anna".into(), Value::Null], Some(true), "NNA");
        check(vec![6.into(), "x".into(), Value::Null], Some(false), "7");
        check(vec![6.into(), "y".into(), "third".into()], None, "third");
    }
}
