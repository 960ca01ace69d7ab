//! Typed expressions as SQL: what all dialects write alike, and what each writes its own way.
//!
//! A dialect says an expression exactly (semantics 3 to 6), or it says why it cannot. Operands are worked out by guards
//! where `and`, `or`, `coalesce`, `in` and `between` must not look at what they do not need.

mod expression;
mod kinesis_analytics;
mod numbers;
mod range;

pub use expression::{Printer, conjunction};
pub use kinesis_analytics::KINESIS_ANALYTICS;

use pipec_runtime::expr::Expr;
use pipec_runtime::expr::functions::Function;
use pipec_runtime::types::Type;
use std::ops::Range;

/// A dialect of SQL, as far as expressions go. Where one of these gives `Err`, it is the reason.
#[derive(Debug)]
pub struct Dialect {
    /// What stands around an identifier; twice, it is one in it.
    pub quote: char,
    /// The most digits of a decimal, and of what is worked out on the way to one.
    pub digits: u8,
    /// The name of a type.
    pub ty: fn(Type) -> Result<String, &'static str>,
    /// A text constant.
    pub text: fn(&str) -> Result<String, &'static str>,
    /// How a function is written, as its table has it.
    pub spelling: fn(&Function) -> Result<&'static str, &'static str>,
    /// Why a threshold of this type cannot be read.
    pub unread: fn(Type) -> Option<&'static str>,
    /// What its reference leaves open.
    pub open: Open,
}

/// What a dialect's reference leaves open, so that it is not said: the reason, or `None` where all is as it must be.
#[derive(Debug)]
pub struct Open {
    /// In which order texts stand.
    pub order_of_texts: Option<&'static str>,
    /// In which order true and false stand.
    pub order_of_truths: Option<&'static str>,
    /// What a `_` in a pattern stands for.
    pub characters: Option<&'static str>,
    /// Whether a whole number that leaves 64 bits fails.
    pub overflow: Option<&'static str>,
    /// What becomes of more digits than a decimal has.
    pub more_digits: Option<&'static str>,
    /// How a whole number that is no double meets one.
    pub far_doubles: Option<&'static str>,
}

/// A part of an expression that a dialect cannot say.
#[derive(Debug, Clone, PartialEq)]
pub struct Cannot {
    /// Where it stands in the expression's text, in bytes.
    pub at: Range<usize>,
    /// Why, as the rest of a sentence on the dialect.
    pub why: &'static str,
}

impl Dialect {
    /// The first part of an expression over columns of these types that it cannot say; else the type of its value.
    pub fn cannot(&self, expr: &Expr, types: &[Type]) -> Result<Type, Cannot> {
        let printer = Printer { dialect: self, row: &[], types, threshold: &|_| String::new() };
        let ty = printer.narrow(expr);
        printer.value(expr, ty).map(|_| ty)
    }

    /// An identifier. A `${` in it would be a reference to CloudFormation, and `${!` is not.
    pub fn quoted(&self, name: &str) -> String {
        let Dialect { quote, .. } = self;
        let twice = [*quote, *quote].iter().collect::<String>();
        format!("{quote}{}{quote}", unreferenced(&name.replace(*quote, &twice)))
    }
}

/// A text in which `Fn::Sub` finds no reference, and which it turns into the one that was given.
pub fn unreferenced(text: &str) -> String {
    text.replace("${", "${!")
}
