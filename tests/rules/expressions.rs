//! Random expressions of every type, made of every node and every function, as the typer could have made them.

use super::values::{TEXTS, value};
use pipec_runtime::expr::functions::{self, ALL, Function, Gives, Kind, Signature};
use pipec_runtime::expr::{Comparison, Expr, Node, Operator};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use pipec_tests::chance::Chance;

/// The types that columns and thresholds have here, one of each.
pub const TYPES: [Type; 8] = [
    Type::Varchar(300),
    Type::String,
    Type::Integer,
    Type::Bigint,
    Type::Double,
    Type::Decimal { precision: 12, scale: 2 },
    Type::Boolean,
    Type::Timestamp,
];

const COMPARISONS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::LessOrEqual,
    Comparison::More,
    Comparison::MoreOrEqual,
];

const PATTERNS: [&str; 4] = ["a", "^[A-Z]", "\\d+\"?", "(?i)ANNA|say"];
const LIKES: [&str; 5] = ["%", "a%", "_nna", "100!%!_!!", "%\"said\"%"];

/// Makes expressions.
pub struct Maker {
    /// Where chance comes from.
    pub chance: Chance,
    /// Whether it makes casts, and calls of more functions than `nullif`.
    pub calls: bool,
}

impl Maker {
    /// An expression of a type, at most so deep.
    pub fn expr(&mut self, ty: Type, depth: usize) -> Expr {
        if depth == 0 || self.chance.once_in(6) {
            return self.leaf(ty);
        }
        let depth = depth - 1;
        let node = match self.chance.below(10) {
            0 => self.case(ty, depth),
            1 => Node::Coalesce(self.several(ty, depth, 1)),
            2 if !self.calls => self.nullif(ty, depth),
            3..=5 if !self.calls => self.operation(ty, depth),
            2 => self.cast(ty, depth),
            3..=5 => self.call(ty, depth),
            _ => self.operation(ty, depth),
        };
        of(node, ty)
    }

    fn boxed(&mut self, ty: Type, depth: usize) -> Box<Expr> {
        Box::new(self.expr(ty, depth))
    }

    fn several(&mut self, ty: Type, depth: usize, least: usize) -> Vec<Expr> {
        let count = least + if self.chance.once_in(12) { 12 } else { self.chance.below(4) };
        (0..count).map(|_| self.expr(ty, depth)).collect()
    }

    /// One of the same kind of value: of text, of whole numbers.
    fn leaf(&mut self, ty: Type) -> Expr {
        let alike = |it: &Type| match (ty, *it) {
            (Type::Varchar(_) | Type::String, other) => other.is_text(),
            (Type::Integer | Type::Bigint, other) => other.is_whole(),
            (ty, other) => ty == other,
        };
        let places: Vec<usize> = (0..TYPES.len()).filter(|it| alike(&TYPES[*it])).collect();
        let place = (!places.is_empty()).then(|| self.chance.pick(&places));
        match (self.chance.below(8), place) {
            (0, _) => of(Node::Literal(Value::Null), ty),
            (1..=4, Some(place)) => of(Node::Column(place), TYPES[place]),
            (5, Some(place)) => of(Node::Threshold(place), TYPES[place]),
            _ => of(Node::Literal(value(ty, &mut self.chance)), ty),
        }
    }

    fn any_type(&mut self) -> Type {
        self.chance.pick(&TYPES)
    }

    fn case(&mut self, ty: Type, depth: usize) -> Node {
        let mut arms: Vec<(Expr, Expr)> = Vec::new();
        for _ in 0..=self.chance.below(3) {
            let same = arms.last().filter(|_| self.chance.once_in(5)).map(|it| it.1.clone());
            arms.push((self.expr(Type::Boolean, depth), same.unwrap_or_else(|| self.expr(ty, depth))));
        }
        let otherwise = match self.chance.below(8) {
            0 => None,
            1 => arms.last().map(|it| Box::new(it.1.clone())),
            2 => Some(Box::new(of(self.case(ty, depth.saturating_sub(1)), ty))),
            _ => Some(self.boxed(ty, depth)),
        };
        Node::Case { arms, otherwise }
    }

    fn nullif(&mut self, ty: Type, depth: usize) -> Node {
        let function = functions::named("nullif").expect("it is in the table");
        Node::Call(function, vec![self.expr(ty, depth), self.expr(ty, depth)])
    }

    fn cast(&mut self, ty: Type, depth: usize) -> Node {
        let from = match ty {
            Type::Boolean | Type::Timestamp => Type::String,
            _ if ty.is_text() => self.any_type(),
            _ => self.chance.pick(&[Type::String, Type::Bigint, Type::Double, TYPES[5]]),
        };
        Node::Cast { operand: self.boxed(from, depth), lenient: self.chance.once_in(2) }
    }

    fn operation(&mut self, ty: Type, depth: usize) -> Node {
        match ty {
            Type::Varchar(_) | Type::String => Node::Concat(self.boxed(ty, depth), self.boxed(ty, depth)),
            Type::Integer | Type::Bigint => {
                const OPERATORS: [Operator; 5] =
                    [Operator::Add, Operator::Subtract, Operator::Multiply, Operator::Div, Operator::Modulo];
                self.arithmetic(&OPERATORS, Type::Bigint, depth)
            }
            Type::Double if self.chance.once_in(3) => {
                let from = self.chance.pick(&[Type::Bigint, TYPES[5]]);
                Node::Widen(self.boxed(from, depth))
            }
            Type::Double => {
                const OPERATORS: [Operator; 4] =
                    [Operator::Add, Operator::Subtract, Operator::Multiply, Operator::Divide];
                self.arithmetic(&OPERATORS, ty, depth)
            }
            Type::Decimal { .. } if self.chance.once_in(3) => Node::Widen(self.boxed(Type::Bigint, depth)),
            Type::Decimal { .. } => {
                const OPERATORS: [Operator; 3] = [Operator::Add, Operator::Subtract, Operator::Modulo];
                self.arithmetic(&OPERATORS, ty, depth)
            }
            Type::Timestamp if !self.calls => self.nullif(ty, depth),
            Type::Timestamp => self.call(ty, depth),
            Type::Boolean => self.condition(depth),
        }
    }

    fn arithmetic(&mut self, operators: &[Operator], ty: Type, depth: usize) -> Node {
        if self.chance.once_in(6) {
            return Node::Negate(self.boxed(ty, depth));
        }
        Node::Arithmetic(self.chance.pick(operators), self.boxed(ty, depth), self.boxed(ty, depth))
    }

    fn condition(&mut self, depth: usize) -> Node {
        let ty = self.any_type();
        let negated = self.chance.once_in(2);
        match self.chance.below(12) {
            0 => Node::Not(self.boxed(Type::Boolean, depth)),
            1 | 2 => Node::And(self.boxed(Type::Boolean, depth), self.boxed(Type::Boolean, depth)),
            3 | 4 => Node::Or(self.boxed(Type::Boolean, depth), self.boxed(Type::Boolean, depth)),
            5 => Node::IsNull { operand: self.boxed(ty, depth), negated },
            6 => {
                let truth = self.chance.once_in(2);
                Node::IsTruth { operand: self.boxed(Type::Boolean, depth), truth, negated }
            }
            7 => Node::Distinct { left: self.boxed(ty, depth), right: self.boxed(ty, depth), negated },
            8 => {
                let (operand, low) = (self.boxed(ty, depth), self.boxed(ty, depth));
                Node::Between { operand, low, high: self.boxed(ty, depth), negated }
            }
            9 => Node::In { operand: self.boxed(ty, depth), list: self.several(ty, depth, 1), negated },
            10 => self.like(depth, negated),
            _ => self.compare(ty, depth),
        }
    }

    /// A whole number may meet a double as it is.
    fn compare(&mut self, ty: Type, depth: usize) -> Node {
        let comparison = self.chance.pick(&COMPARISONS);
        let other = match ty {
            Type::Integer | Type::Bigint if self.chance.once_in(2) => Type::Double,
            _ => ty,
        };
        Node::Compare(comparison, self.boxed(ty, depth), self.boxed(other, depth))
    }

    fn like(&mut self, depth: usize, negated: bool) -> Node {
        let escape = self.chance.pick(&[None, Some('!'), Some('"'), Some('ß')]);
        let pattern = match escape {
            Some('!') => literal(self.chance.pick(&LIKES)),
            _ => self.expr(Type::String, depth.min(1)),
        };
        Node::Like { operand: self.boxed(Type::String, depth), pattern: Box::new(pattern), escape, negated }
    }

    /// A call of one of the functions that give this type.
    fn call(&mut self, ty: Type, depth: usize) -> Node {
        // These two are nodes of their own.
        let calls = ALL.iter().copied().filter(|it| it.name != "coalesce" && it.name != "mod");
        let fitting: Vec<(&'static Function, &Signature)> = calls
            .flat_map(|function| function.signatures.iter().map(move |it| (function, it)))
            .filter(|(_, it)| gives(it, ty))
            .collect();
        let (function, signature) = self.chance.pick(&fitting);
        let mut kinds = signature.takes.to_vec();
        if let Some(rest) = signature.rest {
            kinds.extend(std::iter::repeat_n(rest, self.chance.below(4)));
        }
        Node::Call(function, kinds.iter().map(|it| self.argument(*it, ty, depth)).collect())
    }

    fn argument(&mut self, kind: Kind, ty: Type, depth: usize) -> Expr {
        match kind {
            Kind::Text => self.expr(Type::String, depth),
            Kind::Whole => self.expr(Type::Bigint, depth),
            Kind::Double => self.expr(Type::Double, depth),
            Kind::Decimal => self.expr(TYPES[5], depth),
            Kind::Boolean => self.expr(Type::Boolean, depth),
            Kind::Timestamp => self.expr(Type::Timestamp, depth),
            Kind::Same => self.expr(ty, depth),
            Kind::Word(words) => literal(self.chance.pick(words)),
            Kind::Pattern => literal(self.chance.pick(&PATTERNS)),
        }
    }
}

fn gives(signature: &Signature, ty: Type) -> bool {
    match signature.gives {
        Gives::Exactly(exactly) => exactly == ty || (exactly.is_text() && ty.is_text()),
        Gives::Common => true,
        Gives::Argument(index) => match signature.takes.get(index) {
            Some(Kind::Text) => ty.is_text(),
            Some(Kind::Whole) => ty.is_whole(),
            Some(Kind::Double) => ty == Type::Double,
            Some(Kind::Decimal) => ty == TYPES[5],
            Some(Kind::Boolean) => ty == Type::Boolean,
            Some(Kind::Timestamp) => ty == Type::Timestamp,
            Some(Kind::Same) => true,
            Some(Kind::Word(_) | Kind::Pattern) | None => false,
        },
    }
}

fn literal(text: &str) -> Expr {
    of(Node::Literal(Value::from(text).into_owned()), Type::String)
}

fn of(node: Node, ty: Type) -> Expr {
    Expr { node, ty, nullable: true, at: 0..0 }
}

/// Some text that stands for the SQL of an expression: what comments must cope with.
pub fn text(chance: &mut Chance) -> String {
    (0..=chance.below(4)).map(|_| chance.pick(TEXTS)).collect::<Vec<_>>().join(" or `\n ")
}
