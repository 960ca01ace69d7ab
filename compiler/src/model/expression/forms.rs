//! Questions, choices and casts: the parts of an expression that are more than a sign between two sides.

use super::codes::{BAD_CAST, NOT_IN_LANGUAGE, TYPE_MISFIT};
use super::numbers::{common, is_null, keeps, noun, widened};
use super::typer::{Typer, around};
use pipec_runtime::expr::{Comparison, Expr, Node, cast, ops};
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use sqlparser::ast;

impl Typer<'_, '_> {
    pub(super) fn is_null(&mut self, operand: &ast::Expr, negated: bool) -> Option<Expr> {
        let operand = self.read(operand)?;
        let at = operand.at.clone();
        let node = Node::IsNull { operand: Box::new(operand), negated };
        Some(Expr { node, ty: Type::Boolean, nullable: false, at })
    }

    pub(super) fn is_unknown(&mut self, operand: &ast::Expr, negated: bool) -> Option<Expr> {
        let operand = self.condition(operand)?;
        let at = operand.at.clone();
        let node = Node::IsNull { operand: Box::new(operand), negated };
        Some(Expr { node, ty: Type::Boolean, nullable: false, at })
    }

    pub(super) fn is_truth(&mut self, operand: &ast::Expr, truth: bool, negated: bool) -> Option<Expr> {
        let operand = self.condition(operand)?;
        let at = operand.at.clone();
        let node = Node::IsTruth { operand: Box::new(operand), truth, negated };
        Some(Expr { node, ty: Type::Boolean, nullable: false, at })
    }

    pub(super) fn distinct(&mut self, left: &ast::Expr, right: &ast::Expr, negated: bool) -> Option<Expr> {
        let (left, right) = self.both(left, right)?;
        let (left, right) = self.comparable(left, right)?;
        let at = around(&left, &right);
        let node = Node::Distinct { left: Box::new(left), right: Box::new(right), negated };
        Some(Expr { node, ty: Type::Boolean, nullable: false, at })
    }

    pub(super) fn between(
        &mut self,
        operand: &ast::Expr,
        low: &ast::Expr,
        high: &ast::Expr,
        negated: bool,
    ) -> Option<Expr> {
        let (parts, is_exact) = self.alike(&[operand, low, high])?;
        let mut parts = parts.into_iter();
        let (operand, low, high) = (parts.next()?, parts.next()?, parts.next()?);
        if !is_exact {
            let from = self.meets(Comparison::MoreOrEqual, operand.clone(), low)?;
            let to = self.meets(Comparison::LessOrEqual, operand, high)?;
            return Some(negated_if(negated, joined(Node::And, from, to)));
        }
        let nullable = operand.nullable || low.nullable || high.nullable;
        let at = around(&operand, &high);
        let node =
            Node::Between { operand: Box::new(operand), low: Box::new(low), high: Box::new(high), negated };
        Some(Expr { node, ty: Type::Boolean, nullable, at })
    }

    pub(super) fn in_list(&mut self, operand: &ast::Expr, list: &[ast::Expr], negated: bool) -> Option<Expr> {
        let trees: Vec<&ast::Expr> = std::iter::once(operand).chain(list).collect();
        let (mut parts, is_exact) = self.alike(&trees)?;
        let nullable = parts.iter().any(|it| it.nullable);
        let operand = parts.remove(0);
        if !is_exact {
            let equal = |member| self.meets(Comparison::Equal, operand.clone(), member);
            let equal = parts.into_iter().map(equal).collect::<Option<Vec<_>>>()?;
            return Some(negated_if(negated, any(equal)?));
        }
        let at = parts.last().map_or(operand.at.clone(), |last| around(&operand, last));
        let node = Node::In { operand: Box::new(operand), list: parts, negated };
        Some(Expr { node, ty: Type::Boolean, nullable, at })
    }

    /// Expressions that are compared with one of them: widened to one type, where that keeps each of them exactly, else
    /// as they are, to be compared one by one.
    fn alike(&mut self, trees: &[&ast::Expr]) -> Option<(Vec<Expr>, bool)> {
        let parts = self.all(trees.iter().copied())?;
        let ty = self.common(&parts)?;
        // Nothing is known of a null, however exactly it is compared.
        let is_exact = parts.first().is_some_and(is_null) || parts.iter().all(|it| keeps(ty, it));
        Some(if is_exact { (widened_all(parts, ty), true) } else { (parts, false) })
    }

    /// One of these comparisons. A constant null is UNKNOWN among them, as in a list, and no mistake as in a comparison.
    fn meets(&mut self, comparison: Comparison, operand: Expr, other: Expr) -> Option<Expr> {
        if !is_null(&other) {
            return self.compared(comparison, operand, other);
        }
        let (ty, at) = (operand.ty, operand.at.clone());
        let node = Node::In { operand: Box::new(operand), list: vec![widened(other, ty)], negated: false };
        Some(Expr { node, ty: Type::Boolean, nullable: true, at })
    }

    /// The type that these expressions have in common.
    fn common(&mut self, parts: &[Expr]) -> Option<Type> {
        let mut ty: Option<(Type, usize)> = None;
        for (index, part) in parts.iter().enumerate().filter(|(_, it)| !is_null(it)) {
            ty = match ty {
                None => Some((part.ty, index)),
                Some((before, first)) => match common(before, part.ty) {
                    Some(both) => Some((both, first)),
                    None => {
                        self.misfit(&parts[first], part);
                        return None;
                    }
                },
            };
        }
        Some(ty.map_or(Type::String, |(ty, _)| ty))
    }

    pub(super) fn like(
        &mut self,
        operand: &ast::Expr,
        pattern: &ast::Expr,
        escape: Option<&ast::Expr>,
        negated: bool,
    ) -> Option<Expr> {
        let (operand, pattern) = self.both(operand, pattern)?;
        for side in [&operand, &pattern] {
            if !side.ty.is_text() {
                let message = format!("`like` matches texts, and this is {}", noun(side.ty));
                self.site.error(&TYPE_MISFIT, side.at.clone(), message);
                return None;
            }
        }
        let escape = match escape {
            None => None,
            Some(tree) => Some(self.escape(tree)?),
        };
        if let Node::Literal(Value::Text(text)) = &pattern.node
            && !ops::valid_like(text, escape)
        {
            let message = "the pattern ends with its escape character, or escapes a plain one";
            self.site.error(&TYPE_MISFIT, pattern.at, message);
            return None;
        }
        let (nullable, at) = (operand.nullable || pattern.nullable, around(&operand, &pattern));
        let node = Node::Like { operand: Box::new(operand), pattern: Box::new(pattern), escape, negated };
        Some(Expr { node, ty: Type::Boolean, nullable, at })
    }

    fn escape(&mut self, tree: &ast::Expr) -> Option<char> {
        let escape = self.read(tree)?;
        if let Node::Literal(Value::Text(text)) = &escape.node {
            let mut letters = text.chars();
            if let (Some(letter), None) = (letters.next(), letters.next()) {
                return Some(letter);
            }
        }
        self.site.error(&TYPE_MISFIT, escape.at, "`escape` wants a text of one character");
        None
    }

    pub(super) fn case(
        &mut self,
        operand: Option<&ast::Expr>,
        whens: &[ast::CaseWhen],
        otherwise: Option<&ast::Expr>,
    ) -> Option<Expr> {
        let operand = operand.map(|it| self.read(it));
        let (mut conditions, mut results) = (Vec::new(), Vec::new());
        for when in whens {
            conditions.push(self.arm(operand.as_ref(), &when.condition));
            results.push(self.read(&when.result));
        }
        results.extend(otherwise.map(|it| self.read(it)));
        let results: Vec<Expr> = results.into_iter().collect::<Option<_>>()?;
        let ty = self.common(&results)?;
        let mut results = widened_all(results, ty);
        let conditions: Vec<Expr> = conditions.into_iter().collect::<Option<_>>()?;
        let otherwise = otherwise.and_then(|_| results.pop()).map(Box::new);
        let nullable =
            otherwise.as_ref().is_none_or(|it| it.nullable) || results.iter().any(|it| it.nullable);
        let last = otherwise.as_deref().or(results.last())?;
        let at = around(conditions.first()?, last);
        let arms = conditions.into_iter().zip(results).collect();
        Some(Expr { node: Node::Case { arms, otherwise }, ty, nullable, at })
    }

    /// The condition of a `when`: its own, or whether the operand of the `case` is its value.
    fn arm(&mut self, operand: Option<&Option<Expr>>, condition: &ast::Expr) -> Option<Expr> {
        match operand {
            None => self.condition(condition),
            Some(operand) => {
                let value = self.read(condition);
                self.compared(Comparison::Equal, operand.clone()?, value?)
            }
        }
    }

    pub(super) fn cast(
        &mut self,
        kind: &ast::CastKind,
        operand: &ast::Expr,
        target: &ast::DataType,
    ) -> Option<Expr> {
        let at = self.place(operand);
        let operand = self.read(operand);
        let written = target.to_string().to_lowercase().replace(", ", ",");
        let Some(ty) = crate::spec::type_named(&written) else {
            let message = format!("`{written}` is no type");
            let finding = self.site.error(&BAD_CAST, at, message);
            if let Some(near) = crate::spec::nearest_type(&written) {
                finding.help(format!("write `{near}`"));
            }
            return None;
        };
        let operand = operand?;
        let lenient = match kind {
            ast::CastKind::Cast => false,
            ast::CastKind::TryCast => true,
            ast::CastKind::SafeCast | ast::CastKind::DoubleColon => {
                self.site.error(&NOT_IN_LANGUAGE, operand.at, "a cast is written `cast(… as …)`");
                return None;
            }
        };
        if !cast::castable(operand.ty, ty) && !is_null(&operand) {
            let message = format!("{} cannot be cast to {}", noun(operand.ty), ty);
            self.site.error(&BAD_CAST, operand.at, message);
            return None;
        }
        let (nullable, at) = (operand.nullable || lenient, operand.at.clone());
        Some(Expr { node: Node::Cast { operand: Box::new(operand), lenient }, ty, nullable, at })
    }
}

fn widened_all(parts: Vec<Expr>, ty: Type) -> Vec<Expr> {
    parts.into_iter().map(|it| widened(it, ty)).collect()
}

/// Two conditions as one.
fn joined(with: fn(Box<Expr>, Box<Expr>) -> Node, left: Expr, right: Expr) -> Expr {
    let (nullable, at) = (left.nullable || right.nullable, around(&left, &right));
    Expr { node: with(Box::new(left), Box::new(right)), ty: Type::Boolean, nullable, at }
}

/// Whether one of these conditions holds, from left to right; halves keep the tree low.
fn any(mut conditions: Vec<Expr>) -> Option<Expr> {
    if conditions.len() < 2 {
        return conditions.pop();
    }
    let rest = conditions.split_off(conditions.len() / 2);
    Some(joined(Node::Or, any(conditions)?, any(rest)?))
}

fn negated_if(negated: bool, condition: Expr) -> Expr {
    if !negated {
        return condition;
    }
    let (nullable, at) = (condition.nullable, condition.at.clone());
    Expr { node: Node::Not(Box::new(condition)), ty: Type::Boolean, nullable, at }
}
