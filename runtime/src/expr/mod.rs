//! The typed expression tree, and all that works on it.
//!
//! The compiler's typer makes these trees and inserts every conversion, so that the interpreter, the generated
//! Rust and the SQL printers meet operands of fitting types only.

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
    /// `a = b` and its kin. Both sides have one type, but for a whole number that meets a double.
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
