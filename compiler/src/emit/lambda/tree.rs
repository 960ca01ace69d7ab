//! Rust expressions as trees, before they are laid out in lines.

/// A Rust expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Text without operands: a name, a literal, `row.whole(6)`.
    Leaf(String),
    /// A call.
    Call(Call),
    /// `[a, b]`.
    List(Vec<Tree>),
    /// `if logic::holds(a) { b } else { c }`.
    Choice(Choice),
    /// The first is worked out for its faults only, then the second is the value.
    After(Box<Tree>, Box<Tree>),
    /// Whether the operand equals one of the members, which are worked out one by one until one does.
    Any(Any),
}

/// A call, or what reads like one.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What its value is called where it needs a name.
    pub noun: &'static str,
    /// Its text, and the operands within.
    pub pieces: Vec<Piece>,
    /// Whether it gives a `Result`, so that `?` follows.
    pub fails: bool,
    /// The method that takes the value out of what it gives; an empty text where it gives the value itself.
    pub getter: &'static str,
}

/// A part of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Text, as it is.
    Text(String),
    /// An operand.
    Operand(Tree),
    /// An operand that is worked out only where it can still decide: a closure. Nothing but text follows it.
    Lazy(Tree),
}

/// A choice between values.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Condition and value, in order; at least one.
    pub arms: Vec<(Tree, Tree)>,
    /// The value where no condition holds.
    pub otherwise: Box<Tree>,
}

/// A search with members that may fail.
#[derive(Debug, Clone, PartialEq)]
pub struct Any {
    /// What is looked for.
    pub operand: Box<Tree>,
    /// Whether a copy of it is an explicit `clone`.
    pub clones: bool,
    /// Where it is looked for; at least one.
    pub members: Vec<Tree>,
}

impl Tree {
    /// A leaf of this text.
    pub fn leaf(text: impl Into<String>) -> Tree {
        Tree::Leaf(text.into())
    }

    /// The expression in one line; none where it takes statements.
    pub fn flat(&self) -> Option<String> {
        match self {
            Tree::Leaf(text) => Some(text.clone()),
            Tree::Call(call) => call.flat(),
            Tree::List(items) => {
                let items: Option<Vec<String>> = items.iter().map(Tree::flat).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            Tree::Choice(_) | Tree::After(..) | Tree::Any(_) => None,
        }
    }

    /// The expression in one line, as what a function or closure gives: `Ok(…)`, or a `Result` as it is.
    pub fn flat_result(&self) -> Option<String> {
        match self {
            Tree::Call(call) if call.is_result() => call.unasked().flat(),
            Tree::Leaf(_)
            | Tree::Call(_)
            | Tree::List(_)
            | Tree::Choice(_)
            | Tree::After(..)
            | Tree::Any(_) => Some(format!("Ok({})", self.flat()?)),
        }
    }

    /// Whether working it out may leave the function.
    pub fn may_fail(&self) -> bool {
        match self {
            Tree::Leaf(_) => false,
            Tree::Call(call) => call.fails || call.operands().any(Tree::may_fail),
            Tree::List(items) => items.iter().any(Tree::may_fail),
            Tree::Choice(Choice { arms, otherwise }) => {
                arms.iter().any(|(when, then)| when.may_fail() || then.may_fail()) || otherwise.may_fail()
            }
            Tree::After(..) | Tree::Any(_) => true,
        }
    }

    /// What its value is called where it needs a name.
    pub fn noun(&self) -> &'static str {
        match self {
            Tree::Leaf(text) if text.starts_with("row.") => "column",
            Tree::Leaf(text) if text.starts_with("context.") => "threshold",
            Tree::Leaf(_) => "constant",
            Tree::Call(call) => call.noun,
            Tree::List(_) => "list",
            Tree::Choice(_) => "choice",
            Tree::After(_, then) => then.noun(),
            Tree::Any(_) => "found",
        }
    }
}

impl Call {
    /// The call in one line; none where an operand takes statements.
    pub fn flat(&self) -> Option<String> {
        let mut line = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => line.push_str(text),
                Piece::Operand(tree) => line.push_str(&tree.flat()?),
                Piece::Lazy(tree) => {
                    line.push_str("|| ");
                    line.push_str(&tree.flat_result()?);
                }
            }
        }
        Some(line + &self.ending())
    }

    /// What stands behind the call itself.
    pub fn ending(&self) -> String {
        let asks = if self.fails { "?" } else { "" };
        if self.getter.is_empty() { asks.to_owned() } else { format!("{asks}.{}()", self.getter) }
    }

    /// Whether the value, but for its `?`, is a `Result`.
    pub fn is_result(&self) -> bool {
        self.fails && self.getter.is_empty()
    }

    /// The call without its `?`.
    pub fn unasked(&self) -> Call {
        Call { fails: false, ..self.clone() }
    }

    /// What is worked out in any case.
    pub fn operands(&self) -> impl Iterator<Item = &Tree> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Operand(tree) => Some(tree),
            Piece::Text(_) | Piece::Lazy(_) => None,
        })
    }

    /// Whether an operand is a closure.
    pub fn is_lazy(&self) -> bool {
        self.pieces.iter().any(|it| matches!(it, Piece::Lazy(_)))
    }

    /// What stands before the closure in one line, if there is one and no operand takes statements.
    pub fn head(&self) -> Option<String> {
        let eager = self.pieces.iter().take_while(|it| !matches!(it, Piece::Lazy(_)));
        let head = Call { noun: self.noun, pieces: eager.cloned().collect(), fails: false, getter: "" };
        if self.is_lazy() { head.flat() } else { None }
    }
}
