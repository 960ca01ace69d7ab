//! What one node costs: a line for each price that it pays.

use super::prices::PriceList;
use super::zero;
use crate::plan::Node;
use pipec_runtime::decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a node costs in a month.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// The node's name.
    pub name: String,
    /// What it is.
    pub noun: String,
    /// The way in the file to what it is there for.
    pub path: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What it would cost otherwise, in words; nothing where there is no other way.
    pub otherwise: Vec<String>,
}

/// A part of what a node costs.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The USD of a month, to the cent; none where that is not known.
    pub usd: Option<String>,
    /// What is paid for.
    pub what: String,
    #[serde(skip)]
    amount: Option<Decimal>,
}

/// The bill of a node while it is written.
#[derive(Debug)]
pub struct Bill<'a> {
    list: &'a PriceList,
    used: &'a mut BTreeSet<String>,
    lines: Vec<Line>,
    otherwise: Vec<String>,
}

impl<'a> Bill<'a> {
    /// A bill without lines, which notes the prices it uses.
    pub fn new(list: &'a PriceList, used: &'a mut BTreeSet<String>) -> Bill<'a> {
        Bill { list, used, lines: Vec::new(), otherwise: Vec::new() }
    }

    /// What so many parts of a price's unit cost, where a unit is `parts` of them; none where the quantity is not known.
    pub fn cost(&mut self, price: &str, quantity: Option<u128>, parts: u64) -> Option<Decimal> {
        self.used.insert(price.to_owned());
        self.list.price(price).of(quantity?, parts)
    }

    /// Adds a line: a quantity, at a price, for its unit.
    pub fn charge(&mut self, price: &str, quantity: Option<u128>, parts: u64) {
        let amount = self.cost(price, quantity, parts);
        let many = quantity.map_or_else(|| "an unknown number of".to_owned(), |it| times(it, parts));
        let what = format!("{many} times {}", self.list.price(price).unit);
        self.lines.push(Line { usd: amount.map(|it| it.to_string()), what, amount });
    }

    /// Adds a line whose cost nobody can know here.
    pub fn unknown(&mut self, what: &str) {
        self.lines.push(Line { usd: None, what: what.to_owned(), amount: None });
    }

    /// Says what it would cost otherwise.
    pub fn otherwise(&mut self, way: &str, amounts: &[Option<Decimal>]) {
        let sum = amounts.iter().try_fold(zero(), |sum, it| sum.checked_add((*it)?));
        if let Some(sum) = sum {
            self.otherwise.push(format!("{way}: it would cost {sum}"));
        }
    }

    /// The bill of this node; none where it costs nothing.
    pub fn item(self, node: &Node) -> Option<Item> {
        (!self.lines.is_empty()).then(|| Item {
            name: node.name.clone(),
            noun: node.part.noun().to_owned(),
            path: node.path.clone(),
            lines: self.lines,
            otherwise: self.otherwise,
        })
    }
}

/// A quantity as units, to a hundredth of one where they have parts.
fn times(quantity: u128, parts: u64) -> String {
    let hundredths = quantity.saturating_mul(100) / u128::from(parts);
    match parts {
        1 => quantity.to_string(),
        _ => format!("{}.{:02}", hundredths / 100, hundredths % 100),
    }
}

impl Item {
    /// The sum of what is known; none beyond all numbers.
    pub fn sum(&self) -> Option<Decimal> {
        self.lines.iter().filter_map(|it| it.amount).try_fold(zero(), Decimal::checked_add)
    }

    /// Whether a part of it is unknown.
    pub fn is_unknown(&self) -> bool {
        self.lines.iter().any(|it| it.amount.is_none())
    }
}
