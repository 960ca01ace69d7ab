//! A typed expression as DuckDB's SQL: what means the same there is printed as it is, what a rule of ours settles is
//! guarded, and the rest is left out.

use pipec_runtime::context::Context;
use pipec_runtime::expr::{Comparison, Expr, Node, Operator, ops};
use pipec_runtime::row::Row;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// Whole numbers up to this one are doubles, too.
const EXACT: i64 = 1 << 53;

/// What a query says of a value that it leaves to our rule.
pub const LEFT_OUT: &str = "left out";

/// Makes queries for the values of expressions over a row.
pub struct Printer<'p> {
    /// The names and types of the row's columns.
    pub columns: &'p [(String, Type)],
    /// The row.
    pub row: &'p Row<'p>,
    /// The values of the thresholds.
    pub context: &'p Context,
}

impl Printer<'_> {
    /// The query for the value of an expression, as text; none where a part of it is left out.
    pub fn query(&self, expr: &Expr) -> Option<String> {
        Some(self.query_of(&self.print(expr)?))
    }

    /// The query for the value of an expression that is SQL already.
    pub fn query_of(&self, expression: &str) -> String {
        let column = |(index, (name, ty)): (usize, &(String, Type))| {
            format!("{} AS {}", literal(self.row.get(index), *ty), quoted(name, '"'))
        };
        let columns: Vec<String> = self.columns.iter().enumerate().map(column).collect();
        format!("SELECT CAST(({expression}) AS VARCHAR) FROM (SELECT {})", columns.join(", "))
    }

    fn print(&self, expr: &Expr) -> Option<String> {
        Some(match &expr.node {
            Node::Literal(value) => literal(value, expr.ty),
            Node::Column(index) => quoted(&self.columns[*index].0, '"'),
            Node::Threshold(index) => literal(self.context.get(*index), expr.ty),
            Node::Not(operand) => format!("(NOT {})", self.print(operand)?),
            Node::And(left, right) => self.decided("AND", "FALSE", left, right)?,
            Node::Or(left, right) => self.decided("OR", "TRUE", left, right)?,
            Node::IsNull { operand, negated } => {
                format!("({} IS {}NULL)", self.print(operand)?, not(*negated))
            }
            Node::IsTruth { operand, truth, negated } => {
                format!("({} IS {}{truth})", self.print(operand)?, not(*negated))
            }
            Node::Compare(comparison, left, right) => self.compared(sign(*comparison), left, right)?,
            Node::Distinct { left, right, negated } => {
                self.meets(&format!("IS {}DISTINCT FROM", not(*negated)), left, right)?
            }
            Node::Between { operand, low, high, negated } => self.between(operand, low, high, *negated)?,
            Node::In { operand, list, negated } => self.is_in(operand, list, *negated)?,
            Node::Like { operand, pattern, escape, negated } => {
                self.like(operand, pattern, *escape, *negated)?
            }
            Node::Case { arms, otherwise } => self.case(arms, otherwise.as_deref())?,
            Node::Widen(operand) => self.widened(operand, expr.ty)?,
            Node::Arithmetic(operator, left, right) => self.arithmetic(*operator, left, right)?,
            Node::Negate(operand) => self.negated(operand)?,
            Node::Concat(left, right) => self.both("||", left, right)?,
            Node::Coalesce(operands) => format!("COALESCE({})", self.all(operands)?.join(", ")),
            Node::Call(function, arguments) if function.name == "nullif" => self.nullif(arguments)?,
            // Casts, and all other functions: no engine agrees with another on them.
            Node::Call(..) | Node::Cast { .. } => return None,
        })
    }

    fn all(&self, list: &[Expr]) -> Option<Vec<String>> {
        list.iter().map(|it| self.print(it)).collect()
    }

    /// Rule 5: the right side is not worked out where the left one decides. DuckDB may work out both.
    fn decided(&self, word: &str, decides: &str, left: &Expr, right: &Expr) -> Option<String> {
        let may_fail = may_fail(right);
        let (left, right) = (self.print(left)?, self.print(right)?);
        Some(match may_fail {
            true => format!("(CASE WHEN {left} IS {decides} THEN {decides} ELSE {left} {word} {right} END)"),
            false => format!("({left} {word} {right})"),
        })
    }

    fn both(&self, sign: &str, left: &Expr, right: &Expr) -> Option<String> {
        let made = format!("({} {sign} {})", self.print(left)?, self.print(right)?);
        self.strict(left, right, "NULL", made)
    }

    fn nullif(&self, arguments: &[Expr]) -> Option<String> {
        let [left, right] = arguments else { return None };
        let first = self.print(left)?;
        let made = format!("NULLIF({first}, {})", self.print(right)?);
        self.strict(left, right, &first, made)
    }

    /// What is made of two sides. Both are worked out, from left to right, whatever they are; where one of them is null
    /// DuckDB may leave the other.
    fn strict(&self, left: &Expr, right: &Expr, of_null: &str, made: String) -> Option<String> {
        if !may_fail(left) && !may_fail(right) {
            return Some(made);
        }
        let nulls = format!("greatest({} IS NULL, {} IS NULL)", self.print(left)?, self.print(right)?);
        Some(format!("(CASE WHEN {nulls} THEN {of_null} ELSE {made} END)"))
    }

    /// Two sides with a sign between them. Rule 3: a whole number meets a double exactly, and decimals need no common
    /// form; DuckDB makes a double of the whole number, and fails without a common form.
    fn meets(&self, sign: &str, left: &Expr, right: &Expr) -> Option<String> {
        let (whole, double) = (|it: &Expr| it.ty.is_whole(), |it: &Expr| it.ty == Type::Double);
        let (l, r) = (self.print(left)?, self.print(right)?);
        let meeting = format!("({l} {sign} {r})");
        let guarded = |it: &str| {
            format!(
                "(CASE WHEN {it} NOT BETWEEN -{EXACT} AND {EXACT} THEN error('{LEFT_OUT}') ELSE {meeting} END)"
            )
        };
        match (left.ty, right.ty) {
            (Type::Decimal { scale: one, .. }, Type::Decimal { scale: other, .. }) if one != other => None,
            _ if whole(left) && double(right) => Some(guarded(&l)),
            _ if double(left) && whole(right) => Some(guarded(&r)),
            _ => Some(meeting),
        }
    }

    fn compared(&self, sign: &str, left: &Expr, right: &Expr) -> Option<String> {
        let made = self.meets(sign, left, right)?;
        self.strict(left, right, "NULL", made)
    }

    /// Rule 5: the upper bound is not worked out where the lower one decides.
    fn between(&self, operand: &Expr, low: &Expr, high: &Expr, negated: bool) -> Option<String> {
        let (x, from, to) = (self.print(operand)?, self.print(low)?, self.print(high)?);
        let made = format!("({x} {}BETWEEN {from} AND {to})", not(negated));
        if ![operand, low, high].into_iter().any(may_fail) {
            return Some(made);
        }
        let (below, within) = (self.compared("<", operand, low)?, self.strict(operand, high, "NULL", made)?);
        Some(format!("(CASE WHEN {below} THEN {negated} ELSE {within} END)"))
    }

    /// Rule 5: members behind an equal one are not worked out.
    fn is_in(&self, operand: &Expr, list: &[Expr], negated: bool) -> Option<String> {
        let (x, members) = (self.print(operand)?, self.all(list)?);
        let made = format!("({x} {}IN ({}))", not(negated), members.join(", "));
        if !may_fail(operand) && !list.iter().any(may_fail) {
            return Some(made);
        }
        let equal: Vec<String> =
            list.iter().map(|it| self.compared("=", operand, it)).collect::<Option<_>>()?;
        let arms: String = equal.iter().map(|it| format!("WHEN {it} THEN {} ", !negated)).collect();
        Some(format!("(CASE {arms}ELSE {made} END)"))
    }

    /// An escape that is more than one byte, or that stands before what needs none, DuckDB does not take.
    fn like(&self, operand: &Expr, pattern: &Expr, escape: Option<char>, negated: bool) -> Option<String> {
        let (text, like) = (self.print(operand)?, self.print(pattern)?);
        let like = format!("{text} {}LIKE {like}", not(negated));
        let Some(escape) = escape else { return Some(format!("({like})")) };
        let Node::Literal(Value::Text(pattern)) = &pattern.node else { return None };
        let is_taken = escape.is_ascii() && ops::valid_like(pattern, Some(escape));
        is_taken.then(|| format!("({like} ESCAPE {})", quoted(&escape.to_string(), '\'')))
    }

    fn case(&self, arms: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Option<String> {
        let mut case = String::from("(CASE");
        for (when, then) in arms {
            case.push_str(&format!(" WHEN {} THEN {}", self.print(when)?, self.print(then)?));
        }
        if let Some(otherwise) = otherwise {
            case.push_str(&format!(" ELSE {}", self.print(otherwise)?));
        }
        Some(case + " END)")
    }

    /// Rule 3: a decimal becomes the nearest double, as its text does; DuckDB divides digits that it has rounded.
    fn widened(&self, operand: &Expr, ty: Type) -> Option<String> {
        let sql = self.print(operand)?;
        match (operand.ty, ty) {
            (Type::Decimal { .. }, Type::Double) => Some(format!("CAST(CAST({sql} AS VARCHAR) AS DOUBLE)")),
            (_, Type::Double) => Some(format!("CAST({sql} AS DOUBLE)")),
            (_, Type::Decimal { scale, .. }) => Some(format!("CAST({sql} AS DECIMAL(38,{scale}))")),
            _ => None,
        }
    }

    /// Rule 3: doubles are finite; those of DuckDB are not, and are left out.
    fn arithmetic(&self, operator: Operator, left: &Expr, right: &Expr) -> Option<String> {
        match (operator, left.ty == Type::Double) {
            (_, true) | (Operator::Divide, false) => None,
            (Operator::Add, false) => self.both("+", left, right),
            (Operator::Subtract, false) => self.both("-", left, right),
            (Operator::Multiply, false) => self.both("*", left, right),
            (Operator::Div, false) => self.both("//", left, right),
            (Operator::Modulo, false) => self.modulo(left, right),
        }
    }

    /// Rule 3: what is divided by -1 leaves nothing; of the least bigint DuckDB says that the quotient is too large.
    fn modulo(&self, left: &Expr, right: &Expr) -> Option<String> {
        let (dividend, divisor) = (self.print(left)?, self.print(right)?);
        let made = match left.ty.is_whole() {
            true => format!("(CASE WHEN {divisor} = -1 THEN {dividend} * 0 ELSE {dividend} % {divisor} END)"),
            false => format!("({dividend} % {divisor})"),
        };
        self.strict(left, right, "NULL", made)
    }

    /// Rule 3: the least bigint has no opposite; DuckDB has wider numbers for it.
    fn negated(&self, operand: &Expr) -> Option<String> {
        let sql = self.print(operand)?;
        Some(match operand.ty.is_whole() {
            true => format!("(CAST(0 AS BIGINT) - {sql})"),
            false => format!("(-{sql})"),
        })
    }
}

/// Whether a part of it can fail.
fn may_fail(expr: &Expr) -> bool {
    let mut fails = false;
    expr.visit(&mut |it| {
        fails |= matches!(it.node, Node::Arithmetic(..) | Node::Negate(_) | Node::Widen(_));
    });
    fails
}

fn not(negated: bool) -> &'static str {
    if negated { "NOT " } else { "" }
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

/// A value as a constant of its type. Rule 3: decimals are exact up to 38 digits; DuckDB keeps to those that the types
/// of its operands have.
fn literal(value: &Value<'_>, ty: Type) -> String {
    let written = match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(it) => return it.to_string(),
        // No text of a query can hold the first of all characters.
        Value::Text(it) => {
            let parts: Vec<String> = it.split('\0').map(|it| quoted(it, '\'')).collect();
            return format!("({})", parts.join(" || chr(0) || "));
        }
        Value::Timestamp(it) => return format!("make_timestamp({})", it.0 * 1000),
        Value::Whole(it) => format!("'{it}'"),
        Value::Double(it) => format!("'{it:?}'"),
        Value::Decimal(it) => format!("'{it}'"),
    };
    let ty = match ty {
        Type::Varchar(_) | Type::String => "VARCHAR".to_owned(),
        Type::Integer | Type::Bigint => "BIGINT".to_owned(),
        Type::Double => "DOUBLE".to_owned(),
        Type::Decimal { scale, .. } => format!("DECIMAL(38,{scale})"),
        Type::Boolean => "BOOLEAN".to_owned(),
        Type::Timestamp => "TIMESTAMP".to_owned(),
    };
    format!("CAST({written} AS {ty})")
}

fn quoted(text: &str, quote: char) -> String {
    format!("{quote}{}{quote}", text.replace(quote, &format!("{quote}{quote}")))
}
