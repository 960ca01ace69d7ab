//! Constants, arithmetic and conversions as SQL: what may leave its type is not said.

use super::expression::{Level, Printer, Sql, atom, cannot};
use super::{Cannot, range};
use pipec_runtime::expr::{Expr, Node, Operator, cast};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

impl Printer<'_> {
    pub(super) fn literal(&self, expr: &Expr, value: &Value<'_>) -> Result<Sql, Cannot> {
        Ok(match value {
            Value::Null => atom(self.cast(expr, "NULL".to_owned(), expr.ty)?),
            Value::Text(it) => atom((self.dialect.text)(it).map_err(|why| cannot(expr, why))?),
            Value::Whole(it) => signed(it.to_string()),
            Value::Double(it) => signed(format!("{it:E}")),
            Value::Decimal(it) => {
                self.open(expr, self.dialect.open.more_digits.filter(|_| !it.fits(self.dialect.digits)))?;
                signed(it.to_string())
            }
            Value::Boolean(it) => atom(if *it { "TRUE".to_owned() } else { "FALSE".to_owned() }),
            Value::Timestamp(it) => {
                let text = it.to_string();
                atom(format!("TIMESTAMP '{}'", text.replace('T', " ").trim_end_matches('Z')))
            }
        })
    }

    pub(super) fn arithmetic(
        &self,
        expr: &Expr,
        operator: Operator,
        left: &Expr,
        right: &Expr,
    ) -> Result<Sql, Cannot> {
        if expr.ty != Type::Double {
            self.fits(expr)?;
        }
        if operator == Operator::Modulo && !left.ty.is_whole() {
            return Err(cannot(expr, "it has remainders of whole numbers only"));
        }
        let (level, tighter) = match operator {
            Operator::Add | Operator::Subtract => (Level::Sum, Level::Product),
            Operator::Multiply | Operator::Divide => (Level::Product, Level::Atom),
            Operator::Div | Operator::Modulo => (Level::Atom, Level::Atom),
        };
        let (one, other) = self.operands(expr, left, right, level, tighter)?;
        // In which direction it cuts a quotient below zero is not documented, so that nothing is left to cut.
        let quotient = format!("({one} - MOD({one}, {other})) / {other}");
        Ok(match operator {
            Operator::Add => Sql { text: format!("{one} + {other}"), level },
            Operator::Subtract => Sql { text: format!("{one} - {other}"), level },
            Operator::Multiply => Sql { text: format!("{one} * {other}"), level },
            Operator::Divide => Sql { text: format!("{one} / {other}"), level },
            Operator::Div => Sql { text: quotient, level: Level::Product },
            Operator::Modulo => atom(format!("MOD({one}, {other})")),
        })
    }

    /// Both sides of an operator. One bigint makes a bigint of the whole.
    fn operands(
        &self,
        expr: &Expr,
        left: &Expr,
        right: &Expr,
        level: Level,
        tighter: Level,
    ) -> Result<(String, String), Cannot> {
        let widens = expr.ty.is_whole() && !is_bigint(left) && !is_bigint(right);
        let one = if widens { self.bigint(left)? } else { self.at(left, level)? };
        Ok((one, self.at(right, tighter)?))
    }

    /// A whole number as a bigint.
    pub(super) fn bigint(&self, expr: &Expr) -> Result<String, Cannot> {
        match is_bigint(expr) {
            true => self.at(expr, Level::Atom),
            false => self.cast(expr, self.print(expr)?, Type::Bigint),
        }
    }

    /// Whether the value of an exact expression, and what leads to it, stays in its type.
    pub(super) fn fits(&self, expr: &Expr) -> Result<(), Cannot> {
        let most = self.most(expr);
        let open = match expr.ty {
            Type::Integer | Type::Bigint => self.dialect.open.overflow.filter(|_| most > range::BIGINT),
            Type::Decimal { .. } => self.dialect.open.more_digits.filter(|_| most >= self.decimals()),
            Type::Varchar(_) | Type::String | Type::Double | Type::Boolean | Type::Timestamp => None,
        };
        self.open(expr, open)
    }

    /// Refuses what is open here.
    pub(super) fn open(&self, expr: &Expr, open: Option<&'static str>) -> Result<(), Cannot> {
        open.map_or(Ok(()), |why| Err(cannot(expr, why)))
    }

    /// The largest number that an exact expression gives.
    pub(super) fn most(&self, expr: &Expr) -> u128 {
        range::most(expr, self.types)
    }

    /// The first number that has too many digits.
    fn decimals(&self) -> u128 {
        10_u128.pow(u32::from(self.dialect.digits))
    }

    /// A number as a wider one; a constant is written as that.
    pub(super) fn widened(&self, expr: &Expr, operand: &Expr) -> Result<Sql, Cannot> {
        if expr.ty != Type::Double {
            self.fits(expr)?;
        }
        if let (Node::Literal(value), Ok(wide)) = (&operand.node, widened(operand, expr.ty))
            && *value != Value::Null
        {
            return self.literal(expr, &wide);
        }
        let inexact = expr.ty == Type::Double && matches!(operand.ty, Type::Decimal { .. });
        if inexact && self.most(operand) > range::DOUBLE {
            return Err(cannot(operand, "which double is nearest to so long a decimal is not documented"));
        }
        match expr.ty {
            // With a decimal beside it, a whole number is one.
            Type::Decimal { .. } if operand.ty.is_whole() => Ok(atom(self.at(operand, Level::Atom)?)),
            ty => self.cast(expr, self.print(operand)?, ty).map(atom),
        }
    }

    /// `cast`, where nothing depends on what is not documented.
    pub(super) fn converted(&self, expr: &Expr, operand: &Expr, lenient: bool) -> Result<Sql, Cannot> {
        let (from, to) = (operand.ty, expr.ty);
        let most = self.most(operand);
        let text = self.print(operand)?;
        let plain = || self.cast(expr, text.clone(), to).map(atom);
        match (from, to) {
            (Type::Varchar(from), Type::Varchar(to)) if from <= to => plain(),
            (from, Type::String) if from.is_text() => plain(),
            (Type::Bigint, Type::Bigint) | (Type::Integer, Type::Integer)
                if !matches!(operand.node, Node::Literal(_)) =>
            {
                Ok(enclosed(text))
            }
            (Type::Double | Type::Boolean | Type::Timestamp, to) if from == to => Ok(enclosed(text)),
            (Type::Boolean, to) if to.is_text() && room(to) >= 5 => {
                let text = format!("CASE WHEN {text} THEN 'true' WHEN NOT ({text}) THEN 'false' END");
                Ok(atom(self.cast(expr, text, to)?))
            }
            (from, to) if from.is_whole() && to.is_text() && room(to) > digits(most) => plain(),
            (from, Type::Integer) if from.is_whole() && most < 1 << 31 => plain(),
            (from, Type::Bigint) if from.is_whole() => plain(),
            (from, Type::Double) if from.is_whole() => plain(),
            (Type::Decimal { .. }, Type::Double) if most <= range::DOUBLE => plain(),
            (Type::Decimal { scale, .. }, Type::Bigint) if most < self.decimals() => {
                self.cut(expr, text, scale).map(atom)
            }
            (Type::Decimal { scale, .. }, Type::Integer)
                if most / 10_u128.pow(u32::from(scale)) < 1 << 31 =>
            {
                self.cut(expr, text, scale).map(atom)
            }
            (from, Type::Decimal { precision, scale })
                if is_exact(from) && keeps(from, most, precision, scale) =>
            {
                plain()
            }
            _ if lenient => Err(cannot(expr, "it has no cast that gives null where it fails")),
            (from, _) if from.is_text() => Err(cannot(expr, "it reads texts less strictly, and cuts them")),
            (_, to) if to.is_text() => Err(cannot(expr, "the text that it makes of this is another one")),
            _ => Err(cannot(expr, "what it does with digits that do not fit is not documented")),
        }
    }

    /// A decimal without its fraction: how a cast rounds is not documented.
    fn cut(&self, expr: &Expr, text: String, scale: u8) -> Result<String, Cannot> {
        if scale == 0 {
            return self.cast(expr, text, expr.ty);
        }
        let whole = format!("CASE WHEN {text} < 0 THEN CEIL({text}) ELSE FLOOR({text}) END");
        self.cast(expr, whole, expr.ty)
    }
}

/// A constant as a wider number.
fn widened(operand: &Expr, ty: Type) -> Result<Value<'static>, pipec_runtime::fault::Reason> {
    match &operand.node {
        Node::Literal(value) => cast::cast(value.clone(), ty),
        _ => Ok(Value::Null),
    }
}

/// Whether SQL takes it for 64 bits wide: a constant has the type that its digits need.
fn is_bigint(expr: &Expr) -> bool {
    expr.ty == Type::Bigint && !matches!(expr.node, Node::Literal(_))
}

fn is_exact(ty: Type) -> bool {
    ty.is_whole() || matches!(ty, Type::Decimal { .. })
}

/// Whether so many digits of a type fit a decimal, with none cut off.
fn keeps(from: Type, most: u128, precision: u8, scale: u8) -> bool {
    let own = if let Type::Decimal { scale, .. } = from { scale } else { 0 };
    let all = most.saturating_mul(10_u128.pow(u32::from(scale.saturating_sub(own))));
    own <= scale && all < 10_u128.pow(u32::from(precision))
}

/// How many characters a text has room for.
fn room(ty: Type) -> u32 {
    if let Type::Varchar(length) = ty { length } else { u32::MAX }
}

fn digits(most: u128) -> u32 {
    most.checked_ilog10().unwrap_or(0) + 1
}

/// Something in parentheses, but for one word.
fn enclosed(text: String) -> Sql {
    atom(if text.contains(' ') { format!("({text})") } else { text })
}

/// A number; one with a sign is a sum, so that no two signs meet.
fn signed(text: String) -> Sql {
    let level = if text.starts_with('-') { Level::Sum } else { Level::Atom };
    Sql { text, level }
}
