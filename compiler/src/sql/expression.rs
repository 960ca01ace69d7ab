//! A typed expression → SQL, with no more parentheses than it needs.

use super::{Cannot, Dialect, range};
use pipec_runtime::expr::functions::{Function, Kind};
use pipec_runtime::expr::{Comparison, Expr, Node, Operator, ops};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// Prints expressions over a row and thresholds, which it asks for by index.
pub struct Printer<'p> {
    /// The dialect.
    pub dialect: &'p Dialect,
    /// The columns of the row, each as something that needs no parentheses.
    pub row: &'p [String],
    /// Their types.
    pub types: &'p [Type],
    /// A threshold, as a text constant.
    pub threshold: &'p dyn Fn(usize) -> String,
}

/// SQL, and how tightly it holds together.
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) level: Level,
}

/// The most bytes of an expression: operands that are written twice, in each other, are soon too many.
const LONGEST: usize = 102_400;

/// The most characters of a threshold that is a text.
const LONGEST_THRESHOLD: u32 = 256;

/// What holds together more tightly is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Any,
    Or,
    And,
    Not,
    Test,
    Sum,
    Product,
    Atom,
}

/// The parts of a condition that must all hold, from left to right, as far as each may be looked at.
pub fn conjunction(expr: &Expr) -> Vec<&Expr> {
    let parts = all_of(expr);
    if parts.iter().skip(1).any(|it| may_fail(it)) { vec![expr] } else { parts }
}

/// Whether working it out can fail: by a division, or by a double that leaves its range.
pub(super) fn may_fail(expr: &Expr) -> bool {
    let mut fails = false;
    expr.visit(&mut |it| {
        if let Node::Arithmetic(operator, ..) = &it.node {
            let divides = matches!(operator, Operator::Divide | Operator::Div | Operator::Modulo);
            fails |= divides || it.ty == Type::Double;
        }
        fails |= matches!(&it.node, Node::Call(function, _) if function.name == "mod");
    });
    fails
}

impl Printer<'_> {
    /// The expression, or the first part of it that the dialect cannot say.
    pub fn print(&self, expr: &Expr) -> Result<String, Cannot> {
        self.at(expr, Level::Any)
    }

    /// The type that the value of an expression has here.
    pub fn narrow(&self, expr: &Expr) -> Type {
        range::narrow(expr, self.types)
    }

    /// A part of a conjunction.
    pub fn conjunct(&self, expr: &Expr) -> Result<String, Cannot> {
        self.at(expr, Level::And)
    }

    /// The expression as a value of its type, where more than its digits or characters counts.
    pub fn value(&self, expr: &Expr, ty: Type) -> Result<String, Cannot> {
        let wants = match (&expr.node, ty) {
            (Node::Literal(Value::Null), _) => return self.cast(expr, "NULL".to_owned(), ty),
            (Node::Literal(Value::Text(_)), _) => {
                return self.cast(expr, self.print(expr)?, own_length(expr, ty));
            }
            (Node::Column(_) | Node::Threshold(_) | Node::Cast { .. }, Type::Decimal { .. }) => {
                self.narrow(expr) != ty
            }
            // Their parts are of its type already.
            (Node::Case { .. } | Node::Coalesce(_), Type::Decimal { .. }) => self.narrow(expr) != ty,
            (_, Type::Decimal { .. }) => true,
            (Node::Literal(Value::Whole(it)), Type::Bigint) => i32::try_from(*it).is_ok(),
            (_, Type::Bigint) => expr.ty == Type::Integer,
            _ => false,
        };
        let text = self.print(expr)?;
        if wants { self.cast(expr, text, ty) } else { Ok(text) }
    }

    /// The expression, in parentheses where it holds together less tightly than this.
    pub(super) fn at(&self, expr: &Expr, level: Level) -> Result<String, Cannot> {
        let Sql { text, level: own } = self.sql(expr)?;
        if text.len() > LONGEST {
            return Err(cannot(expr, "its guards would make it longer than an application may be"));
        }
        Ok(if own < level { format!("({text})") } else { text })
    }

    pub(super) fn cast(&self, expr: &Expr, text: String, ty: Type) -> Result<String, Cannot> {
        Ok(format!("CAST({text} AS {})", self.ty(expr, ty)?))
    }

    pub(super) fn ty(&self, expr: &Expr, ty: Type) -> Result<String, Cannot> {
        (self.dialect.ty)(ty).map_err(|why| cannot(expr, why))
    }

    fn sql(&self, expr: &Expr) -> Result<Sql, Cannot> {
        match &expr.node {
            Node::Literal(value) => self.literal(expr, value),
            Node::Column(index) => {
                self.ty(expr, self.narrow(expr))?;
                Ok(atom(self.row.get(*index).cloned().unwrap_or_default()))
            }
            Node::Threshold(index) => self.of_threshold(expr, *index),
            Node::Not(operand) => self.not(operand),
            Node::And(..) => self.decided("AND", "FALSE", Level::Not, &all_of(expr)),
            Node::Or(..) => self.decided("OR", "TRUE", Level::And, &any_of(expr)),
            Node::IsNull { operand, negated: false } => self.test(operand, "IS NULL"),
            Node::IsNull { operand, negated: true } => self.test(operand, "IS NOT NULL"),
            Node::IsTruth { operand, truth, negated } => {
                let is = self.test(operand, if *truth { "IS TRUE" } else { "IS FALSE" })?;
                Ok(if *negated { negated_test(is.text) } else { is })
            }
            Node::Compare(comparison, left, right) => self.compared(sign(*comparison), left, right),
            Node::Distinct { left, right, negated: false } => self.compared("IS DISTINCT FROM", left, right),
            Node::Distinct { left, right, negated: true } => {
                self.compared("IS NOT DISTINCT FROM", left, right)
            }
            Node::Between { operand, low, high, negated } => self.between([operand, low, high], *negated),
            Node::In { operand, list, negated } => self.is_in(operand, list, *negated),
            Node::Like { operand, pattern, escape, negated } => {
                self.like(expr, operand, pattern, *escape, *negated)
            }
            Node::Case { arms, otherwise } => self.case(self.narrow(expr), arms, otherwise.as_deref()),
            Node::Cast { operand, lenient } => self.converted(expr, operand, *lenient),
            Node::Widen(operand) => self.widened(expr, operand),
            Node::Arithmetic(operator, left, right) => self.arithmetic(expr, *operator, left, right),
            Node::Negate(operand) => {
                self.fits(expr)?;
                let operand = if expr.ty.is_whole() {
                    self.bigint(operand)?
                } else {
                    self.at(operand, Level::Product)?
                };
                Ok(Sql { text: format!("-{operand}"), level: Level::Sum })
            }
            Node::Concat(left, right) => self.sides(left, "||", right, Level::Sum, Level::Product),
            Node::Coalesce(operands) => self.coalesce(self.narrow(expr), operands),
            Node::Call(function, operands) => self.call(expr, function, operands),
        }
    }

    fn of_threshold(&self, expr: &Expr, index: usize) -> Result<Sql, Cannot> {
        match (self.dialect.unread)(expr.ty) {
            Some(why) => Err(cannot(expr, why)),
            None => {
                let ty = if expr.ty == Type::String { Type::Varchar(LONGEST_THRESHOLD) } else { expr.ty };
                self.cast(expr, (self.threshold)(index), ty).map(atom)
            }
        }
    }

    fn not(&self, operand: &Expr) -> Result<Sql, Cannot> {
        let operand = self.at(operand, Level::Atom)?;
        Ok(Sql { text: format!("NOT {operand}"), level: Level::Not })
    }

    fn test(&self, operand: &Expr, what: &str) -> Result<Sql, Cannot> {
        Ok(Sql { text: format!("{} {what}", self.at(operand, Level::Sum)?), level: Level::Test })
    }

    fn sides(
        &self,
        left: &Expr,
        sign: &str,
        right: &Expr,
        level: Level,
        tighter: Level,
    ) -> Result<Sql, Cannot> {
        let text = format!("{} {sign} {}", self.at(left, level)?, self.at(right, tighter)?);
        Ok(Sql { text, level })
    }

    /// A part is not looked at where one before it decides.
    fn decided(&self, word: &str, decides: &str, tighter: Level, parts: &[&Expr]) -> Result<Sql, Cannot> {
        let texts: Result<Vec<String>, Cannot> = parts.iter().map(|it| self.at(it, tighter)).collect();
        let texts = texts?;
        let text = texts.join(&format!(" {word} "));
        if !parts.iter().skip(1).any(|it| may_fail(it)) {
            let level = if word == "AND" { Level::And } else { Level::Or };
            return Ok(Sql { text, level });
        }
        let before = texts.iter().take(texts.len() - 1);
        let whens: String = before.map(|it| format!("WHEN ({it}) IS {decides} THEN {decides} ")).collect();
        Ok(atom(format!("CASE {whens}ELSE {text} END")))
    }

    fn compared(&self, sign: &str, left: &Expr, right: &Expr) -> Result<Sql, Cannot> {
        self.comparable(sign, left, right)?;
        let text = format!("{} {sign} {}", self.at(left, Level::Sum)?, self.at(right, Level::Sum)?);
        Ok(Sql { text, level: Level::Test })
    }

    /// Whether both sides are compared as they are here.
    fn comparable(&self, sign: &str, left: &Expr, right: &Expr) -> Result<(), Cannot> {
        if matches!(sign, "<" | "<=" | ">" | ">=") {
            self.ordered(left)?;
        }
        for (side, other) in [(left, right), (right, left)] {
            let far = side.ty.is_whole() && other.ty == Type::Double && self.most(side) > range::DOUBLE;
            self.open(side, self.dialect.open.far_doubles.filter(|_| far))?;
        }
        Ok(())
    }

    /// Only what has an order is compared by it.
    fn ordered(&self, expr: &Expr) -> Result<(), Cannot> {
        let open = match expr.ty {
            Type::Varchar(_) | Type::String => self.dialect.open.order_of_texts,
            Type::Boolean => self.dialect.open.order_of_truths,
            Type::Integer | Type::Bigint | Type::Double | Type::Decimal { .. } | Type::Timestamp => None,
        };
        self.open(expr, open)
    }

    fn between(&self, [operand, low, high]: [&Expr; 3], negated: bool) -> Result<Sql, Cannot> {
        self.comparable(">=", operand, low)?;
        self.comparable("<=", operand, high)?;
        let (x, from, to) =
            (self.at(operand, Level::Sum)?, self.at(low, Level::Sum)?, self.at(high, Level::Sum)?);
        if may_fail(high) {
            let above = format!("{x} >= {from}");
            let text = format!("CASE WHEN ({above}) IS FALSE THEN FALSE ELSE {above} AND {x} <= {to} END");
            return Ok(if negated { negated_test(text) } else { atom(text) });
        }
        let text = format!("{x} BETWEEN {from} AND {to}");
        Ok(if negated { negated_test(text) } else { Sql { text, level: Level::Test } })
    }

    /// Members behind an equal one are not looked at.
    fn is_in(&self, operand: &Expr, list: &[Expr], negated: bool) -> Result<Sql, Cannot> {
        list.iter().try_for_each(|it| self.comparable("=", operand, it))?;
        let x = self.at(operand, Level::Sum)?;
        if list.iter().any(may_fail) {
            let equal = |it| Ok(format!("{x} = {}", self.at(it, Level::Sum)?));
            let equal = list.iter().map(equal).collect::<Result<Vec<String>, Cannot>>()?;
            let whens: String = equal.iter().map(|it| format!("WHEN {it} THEN TRUE ")).collect();
            let text = format!("CASE {whens}ELSE {} END", equal.join(" OR "));
            return Ok(if negated { negated_test(text) } else { atom(text) });
        }
        let list: Result<Vec<String>, Cannot> = list.iter().map(|it| self.print(it)).collect();
        let text = format!("{x} IN ({})", list?.join(", "));
        Ok(if negated { negated_test(text) } else { Sql { text, level: Level::Test } })
    }

    fn like(
        &self,
        expr: &Expr,
        operand: &Expr,
        pattern: &Expr,
        escape: Option<char>,
        negated: bool,
    ) -> Result<Sql, Cannot> {
        let Node::Literal(Value::Text(constant)) = &pattern.node else {
            return Err(cannot(pattern, "a pattern that is no constant may hold a `_`"));
        };
        let counts = counts_characters(constant, escape);
        self.open(pattern, self.dialect.open.characters.filter(|_| counts))?;
        if !ops::valid_like(constant, escape) {
            return Err(cannot(expr, "its escape character stands before `%`, `_` and itself only"));
        }
        let mut text = format!("{} LIKE {}", self.at(operand, Level::Sum)?, self.at(pattern, Level::Sum)?);
        if let Some(escape) = escape {
            let escape = (self.dialect.text)(&escape.to_string()).map_err(|why| cannot(expr, why))?;
            text.push_str(&format!(" ESCAPE {escape}"));
        }
        Ok(if negated { negated_test(text) } else { Sql { text, level: Level::Test } })
    }

    fn case(&self, ty: Type, arms: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Result<Sql, Cannot> {
        let mut text = String::from("CASE");
        for (when, then) in arms {
            text.push_str(&format!(" WHEN {} THEN {}", self.print(when)?, self.value(then, ty)?));
        }
        if let Some(otherwise) = otherwise {
            text.push_str(&format!(" ELSE {}", self.value(otherwise, ty)?));
        }
        Ok(atom(text + " END"))
    }

    /// Operands behind the first that is there are not looked at.
    fn coalesce(&self, ty: Type, operands: &[Expr]) -> Result<Sql, Cannot> {
        let values: Result<Vec<String>, Cannot> = operands.iter().map(|it| self.value(it, ty)).collect();
        let values = values?;
        if !operands.iter().skip(1).any(may_fail) {
            return Ok(atom(format!("COALESCE({})", values.join(", "))));
        }
        let Some((last, rest)) = values.split_last() else { return Ok(atom(String::from("NULL"))) };
        let whens: String = rest.iter().map(|it| format!("WHEN ({it}) IS NOT NULL THEN {it} ")).collect();
        Ok(atom(format!("CASE {whens}ELSE {last} END")))
    }

    fn call(&self, expr: &Expr, function: &'static Function, operands: &[Expr]) -> Result<Sql, Cannot> {
        if let ("mod", [left, right]) = (function.name, operands) {
            return self.arithmetic(expr, Operator::Modulo, left, right);
        }
        let spelling = (self.dialect.spelling)(function).map_err(|why| cannot(expr, why))?;
        if expr.ty.is_number() && expr.ty != Type::Double {
            self.fits(expr)?;
        }
        let argument = |(index, it): (usize, &Expr)| match &it.node {
            Node::Literal(Value::Text(word)) if is_word(function, index) => Ok(word.to_uppercase()),
            _ if expr.ty == Type::Bigint && it.ty.is_whole() => self.bigint(it),
            _ if function.name == "nullif" => self.value(it, self.narrow(it)),
            _ => self.at(it, Level::Atom),
        };
        let arguments: Result<Vec<String>, Cannot> = operands.iter().enumerate().map(argument).collect();
        let is_test = spelling.contains(" = ") && !spelling.starts_with("CASE ");
        let level = if is_test { Level::Test } else { Level::Atom };
        Ok(Sql { text: filled(spelling, &arguments?), level })
    }
}

/// The parts of a chain of `and`, from left to right.
fn all_of(expr: &Expr) -> Vec<&Expr> {
    if let Node::And(left, right) = &expr.node { [all_of(left), all_of(right)].concat() } else { vec![expr] }
}

/// The parts of a chain of `or`, from left to right.
fn any_of(expr: &Expr) -> Vec<&Expr> {
    if let Node::Or(left, right) = &expr.node { [any_of(left), any_of(right)].concat() } else { vec![expr] }
}

pub(super) fn atom(text: String) -> Sql {
    Sql { text, level: Level::Atom }
}

pub(super) fn cannot(expr: &Expr, why: &'static str) -> Cannot {
    Cannot { at: expr.at.clone(), why }
}

/// A test's opposite, UNKNOWN where it is. Of these the reference has the positive form only.
fn negated_test(text: String) -> Sql {
    Sql { text: format!("NOT ({text})"), level: Level::Not }
}

/// The type of a text constant where it must not be padded.
fn own_length(expr: &Expr, ty: Type) -> Type {
    match &expr.node {
        Node::Literal(Value::Text(it)) => Type::Varchar(it.chars().count().max(1) as u32),
        _ => ty,
    }
}

/// Whether a pattern has a `_` that stands for a character.
fn counts_characters(pattern: &str, escape: Option<char>) -> bool {
    let mut characters = pattern.chars();
    while let Some(it) = characters.next() {
        if Some(it) == escape {
            characters.next();
        } else if it == '_' {
            return true;
        }
    }
    false
}

/// Whether an argument is a bare word.
fn is_word(function: &Function, index: usize) -> bool {
    function.signatures.iter().any(|it| matches!(it.takes.get(index), Some(Kind::Word(_))))
}

/// A spelling with its arguments in their places.
fn filled(spelling: &str, arguments: &[String]) -> String {
    let mut parts = spelling.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (place, rest) = part.split_once('}').unwrap_or((part, ""));
        let argument = place.parse().ok().and_then(|it: usize| arguments.get(it).cloned());
        text + &argument.unwrap_or_else(|| arguments.join(", ")) + rest
    })
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::More => ">",
        Comparison::MoreOrEqual => ">=",
    }
}
