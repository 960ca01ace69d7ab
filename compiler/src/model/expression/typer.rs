//! `sqlparser`'s tree → a typed expression: what is not on the list is refused.

use super::Site;
use super::codes::{DECIMAL_DIVISION, NOT_IN_LANGUAGE, NUMBER_OUT_OF_RANGE, TYPE_MISFIT};
use super::names::{self, Scope};
use super::numbers::{self, Misfit, common, is_null, keeps, noun, widened};
use super::parse::range;
use super::{calls, literals};
use pipec_runtime::aggregate::Call;
use pipec_runtime::expr::{Comparison, Expr, Node, Operator};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use sqlparser::ast;
use std::borrow::Cow;
use std::ops::Range;

/// Types one expression.
pub(super) struct Typer<'t, 's> {
    pub scope: &'t Scope<'t>,
    pub site: &'t mut Site<'s>,
    /// The calls of aggregates so far, in the order that they stand in the text.
    pub calls: Vec<Call>,
}

impl Typer<'_, '_> {
    /// Types a tree.
    pub fn read(&mut self, tree: &ast::Expr) -> Option<Expr> {
        use ast::Expr as Sql;
        match tree {
            Sql::Nested(inner) => self.read(inner),
            Sql::Identifier(name) => names::name(self, name),
            Sql::Value(value) => self.value(value),
            Sql::TypedString(typed) => self.typed_literal(typed),
            Sql::UnaryOp { op, expr } => self.unary(*op, expr),
            Sql::BinaryOp { left, op, right } => self.binary(left, op, right),
            Sql::IsNull(operand) => self.is_null(operand, false),
            Sql::IsNotNull(operand) => self.is_null(operand, true),
            Sql::IsTrue(operand) => self.is_truth(operand, true, false),
            Sql::IsNotTrue(operand) => self.is_truth(operand, true, true),
            Sql::IsFalse(operand) => self.is_truth(operand, false, false),
            Sql::IsNotFalse(operand) => self.is_truth(operand, false, true),
            Sql::IsUnknown(operand) => self.is_unknown(operand, false),
            Sql::IsNotUnknown(operand) => self.is_unknown(operand, true),
            Sql::IsDistinctFrom(left, right) => self.distinct(left, right, false),
            Sql::IsNotDistinctFrom(left, right) => self.distinct(left, right, true),
            Sql::Between { expr, negated, low, high } => self.between(expr, low, high, *negated),
            Sql::InList { expr, list, negated } => self.in_list(expr, list, *negated),
            Sql::Like { negated, any: false, expr, pattern, escape_char } => {
                self.like(expr, pattern, escape_char.as_deref(), *negated)
            }
            Sql::Case { operand, conditions, else_result, .. } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref())
            }
            Sql::Cast { kind, expr, data_type, format: None } => self.cast(kind, expr, data_type),
            Sql::Function(call) => calls::function(self, call),
            Sql::Extract { field, expr, .. } => {
                let operand = self.read(expr)?;
                calls::extract(self, &field.to_string(), operand)
            }
            other => self.refused(other),
        }
    }

    /// Types both; both are told of before one stops it.
    pub(super) fn both(&mut self, left: &ast::Expr, right: &ast::Expr) -> Option<(Expr, Expr)> {
        let (left, right) = (self.read(left), self.read(right));
        Some((left?, right?))
    }

    /// Types all; all are told of before one stops it.
    pub fn all<'e>(&mut self, trees: impl IntoIterator<Item = &'e ast::Expr>) -> Option<Vec<Expr>> {
        let read: Vec<_> = trees.into_iter().map(|it| self.read(it)).collect();
        read.into_iter().collect()
    }

    fn refused(&mut self, tree: &ast::Expr) -> Option<Expr> {
        let at = self.place(tree);
        let what = match tree {
            ast::Expr::Subquery(_) | ast::Expr::Exists { .. } | ast::Expr::InSubquery { .. } => "a subquery",
            ast::Expr::CompoundIdentifier(_) | ast::Expr::CompoundFieldAccess { .. } => "a name with points",
            ast::Expr::Interval(_) => "an interval",
            ast::Expr::Tuple(_) => "a row of values",
            ast::Expr::ILike { .. } | ast::Expr::SimilarTo { .. } | ast::Expr::RLike { .. } => {
                "this kind of match"
            }
            ast::Expr::AtTimeZone { .. } => "a time zone",
            _ => "this",
        };
        let finding = self.site.error(
            &NOT_IN_LANGUAGE,
            at,
            format!("{what} is not part of the language of expressions"),
        );
        match tree {
            ast::Expr::CompoundIdentifier(_) | ast::Expr::CompoundFieldAccess { .. } => {
                finding.help("a nested value is a column of the schema with `path: $.a.b`");
            }
            ast::Expr::ILike { .. } | ast::Expr::SimilarTo { .. } | ast::Expr::RLike { .. } => {
                finding.help("use `like`, `lower(…) like` or `regexp_like(…, '…')`");
            }
            _ => {}
        }
        None
    }

    /// Where a tree stands, as well as the parser knows.
    pub fn place(&self, tree: &ast::Expr) -> Range<usize> {
        let at = range(self.site.text, ast::Spanned::span(tree));
        if at.start < at.end { at } else { 0..self.site.text.len() }
    }

    fn value(&mut self, value: &ast::ValueWithSpan) -> Option<Expr> {
        let at = range(self.site.text, value.span);
        let (value, ty) = match &value.value {
            ast::Value::Number(text, false) => match literals::number(text) {
                Some(number) => number,
                None => {
                    let message = format!("`{text}` is beyond 64 bits, 38 digits or the doubles");
                    self.site.error(&NUMBER_OUT_OF_RANGE, at, message);
                    return None;
                }
            },
            ast::Value::SingleQuotedString(text) => {
                (Value::Text(Cow::Owned(text.clone())), Type::Varchar(text.chars().count().max(1) as u32))
            }
            ast::Value::Boolean(truth) => (Value::Boolean(*truth), Type::Boolean),
            ast::Value::Null => (Value::Null, Type::String),
            _ => {
                let message = "this form of a constant is not part of the language of expressions";
                self.site.error(&NOT_IN_LANGUAGE, at, message).help("a text stands in single quotes: `'…'`");
                return None;
            }
        };
        let nullable = value == Value::Null;
        Some(Expr { node: Node::Literal(value), ty, nullable, at })
    }

    /// `timestamp '2026-01-01 00:00:00'`.
    fn typed_literal(&mut self, typed: &ast::TypedString) -> Option<Expr> {
        let at = range(self.site.text, typed.value.span);
        let text = match &typed.value.value {
            ast::Value::SingleQuotedString(text) => text.clone(),
            other => other.to_string(),
        };
        if !matches!(typed.data_type, ast::DataType::Timestamp(None, _)) {
            let message = format!("a constant of type `{}` is not part of the language", typed.data_type);
            self.site.error(&NOT_IN_LANGUAGE, at, message).help("write `timestamp '2026-01-01 00:00:00'`");
            return None;
        }
        let Some(value) = literals::literal(&text, Type::Timestamp) else {
            let message = format!("`{text}` is no timestamp");
            self.site.error(&TYPE_MISFIT, at, message).help("write it as `2026-01-01T00:00:00Z`");
            return None;
        };
        Some(Expr { node: Node::Literal(value), ty: Type::Timestamp, nullable: false, at })
    }

    fn unary(&mut self, operator: ast::UnaryOperator, operand: &ast::Expr) -> Option<Expr> {
        match operator {
            ast::UnaryOperator::Not => {
                let operand = self.condition(operand)?;
                let at = operand.at.clone();
                Some(Expr {
                    nullable: operand.nullable,
                    node: Node::Not(Box::new(operand)),
                    ty: Type::Boolean,
                    at,
                })
            }
            ast::UnaryOperator::Minus => self.negated(operand),
            ast::UnaryOperator::Plus => self.read(operand),
            _ => {
                let at = self.place(operand);
                let message = format!("the sign `{operator}` is not part of the language of expressions");
                self.site.error(&NOT_IN_LANGUAGE, at, message);
                None
            }
        }
    }

    fn negated(&mut self, operand: &ast::Expr) -> Option<Expr> {
        if let ast::Expr::Value(ast::ValueWithSpan { value: ast::Value::Number(text, false), span }) = operand
        {
            let number =
                ast::ValueWithSpan { value: ast::Value::Number(format!("-{text}"), false), span: *span };
            return self.value(&number);
        }
        let operand = self.read(operand)?;
        if !operand.ty.is_number() {
            let message = format!("`-` wants a number, and this is {}", noun(operand.ty));
            self.site.error(&TYPE_MISFIT, operand.at, message);
            return None;
        }
        let ty = if operand.ty.is_whole() { Type::Bigint } else { operand.ty };
        let (nullable, at) = (operand.nullable, operand.at.clone());
        Some(Expr { node: Node::Negate(Box::new(operand)), ty, nullable, at })
    }

    fn binary(
        &mut self,
        left: &ast::Expr,
        operator: &ast::BinaryOperator,
        right: &ast::Expr,
    ) -> Option<Expr> {
        use ast::BinaryOperator as Sql;
        match operator {
            Sql::And | Sql::Or => {
                let (left, right) = (self.condition(left), self.condition(right));
                let (left, right) = (left?, right?);
                let nullable = left.nullable || right.nullable;
                let at = around(&left, &right);
                let (left, right) = (Box::new(left), Box::new(right));
                let node = if *operator == Sql::And { Node::And(left, right) } else { Node::Or(left, right) };
                Some(Expr { node, ty: Type::Boolean, nullable, at })
            }
            Sql::Eq => self.compare(Comparison::Equal, left, right),
            Sql::NotEq => self.compare(Comparison::NotEqual, left, right),
            Sql::Lt => self.compare(Comparison::Less, left, right),
            Sql::LtEq => self.compare(Comparison::LessOrEqual, left, right),
            Sql::Gt => self.compare(Comparison::More, left, right),
            Sql::GtEq => self.compare(Comparison::MoreOrEqual, left, right),
            Sql::Plus => self.arithmetic(Operator::Add, left, right),
            Sql::Minus => self.arithmetic(Operator::Subtract, left, right),
            Sql::Multiply => self.arithmetic(Operator::Multiply, left, right),
            Sql::Divide => self.arithmetic(Operator::Divide, left, right),
            Sql::Modulo => self.arithmetic(Operator::Modulo, left, right),
            Sql::MyIntegerDivide => self.arithmetic(Operator::Div, left, right),
            Sql::StringConcat => self.concat(left, right),
            other => {
                let at = self.place(left).start..self.place(right).end;
                let message = format!("the sign `{other}` is not part of the language of expressions");
                self.site.error(&NOT_IN_LANGUAGE, at, message);
                None
            }
        }
    }

    /// An operand that must be true or false.
    pub fn condition(&mut self, tree: &ast::Expr) -> Option<Expr> {
        let operand = self.read(tree)?;
        if operand.ty == Type::Boolean || is_null(&operand) {
            return Some(widened(operand, Type::Boolean));
        }
        let message = format!("a condition is true or false, and this is {}", noun(operand.ty));
        self.site.error(&TYPE_MISFIT, operand.at, message);
        None
    }

    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<Expr> {
        let (left, right) = self.both(left, right)?;
        self.compared(comparison, left, right)
    }

    /// A comparison of two sides, if they can be compared.
    pub(super) fn compared(&mut self, comparison: Comparison, left: Expr, right: Expr) -> Option<Expr> {
        let (left, right) = self.comparable(left, right)?;
        let (nullable, at) = (left.nullable || right.nullable, around(&left, &right));
        let node = Node::Compare(comparison, Box::new(left), Box::new(right));
        Some(Expr { node, ty: Type::Boolean, nullable, at })
    }

    /// Two sides that can be compared, widened to one type. A whole number meets a double as it is, exactly, and
    /// decimals that have no common form in 38 digits meet as they are.
    pub fn comparable(&mut self, left: Expr, right: Expr) -> Option<(Expr, Expr)> {
        if is_null(&left) {
            let ty = right.ty;
            return Some((widened(left, ty), right));
        }
        if is_null(&right) {
            let ty = left.ty;
            return Some((left, widened(right, ty)));
        }
        let exact = |left: Type, right: Type| left.is_whole() && right == Type::Double;
        if exact(left.ty, right.ty) || exact(right.ty, left.ty) {
            return Some((left, right));
        }
        match common(left.ty, right.ty) {
            Some(ty) if keeps(ty, &left) && keeps(ty, &right) => {
                Some((widened(left, ty), widened(right, ty)))
            }
            Some(ty) => Some((factor(left, ty), factor(right, ty))),
            None => {
                self.misfit(&left, &right);
                None
            }
        }
    }

    pub(super) fn misfit(&mut self, left: &Expr, right: &Expr) {
        let message = format!("{} is compared with {}", noun(left.ty), noun(right.ty));
        let finding = self.site.error(&TYPE_MISFIT, around(left, right), message);
        let (text, other) = if left.ty.is_text() { (left, right) } else { (right, left) };
        if let Node::Literal(Value::Text(text)) = &text.node {
            match other.ty {
                Type::Timestamp => finding.help(format!("write `timestamp '{text}'`")),
                ty if ty.is_number() && text.parse::<f64>().is_ok() => {
                    finding.help(format!("write the number without quotes: `{text}`"))
                }
                _ => finding,
            };
        }
    }

    fn arithmetic(&mut self, operator: Operator, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        let (left, right) = self.both(left, right)?;
        let (left, right) =
            if is_null(&left) || is_null(&right) { self.comparable(left, right)? } else { (left, right) };
        let at = around(&left, &right);
        match numbers::arithmetic(operator, left.ty, right.ty) {
            Ok((ty, operand)) => {
                let nullable = left.nullable || right.nullable;
                let (left, right) = match operator {
                    Operator::Multiply => (factor(left, operand), factor(right, operand)),
                    _ => (widened(left, operand), widened(right, operand)),
                };
                Some(Expr {
                    node: Node::Arithmetic(operator, Box::new(left), Box::new(right)),
                    ty,
                    nullable,
                    at,
                })
            }
            Err(misfit) => {
                self.tell_misfit(misfit, operator, &left, &right, at);
                None
            }
        }
    }

    fn tell_misfit(
        &mut self,
        misfit: Misfit,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        at: Range<usize>,
    ) {
        let sign = sign(operator);
        match misfit {
            Misfit::NotNumbers => {
                let wrong = if left.ty.is_number() { right } else { left };
                let message = format!("`{sign}` wants numbers, and this is {}", noun(wrong.ty));
                let finding = self.site.error(&TYPE_MISFIT, wrong.at.clone(), message);
                if wrong.ty.is_text() && operator == Operator::Add {
                    finding.help("texts are joined with `||`");
                }
            }
            Misfit::NotWhole => {
                let message = "`div` wants whole numbers".to_owned();
                self.site.error(&TYPE_MISFIT, at, message).help("write `/`, or cast both sides to bigint");
            }
            Misfit::NotExact => {
                self.site
                    .error(&TYPE_MISFIT, at, "`%` of a double is not exact")
                    .help("use whole numbers or decimals");
            }
            Misfit::DecimalDivision => {
                let text = self.site.text.get(left.at.clone()).unwrap_or("x").to_owned();
                let message = "a decimal cannot be divided exactly";
                self.site
                    .error(&DECIMAL_DIVISION, at, message)
                    .help(format!("write `cast({text} as double) / …`"));
            }
            Misfit::TooManyDigits => {
                let message = "the product has more than 38 digits after the point";
                self.site
                    .error(&NUMBER_OUT_OF_RANGE, at, message)
                    .help("cast a side to a smaller scale first");
            }
        }
    }

    fn concat(&mut self, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        let (left, right) = self.both(left, right)?;
        for side in [&left, &right] {
            if !side.ty.is_text() {
                let message = format!("`||` joins texts, and this is {}", noun(side.ty));
                let text = self.site.text.get(side.at.clone()).unwrap_or("x").to_owned();
                self.site
                    .error(&TYPE_MISFIT, side.at.clone(), message)
                    .help(format!("write `cast({text} as string)`"));
                return None;
            }
        }
        let (nullable, at) = (left.nullable || right.nullable, around(&left, &right));
        let node = Node::Concat(Box::new(left), Box::new(right));
        Some(Expr { node, ty: Type::String, nullable, at })
    }
}

/// A number that is compared or multiplied exactly: only its kind of number must fit, its scale stays.
fn factor(expr: Expr, operand: Type) -> Expr {
    match (expr.ty, operand) {
        (Type::Decimal { .. }, Type::Decimal { .. }) => expr,
        (Type::Integer, Type::Decimal { .. }) => widened(expr, Type::Decimal { precision: 10, scale: 0 }),
        (Type::Bigint, Type::Decimal { .. }) => widened(expr, Type::Decimal { precision: 19, scale: 0 }),
        _ => widened(expr, operand),
    }
}

/// The place from the first of two to the last.
pub(super) fn around(left: &Expr, right: &Expr) -> Range<usize> {
    left.at.start.min(right.at.start)..left.at.end.max(right.at.end)
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Div => "div",
        Operator::Modulo => "%",
    }
}
