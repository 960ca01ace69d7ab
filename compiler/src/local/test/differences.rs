//! How the rows that came differ from those that a test expects.

use super::matching::matching;
use super::outcome::{Difference, Problem};
use super::row::Came;
use crate::model::test::{Body, Expectation, Kind, List, Row};

/// All differences of one expectation; none where it is met.
pub fn of(expectation: &Expectation, rows: &[Came]) -> Vec<Difference> {
    let mut all = Vec::new();
    if let Some(count) = expectation.count.as_ref().filter(|it| it.value != rows.len()) {
        let message = format!("expected {}, and {} came", counted(count.value), rows.len());
        all.push(Difference::new(count.span, Problem::Count, message));
    }
    for list in &expectation.lists {
        all.extend(of_list(expectation, list, rows));
    }
    all
}

fn counted(count: usize) -> String {
    format!("{count} {}", if count == 1 { "row" } else { "rows" })
}

fn of_list(expectation: &Expectation, list: &List, rows: &[Came]) -> Vec<Difference> {
    let fits = |row: usize, came: usize| rows[came].is(&list.rows[row], list.whole);
    let is_ordered = list.rows.len() == rows.len() && (0..rows.len()).all(|it| fits(it, it));
    if list.kind == Kind::Ordered && is_ordered {
        return Vec::new();
    }
    let pairs = matching(list.rows.len(), rows.len(), fits);
    let missing: Vec<usize> = (0..pairs.len()).filter(|it| pairs[*it].is_none()).collect();
    let mut left: Vec<usize> = (0..rows.len()).filter(|it| !pairs.contains(&Some(*it))).collect();
    let mut all: Vec<Difference> = Vec::new();
    for at in &missing {
        let row = &list.rows[*at];
        let alone = missing.len() == 1 && left.len() == 1;
        let nearest = nearest(row, rows, &left, list.whole, alone);
        left.retain(|it| Some(*it) != nearest);
        let is_taken = (0..rows.len()).any(|it| fits(*at, it));
        all.push(absent(row, nearest.map(|it| &rows[it]), list.whole, is_taken));
    }
    if list.kind != Kind::Some && !left.is_empty() {
        all.push(unexpected(expectation, list, left.iter().map(|it| &rows[*it])));
    }
    if list.kind == Kind::Ordered && all.is_empty() {
        all.extend(
            (0..rows.len()).find(|it| !fits(*it, *it)).map(|it| misplaced(&list.rows[it], it, &rows[it])),
        );
    }
    all
}

/// A row that is expected and did not come.
fn absent(row: &Row, nearest: Option<&Came>, whole: bool, is_taken: bool) -> Difference {
    let message = match (nearest, is_taken) {
        (_, true) => "each row that is like this is expected elsewhere already",
        (Some(_), false) => "no row is like this; this one is nearest",
        (None, false) => "no row is like this",
    };
    Difference {
        expected: Some(row.shown()),
        found: nearest.iter().map(|it| it.shown()).collect(),
        columns: nearest.map(|it| it.differing(row, whole)).unwrap_or_default(),
        ..Difference::new(row.span, Problem::Missing, message.to_owned())
    }
}

/// Rows that nothing expects.
fn unexpected<'c>(
    expectation: &Expectation,
    list: &List,
    rows: impl Iterator<Item = &'c Came>,
) -> Difference {
    let found: Vec<String> = rows.map(Came::shown).collect();
    let name = &expectation.name.value;
    let message = match found.len() {
        1 => format!("1 row of `{name}` is not expected"),
        more => format!("{more} rows of `{name}` are not expected"),
    };
    Difference { found, ..Difference::new(list.span, Problem::Unexpected, message) }
}

/// The first row that comes at another place than it is expected at.
fn misplaced(row: &Row, at: usize, came: &Came) -> Difference {
    let message = format!("row {} is another one; in another order all are there", at + 1);
    Difference {
        expected: Some(row.shown()),
        found: vec![came.shown()],
        columns: came.differing(row, false),
        ..Difference::new(row.span, Problem::Order, message)
    }
}

/// The row with the most columns as they are expected; one that has none of them only where there is no other choice.
fn nearest(row: &Row, rows: &[Came], left: &[usize], whole: bool, alone: bool) -> Option<usize> {
    let Body::Cells(cells) = &row.body else {
        return left.first().copied().filter(|_| alone);
    };
    let alike = |it: &usize| cells.iter().filter(|cell| rows[*it].has(cell)).count();
    let near = |it: &&usize| alone || alike(it) > 0;
    // Of several the first: it comes before the others in the output, too.
    let fewest = |it: &&usize| (cells.len() - alike(it), rows[**it].differing(row, whole).len());
    left.iter().filter(near).min_by_key(fewest).copied()
}
