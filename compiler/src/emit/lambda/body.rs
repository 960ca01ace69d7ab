//! Trees → lines, as rustfmt lays them out: what does not fit is given a name first, so no line is too long.

use super::WIDTH;
use super::expression::{equal, or};
use super::tree::{Any, Call, Choice, Piece, Tree};
use std::collections::BTreeMap;

/// The lines of a function's body.
#[derive(Debug, Default)]
struct Body {
    lines: Vec<String>,
    /// How many values have been called by a noun.
    nouns: BTreeMap<&'static str, usize>,
    /// The names whose statements have begun, the innermost last.
    begun: Vec<String>,
}

/// Where a tree stands: how deep, and what stands before and behind it.
#[derive(Debug, Clone, Copy)]
struct Place<'p> {
    depth: usize,
    before: Before<'p>,
    behind: &'p str,
}

/// What stands before a tree.
#[derive(Debug, Clone, Copy)]
enum Before<'p> {
    /// This.
    Text(&'p str),
    /// `let` and a name made of this noun. It is numbered as its line is written, so that names count upward.
    Name(&'static str),
}

const NOTHING: Before = Before::Text("");

/// The body of a function that gives the value as a `Result`.
pub fn result(tree: Tree) -> Vec<String> {
    let mut body = Body::default();
    body.result(1, tree);
    body.lines
}

/// The body of a function that gives the value, converted, as a `Result`.
pub fn converted(mut tree: Tree) -> Vec<String> {
    let mut body = Body::default();
    while let Tree::After(first, then) = tree {
        body.bind(1, "let _ = ", *first);
        tree = *then;
    }
    let place = Place { depth: 1, before: Before::Text("Ok("), behind: ".into())" };
    let eager = matches!(&tree, Tree::Call(call) if !call.is_lazy());
    if eager {
        body.put(place, tree);
    } else if !body.put_flat(place, tree.flat()) {
        body.bind(1, "let value = ", tree);
        body.line(1, &["Ok(value.into())"]);
    }
    body.lines
}

fn fits(depth: usize, parts: &[&str]) -> bool {
    4 * depth + parts.iter().map(|it| it.len()).sum::<usize>() <= WIDTH
}

impl Body {
    fn line(&mut self, depth: usize, parts: &[&str]) {
        self.lines.push(format!("{:1$}{2}", "", 4 * depth, parts.concat()));
    }

    /// What would stand before a tree now.
    fn before(&self, place: Place) -> String {
        match place.before {
            Before::Text(text) => text.to_owned(),
            Before::Name(noun) => format!("let {} = ", self.next(noun)),
        }
    }

    /// The name that the next value of this noun gets.
    fn next(&self, noun: &'static str) -> String {
        match self.nouns.get(noun) {
            None => noun.to_owned(),
            Some(count) => format!("{noun}{}", count + 1),
        }
    }

    /// What stands before a tree whose first line is about to be written.
    fn begin(&mut self, place: Place) -> String {
        let before = self.before(place);
        if let Before::Name(noun) = place.before {
            self.begun.push(self.next(noun));
            *self.nouns.entry(noun).or_default() += 1;
        }
        before
    }

    /// A statement that gives the value to what stands before it.
    fn bind(&mut self, depth: usize, before: &str, tree: Tree) {
        self.put(Place { depth, before: Before::Text(before), behind: ";" }, tree);
    }

    /// Names a value, and gives the name.
    fn named(&mut self, depth: usize, tree: Tree) -> Tree {
        self.put(Place { depth, before: Before::Name(tree.noun()), behind: ";" }, tree);
        Tree::Leaf(self.begun.pop().expect("what has been put has begun"))
    }

    /// The end of a function or closure.
    fn result(&mut self, depth: usize, tree: Tree) {
        match tree {
            Tree::Call(call) if call.is_result() => {
                self.put(Place { depth, before: NOTHING, behind: "" }, Tree::Call(call.unasked()));
            }
            Tree::Leaf(_) | Tree::Call(_) => {
                self.put(Place { depth, before: Before::Text("Ok("), behind: ")" }, tree)
            }
            Tree::After(first, then) => {
                self.bind(depth, "let _ = ", *first);
                self.result(depth, *then);
            }
            Tree::Any(any) => {
                let found = self.unrolled(depth, any);
                self.result(depth, found);
            }
            Tree::List(_) | Tree::Choice(_) => {
                let named = self.named(depth, tree);
                self.result(depth, named);
            }
        }
    }

    fn put(&mut self, place: Place, tree: Tree) {
        if self.put_flat(place, tree.flat()) {
            return;
        }
        match tree {
            Tree::Leaf(text) => {
                let before = self.begin(place);
                self.line(place.depth, &[&before, &text, place.behind]);
            }
            Tree::Call(call) => self.put_call(place, call),
            Tree::List(items) => self.put_list(place, items),
            Tree::Choice(choice) => self.put_choice(place, choice),
            Tree::After(first, then) => {
                self.bind(place.depth, "let _ = ", *first);
                self.put(place, *then);
            }
            Tree::Any(any) => {
                let found = self.unrolled(place.depth, any);
                self.put(place, found);
            }
        }
    }

    /// Puts it in one line, or behind a `let` in the line below, where it fits there.
    fn put_flat(&mut self, place: Place, flat: Option<String>) -> bool {
        let Place { depth, behind, .. } = place;
        let Some(flat) = flat else { return false };
        let before = self.before(place);
        let beside = fits(depth, &[&before, &flat, behind]);
        let below = before.ends_with("= ") && fits(depth + 1, &[&flat, behind]);
        if beside || below {
            self.begin(place);
        }
        match (beside, below) {
            (true, _) => self.line(depth, &[&before, &flat, behind]),
            (false, true) => {
                self.line(depth, &[before.trim_end()]);
                self.line(depth + 1, &[&flat, behind]);
            }
            (false, false) => {}
        }
        beside || below
    }

    /// One operand after the other gets a name, the widest first, until the rest fits.
    fn put_call(&mut self, place: Place, mut call: Call) {
        while !self.put_flat(place, call.flat()) {
            // rustfmt wants this much room behind the brace.
            let room = ["|| {", "   ", &call.ending(), place.behind].concat();
            let head = call.head().filter(|it| fits(place.depth, &[&self.before(place), it, &room]));
            match (head, widest(&call)) {
                (Some(head), _) => return self.put_closure(place, &head, call),
                (None, Some(widest)) => self.name_up_to(place.depth, &mut call, widest),
                // It stands too deep to fit, whatever is named.
                (None, None) => match call.head() {
                    Some(head) => return self.put_closure(place, &head, call),
                    None => return self.put_below(place, &call),
                },
            }
        }
    }

    /// Puts a call whose last operand is a closure, the closure as a block.
    fn put_closure(&mut self, place: Place, head: &str, call: Call) {
        let Place { depth, behind, .. } = place;
        let before = self.begin(place);
        let misfit = call.flat().is_some_and(|it| misses_by_one(depth, &before, &(it + behind)));
        self.line(depth, &[&before, head, "|| {"]);
        let ending = call.ending();
        for piece in call.pieces {
            match piece {
                Piece::Lazy(lazy) if misfit => {
                    // A block of one expression would be taken out of it, and put where it does not fit.
                    let named = self.named(depth + 1, lazy);
                    self.result(depth + 1, named);
                }
                Piece::Lazy(lazy) => self.result(depth + 1, lazy),
                Piece::Text(_) | Piece::Operand(_) => {}
            }
        }
        self.line(depth, &["})", &ending, behind]);
    }

    /// Puts a call with each operand in its own line.
    fn put_below(&mut self, place: Place, call: &Call) {
        let Place { depth, behind, .. } = place;
        let before = self.begin(place);
        let Some((Piece::Text(first), rest)) = call.pieces.split_first() else { return };
        self.line(depth, &[&before, first]);
        for piece in rest {
            if let Piece::Operand(tree) = piece {
                self.line(depth + 1, &[&tree.flat().unwrap_or_default(), ","]);
            }
        }
        self.line(depth, &[")", &call.ending(), behind]);
    }

    /// Names an operand, and those before it that may fail: the first fault counts.
    fn name_up_to(&mut self, depth: usize, call: &mut Call, last: usize) {
        for (index, piece) in call.pieces.iter_mut().enumerate().take(last + 1) {
            if let Piece::Operand(tree) = piece
                && (index == last || tree.may_fail())
            {
                *tree = self.named(depth, std::mem::replace(tree, Tree::leaf("")));
            }
        }
    }

    fn put_list(&mut self, place: Place, mut items: Vec<Tree>) {
        let depth = place.depth + 1;
        // A single item would share the line of the bracket.
        let alone = items.len() == 1;
        let is_wide = |it: &Tree| alone || it.flat().is_none_or(|flat| !fits(depth, &[&flat, ","]));
        let is_wide = |it: &Tree| !is_named(it) && is_wide(it);
        if let Some(last) = items.iter().rposition(is_wide) {
            for item in items.iter_mut().take(last + 1).filter(|it| is_wide(it) || it.may_fail()) {
                *item = self.named(place.depth, std::mem::replace(item, Tree::leaf("")));
            }
            return self.put(place, Tree::List(items));
        }
        let items: Vec<String> = items.iter().filter_map(Tree::flat).collect();
        let before = self.begin(place);
        self.line(place.depth, &[&before, "["]);
        items.iter().for_each(|item| self.line(depth, &[item, ","]));
        self.line(place.depth, &["]", place.behind]);
    }

    fn put_choice(&mut self, place: Place, mut choice: Choice) {
        if self.put_flat(place, one_line(&choice)) {
            return;
        }
        let Place { depth, behind, .. } = place;
        let opening = self.before(place) + "if";
        if let Some((when, _)) = choice.arms.first_mut()
            && !is_named(when)
            && when.flat().is_none_or(|it| !is_short(depth, &opening, &it))
        {
            *when = self.named(depth, std::mem::replace(when, Tree::leaf("")));
            return self.put_choice(place, choice);
        }
        let mut arms = choice.arms.into_iter();
        self.begin(place);
        let mut opening = opening;
        while let Some((when, then)) = arms.next() {
            let condition = when.flat().filter(|it| is_short(depth, &opening, it) || is_named(&when));
            let Some(condition) = condition else {
                self.line(depth, &["} else {"]);
                // With its condition named, the `if` does not stand alone in the block.
                let when = self.named(depth + 1, when);
                let arms = std::iter::once((when, then)).chain(arms).collect();
                let rest = Choice { arms, otherwise: choice.otherwise };
                self.put_choice(Place { depth: depth + 1, before: NOTHING, behind: "" }, rest);
                return self.line(depth, &["}", behind]);
            };
            self.line(depth, &[&opening, " logic::holds(", &condition, ") {"]);
            self.put(Place { depth: depth + 1, before: NOTHING, behind: "" }, then);
            opening = "} else if".to_owned();
        }
        self.line(depth, &["} else {"]);
        self.put(Place { depth: depth + 1, before: NOTHING, behind: "" }, *choice.otherwise);
        self.line(depth, &["}", behind]);
    }

    /// A search with members that may fail: the first, or else the next, and so on.
    fn unrolled(&mut self, depth: usize, any: Any) -> Tree {
        let operand = match *any.operand {
            Tree::Leaf(text) => Tree::Leaf(text),
            other => match self.named(depth, other) {
                Tree::Leaf(name) if any.clones => Tree::Leaf(format!("{name}.clone()")),
                named => named,
            },
        };
        let tries = any.members.into_iter().map(|member| equal(operand.clone(), member));
        tries.reduce(or).unwrap_or(Tree::leaf("Some(false)"))
    }
}

/// Whether one more column would have been enough, in this line or the one below.
fn misses_by_one(depth: usize, before: &str, rest: &str) -> bool {
    let width = 4 * depth + rest.len();
    width + before.len() == WIDTH + 1 || width + 4 == WIDTH + 1
}

/// Whether a condition fits behind `if` or `} else if`.
fn is_short(depth: usize, opening: &str, condition: &str) -> bool {
    fits(depth, &[opening, " logic::holds(", condition, ") {"])
}

/// A choice in one line, if Rust would have it there.
fn one_line(Choice { arms, otherwise }: &Choice) -> Option<String> {
    let [(when, then)] = arms.as_slice() else { return None };
    let (when, then, otherwise) = (when.flat()?, then.flat()?, otherwise.flat()?);
    Some(format!("if logic::holds({when}) {{ {then} }} else {{ {otherwise} }}"))
}

/// The index of the operand that takes most room; one that takes statements takes more than any.
fn widest(call: &Call) -> Option<usize> {
    let room = |(index, piece): (usize, &Piece)| match piece {
        Piece::Operand(tree) if is_named(tree) => None,
        Piece::Operand(tree) => Some((tree.flat().map_or(usize::MAX, |it| it.len()), index)),
        Piece::Text(_) | Piece::Lazy(_) => None,
    };
    call.pieces.iter().enumerate().filter_map(room).max().map(|(_, index)| index)
}

/// Whether it is as short as it can be.
fn is_named(tree: &Tree) -> bool {
    matches!(tree, Tree::Leaf(text) if !text.contains(['(', '"', '{']))
}
