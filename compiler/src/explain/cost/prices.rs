//! The price list: a file with the date, the source and the standing of each price.

use pipec_runtime::decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The list as it stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    /// The region of all prices.
    pub region: String,
    /// The prices.
    pub prices: BTreeMap<String, Price>,
}

/// A price.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    usd: String,
    of: u64,
    /// What is paid for.
    pub unit: String,
    /// The year and the month that it is of.
    pub date: String,
    /// The page that has today's.
    pub source: String,
    /// How far it can be trusted.
    pub standing: String,
}

impl PriceList {
    /// The list that pipec carries.
    pub fn read() -> PriceList {
        serde_json::from_str(include_str!("prices.json")).expect("a test reads the list")
    }

    /// A price of the list.
    pub fn price(&self, name: &str) -> &Price {
        self.prices.get(name).expect("a test asks for each price by its name")
    }
}

impl Price {
    /// What so many parts of a unit cost, to the cent, where a unit is `parts` of them; none beyond all numbers.
    pub fn of(&self, quantity: u128, parts: u64) -> Option<Decimal> {
        let usd = Decimal::parse(&self.usd).expect("a test reads the list");
        let units = i128::from(self.of).checked_mul(i128::from(parts))?;
        let whole = i128::try_from(quantity).ok()?.checked_mul(usd.digits())?.checked_mul(100)?;
        let divisor = units.checked_mul(10_i128.checked_pow(u32::from(usd.scale()))?)?;
        Decimal::new(whole.checked_add(divisor / 2)? / divisor, 2)
    }
}

#[cfg(test)]
mod tests {
    use super::PriceList;
    use pipec_runtime::decimal::Decimal;

    #[test]
    fn every_price_says_where_it_is_from_and_how_far_it_goes() {
        let list = PriceList::read();
        assert_eq!(list.region, "us-east-1");
        for (name, price) in &list.prices {
            assert!(Decimal::parse(&price.usd).is_some_and(|it| it.digits() > 0), "{name}");
            assert!(price.source.starts_with("https://aws.amazon.com/"), "{name}");
            assert!(price.date.len() == 7 && price.date.starts_with("20"), "{name}");
            assert!(
                ["documented", "verify before you rely on it"].contains(&price.standing.as_str()),
                "{name}"
            );
            assert!(price.of > 0 && !price.unit.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_cost_is_rounded_to_the_cent_half_of_one_up() {
        let check = |name: &str, quantity, parts, expect: &str| {
            let cost = PriceList::read().price(name).of(quantity, parts).map(|it| it.to_string());
            assert_eq!(cost.as_deref(), Some(expect), "{name} {quantity}");
        };
        check("kinesis_shard_hour", 730, 1, "10.95");
        check("kinesis_payload_unit", 262_800_000, 1, "3.68");
        check("firehose_gib", 5 << 30, 1 << 30, "0.15");
        check("firehose_gib", 1, 1 << 30, "0.00");
        check("s3_put", 1_000, 1, "0.01");
        check("s3_put", 999, 1, "0.00");
        assert_eq!(PriceList::read().price("firehose_gib").of(u128::MAX, 1), None);
    }
}
