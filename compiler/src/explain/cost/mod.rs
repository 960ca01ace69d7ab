//! What a pipeline costs in a month, node by node, with all that is assumed.

mod bill;
mod flow;
mod prices;
mod things;

pub use bill::{Item, Line};
pub use flow::Given;

use crate::model::Model;
use crate::plan::Plan;
use bill::Bill;
use flow::Flows;
use pipec_runtime::decimal::Decimal;
use prices::PriceList;
use serde::Serialize;
use std::collections::BTreeSet;

/// A month's estimate.
#[derive(Debug, Clone, Serialize)]
pub struct Estimate {
    /// What costs something, in the order of the plan.
    pub items: Vec<Item>,
    /// The sum of what is known, in USD.
    pub total: String,
    /// Whether a part of it is unknown.
    pub unknown: bool,
    /// What it assumes, a sentence each.
    pub assumes: Vec<String>,
    /// Where the prices are from, and how far they can be trusted: a line for each page.
    pub prices: Vec<String>,
}

/// The estimate of a month, under the load that is given or else declared.
pub fn estimate(model: &Model, plan: &Plan, given: Option<Given>) -> Estimate {
    let list = PriceList::read();
    let things = things::Things { flows: Flows { model, given }, model };
    let mut used = BTreeSet::new();
    let mut items = Vec::new();
    for (_, node) in plan.nodes() {
        let mut bill = Bill::new(&list, &mut used);
        things.charge(node, &mut bill);
        items.extend(bill.item(node));
    }
    let total = items.iter().filter_map(Item::sum).try_fold(zero(), Decimal::checked_add);
    Estimate {
        total: total.map_or_else(|| "unknown".to_owned(), |it| it.to_string()),
        unknown: total.is_none() || items.iter().any(Item::is_unknown),
        assumes: assumes(given.is_some()),
        prices: pages(&list, &used),
        items,
    }
}

/// What an application of Flink costs at least: one KPU that works and one that orchestrates, all month.
pub fn least_of_flink() -> String {
    let list = PriceList::read();
    let price = list.price("flink_kpu_hour");
    let usd = price.of(2 * 730, 1).map_or_else(|| "unknown".to_owned(), |it| it.to_string());
    format!("{usd} USD a month ({}, of {}: {})", list.region, price.date, price.standing)
}

/// No dollars and no cents.
fn zero() -> Decimal {
    Decimal::new(0, 2).expect("zero has few digits")
}

fn assumes(is_given: bool) -> Vec<String> {
    let load = match is_given {
        true => "the load that is given, on each stream that no branch writes, in every second of 730 hours",
        false => "the load that each stream declares, a peak, in every second of 730 hours",
    };
    let others = [
        format!(
            "a `where` or `having` keeps {} records of 100, a window makes a row of {}, and a row is as large as its record",
            flow::KEPT,
            flow::WINDOWED
        ),
        format!(
            "a batch takes {} ms and logs {} bytes, and a stream on demand has {} shards",
            things::BATCH_MILLIS,
            things::BATCH_LOGS,
            things::ON_DEMAND_SHARDS
        ),
        "what comes into a bucket stays for the whole month, uncompressed".to_owned(),
        "a message of a queue is sent, received and deleted by itself".to_owned(),
        "a function has the memory that pipec gives it, whatever is overridden".to_owned(),
        "no discounts, no free tiers, no taxes, no dead letters, no data out of AWS".to_owned(),
    ];
    std::iter::once(load.to_owned()).chain(others).collect()
}

/// A line for each page that prices in use are from.
fn pages(list: &PriceList, used: &BTreeSet<String>) -> Vec<String> {
    let line = |name: &String| {
        let price = list.price(name);
        format!("{}, {}, of {}: {}", price.source, list.region, price.date, price.standing)
    };
    used.iter().map(line).collect::<BTreeSet<_>>().into_iter().collect()
}
