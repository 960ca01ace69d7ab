//! Edits that would write a key or an item twice: what is there already is not what was meant.

use super::{Kind, Node};
use crate::diagnostic::{Diagnostics, Edit};
use crate::source::Span;

/// Takes back each edit, and the help that says it, that would make a key or an item what another beside it is.
pub fn withdraw_twice(node: &Node, findings: &mut Diagnostics) {
    findings.withdraw(|edit| is_twice(node, edit));
}

fn is_twice(node: &Node, edit: &Edit) -> bool {
    let is_inside = |it: &&Node| it.span.start <= edit.span.start && edit.span.end <= it.span.end;
    match &node.kind {
        Kind::Map(pairs) => match pairs.iter().any(|(key, _)| key.span == edit.span) {
            true => is_there(pairs.iter().map(|(key, _)| (key.span, key.value.as_str())), edit),
            false => pairs.iter().map(|(_, it)| it).filter(is_inside).any(|it| is_twice(it, edit)),
        },
        Kind::List(items) => match items.iter().any(|it| it.span == edit.span) {
            true => {
                is_there(items.iter().filter_map(|it| Some((it.span, it.as_scalar()?.text.as_str()))), edit)
            }
            false => items.iter().filter(is_inside).any(|it| is_twice(it, edit)),
        },
        Kind::Scalar(_) | Kind::Broken => false,
    }
}

/// Whether one of these texts, at another place, is what the edit writes.
fn is_there<'n>(mut texts: impl Iterator<Item = (Span, &'n str)>, edit: &Edit) -> bool {
    texts.any(|(span, text)| span != edit.span && text == edit.replacement)
}

#[cfg(test)]
mod tests {
    use super::withdraw_twice;
    use crate::diagnostic::{Code, Diagnostics};
    use crate::source::{Source, Span};
    use crate::yaml::parse;

    const CODE: Code = Code { name: "odd", what: "", why: "", example: "", instead: "" };

    /// The edit writes `b` in the place of the first `x`.
    fn check(text: &str, stays: bool) {
        let start = text.find('x').expect("there is an `x`");
        let mut findings = Diagnostics::new();
        findings.error(&CODE, Span::new(start, start + 1), "it is odd").nearest("x", ["b"]);
        withdraw_twice(&parse(&Source::new("p.yaml", text)).0, &mut findings);
        let finding = findings.sorted()[0].clone();
        assert_eq!((finding.edit.is_some(), finding.help.is_some()), (stays, stays), "{text}");
    }

    #[test]
    fn what_is_there_already_is_not_offered() {
        check("a: { b: 1, x: 2 }", false);
        check("a: [{ x: 1 }, { b: 2 }]", true);
        check("a: { x: b }", true);
        check("a: { b: { x: 1 } }", true);
        check("a: [b, x]", false);
        check("a: [c, x]", true);
        check("a: x", true);
    }
}
