//! What each branch does with a record: a function for every expression, with its text as the file has it.

use super::schema;
use pipec_runtime::context::Context;
use pipec_runtime::decimal::Decimal;
use pipec_runtime::expr::{cast, functions, logic, ops};
use pipec_runtime::fault::Reason;
use pipec_runtime::job::{Branch, Job, Output, Target, Writer};
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::{Value, text};

/// The branches that each stream feeds.
pub const JOBS: &[Job] = &[Job {
    stream: "scans",
    columns: schema::SCANS,
    checks: &[],
    id: &[],
    branches: &[WORTH_A_LOOK, LABELLED, LABELLED_SCANS, LATE, PRICED],
    targets: &[
        Target { name: "looks", variable: "QUEUE_LOOKS", writer: Writer::Queue },
        Target {
            name: "labels",
            variable: "TABLE_LABELS",
            writer: Writer::Table { partition_key: "parcelId", sort_key: Some("scannedAt"), replaces: false },
        },
        Target { name: "late_parcels", variable: "TOPIC_LATE_PARCELS", writer: Writer::Topic },
        Target {
            name: "prices",
            variable: "TABLE_PRICES",
            writer: Writer::Table { partition_key: "scanId", sort_key: None, replaces: false },
        },
    ],
}];

const WORTH_A_LOOK: Branch = Branch {
    name: "worth_a_look",
    reads: None,
    keep: Some(worth_a_look_where),
    adds: &[worth_a_look_add_moved, worth_a_look_add_same_day],
    outputs: &[
        Output { name: "scanId", ty: Type::Varchar(36), from: 0 },
        Output { name: "parcelId", ty: Type::Varchar(20), from: 1 },
        Output { name: "scannedAt", ty: Type::Timestamp, from: 12 },
        Output { name: "moved", ty: Type::Boolean, from: 15 },
        Output { name: "same_day", ty: Type::Boolean, from: 16 },
    ],
    writes: &["looks"],
    asks_id: false,
};

/// ```sql
/// where: (pieces > most_pieces or pieces <= 0 or grams >= most_grams or kilograms < 0e0) and carrier <>
///     'TEST' and not (signed = false and scannedAt < opened_on) or insured is not true and declared >=
///     valuable_from or (country = home) is false and promisedAt is null or strict is true and (insured is not
///     false) and kilograms is not null and grams > kilograms * 2000
/// ```
fn worth_a_look_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    let truth = logic::or(ops::more(row.whole(8), context.whole(1)), || {
        Ok(ops::less_or_equal(row.whole(8), Some(0_i64)))
    })?;
    let truth2 = logic::or(truth, || Ok(ops::more_or_equal(row.whole(9), context.whole(2))))?;
    let truth3 = logic::or(truth2, || Ok(ops::less(row.double(6), Some(0.0_f64))))?;
    let truth4 = logic::and(truth3, || Ok(ops::not_equal(row.text(2), text("TEST"))))?;
    let truth5 = logic::and(truth4, || {
        let truth6 = logic::and(ops::equal(row.boolean(11), Some(false)), || {
            Ok(ops::less(row.timestamp(12), context.timestamp(6)))
        })?;
        Ok(logic::not(truth6))
    })?;
    let truth7 = logic::or(truth5, || {
        logic::and(logic::not(logic::is(row.boolean(10), true)), || {
            Ok(ops::more_or_equal(row.decimal(7), context.decimal(3)))
        })
    })?;
    let truth8 = logic::or(truth7, || {
        logic::and(logic::is(ops::equal(row.text(3), context.text(4)), false), || {
            Ok(ops::is_null(row.timestamp(13)))
        })
    })?;
    logic::or(truth8, || {
        let truth9 = logic::and(logic::is(context.boolean(5), true), || {
            Ok(logic::not(logic::is(row.boolean(10), false)))
        })?;
        let truth10 = logic::and(truth9, || Ok(ops::is_not_null(row.double(6))))?;
        logic::and(truth10, || {
            Ok(ops::more(row.whole(9), ops::multiply(row.double(6), cast::to_double(Some(2000_i64)))?))
        })
    })
}

/// `moved: country is distinct from home`
fn worth_a_look_add_moved<'a>(row: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::distinct(row.text(3), context.text(4)).into())
}

/// `same_day: promisedAt is not distinct from date_trunc('day', scannedAt)`
fn worth_a_look_add_same_day<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(logic::not(ops::distinct(row.timestamp(13), functions::date_trunc("day", row.timestamp(12)))).into())
}

const LABELLED: Branch = Branch {
    name: "labelled",
    reads: None,
    keep: Some(labelled_where),
    adds: &[
        labelled_add_carrier,
        labelled_add_zone,
        labelled_add_ending,
        labelled_add_slug,
        labelled_add_fragile,
        labelled_add_words,
    ],
    outputs: &[
        Output { name: "scanId", ty: Type::Varchar(36), from: 0 },
        Output { name: "parcelId", ty: Type::Varchar(20), from: 1 },
        Output { name: "scannedAt", ty: Type::Timestamp, from: 12 },
        Output { name: "carrier", ty: Type::String, from: 15 },
        Output { name: "zone", ty: Type::String, from: 16 },
        Output { name: "ending", ty: Type::Varchar(20), from: 17 },
        Output { name: "slug", ty: Type::String, from: 18 },
        Output { name: "fragile", ty: Type::Boolean, from: 19 },
        Output { name: "words", ty: Type::Integer, from: 20 },
    ],
    writes: &["labels"],
    asks_id: false,
};

/// ```sql
/// where: parcelId like 'P%' and parcelId not like '%!_OLD' escape '!' and country in ('CH', 'LI', 'AT',
///     'DE', 'FR', 'IT') and country || substring(postcode, 1, 1) not in (home || '0', upper(note), 'XX') and
///     pieces between 1 and most_pieces and scannedAt not between opened_on and opened_on and
///     regexp_like(postcode, '^[0-9]{4,5}$')
/// ```
fn labelled_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    let truth = logic::and(ops::like(row.text(1), text("P%"), None), || {
        Ok(logic::not(ops::like(row.text(1), text("%!_OLD"), Some('!'))))
    })?;
    let truth2 = logic::and(truth, || {
        Ok(ops::is_in(row.text(3), [text("CH"), text("LI"), text("AT"), text("DE"), text("FR"), text("IT")]))
    })?;
    let truth3 = logic::and(truth2, || {
        let joined = ops::concat(row.text(3), functions::substring(row.text(4), [Some(1_i64), Some(1_i64)]));
        let list = [ops::concat(context.text(4), text("0")), functions::upper(row.text(5)), text("XX")];
        let found = ops::is_in(joined, list);
        Ok(logic::not(found))
    })?;
    let truth4 = logic::and(truth3, || ops::between(row.whole(8), Some(1_i64), || Ok(context.whole(1))))?;
    let truth5 = logic::and(truth4, || {
        Ok(logic::not(ops::between(row.timestamp(12), context.timestamp(6), || Ok(context.timestamp(6)))?))
    })?;
    logic::and(truth5, || Ok(functions::regexp_like(row.text(4), "^[0-9]{4,5}$")))
}

/// `carrier: coalesce(nullif(trim(upper(carrier)), ''), 'UNKNOWN')`
fn labelled_add_carrier<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let nullif = functions::nullif(functions::trim(functions::upper(row.text(2))), text(""));
    let value = ops::coalesce(nullif, || Ok(text("UNKNOWN")))?;
    Ok(value.into())
}

/// `zone: country || '-' || substring(postcode, 1, 2)`
fn labelled_add_zone<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let substring = functions::substring(row.text(4), [Some(1_i64), Some(2_i64)]);
    Ok(ops::concat(ops::concat(row.text(3), text("-")), substring).into())
}

/// `ending: substring(parcelId, -4)`
fn labelled_add_ending<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::substring(row.text(1), [Some(-4_i64)]).into())
}

/// `slug: lower(replace(concat(carrier, ' ', zone), ' ', '-'))`
fn labelled_add_slug<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let replace =
        functions::replace(functions::concat([row.text(2), text(" "), row.text(16)]), text(" "), text("-"));
    Ok(functions::lower(replace).into())
}

/// `fragile: starts_with(note, 'FRAGILE') or ends_with(note, '!')`
fn labelled_add_fragile<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let value = logic::or(functions::starts_with(row.text(5), text("FRAGILE")), || {
        Ok(functions::ends_with(row.text(5), text("!")))
    })?;
    Ok(value.into())
}

/// `words: length(note)`
fn labelled_add_words<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::length(row.text(5)).into())
}

const LABELLED_SCANS: Branch = Branch {
    name: "labelled_scans",
    reads: None,
    keep: Some(labelled_scans_where),
    adds: &[],
    outputs: &[
        Output { name: "scanId", ty: Type::Varchar(36), from: 0 },
        Output { name: "parcelId", ty: Type::Varchar(20), from: 1 },
        Output { name: "carrier", ty: Type::Varchar(16), from: 2 },
        Output { name: "country", ty: Type::Varchar(2), from: 3 },
        Output { name: "postcode", ty: Type::Varchar(12), from: 4 },
        Output { name: "note", ty: Type::String, from: 5 },
        Output { name: "kilograms", ty: Type::Double, from: 6 },
        Output { name: "declared", ty: Type::Decimal { precision: 9, scale: 2 }, from: 7 },
        Output { name: "pieces", ty: Type::Integer, from: 8 },
        Output { name: "grams", ty: Type::Bigint, from: 9 },
        Output { name: "insured", ty: Type::Boolean, from: 10 },
        Output { name: "signed", ty: Type::Boolean, from: 11 },
        Output { name: "scannedAt", ty: Type::Timestamp, from: 12 },
        Output { name: "promisedAt", ty: Type::Timestamp, from: 13 },
        Output { name: "sentAt", ty: Type::Timestamp, from: 14 },
    ],
    writes: &[],
    asks_id: false,
};

/// `where: parcelId is not null`
fn labelled_scans_where(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::is_not_null(row.text(1)))
}

const LATE: Branch = Branch {
    name: "late",
    reads: None,
    keep: Some(late_where),
    adds: &[
        late_add_days,
        late_add_on_the_way,
        late_add_day,
        late_add_hour,
        late_add_month,
        late_add_notice,
        late_add_seen_at,
        late_add_overdue,
    ],
    outputs: &[
        Output { name: "scanId", ty: Type::Varchar(36), from: 0 },
        Output { name: "scannedAt", ty: Type::Timestamp, from: 12 },
        Output { name: "days", ty: Type::Bigint, from: 15 },
        Output { name: "on_the_way", ty: Type::Bigint, from: 16 },
        Output { name: "day", ty: Type::Varchar(10), from: 17 },
        Output { name: "hour", ty: Type::Bigint, from: 18 },
        Output { name: "month", ty: Type::Timestamp, from: 19 },
        Output { name: "notice", ty: Type::Varchar(32), from: 20 },
        Output { name: "seenAt", ty: Type::Timestamp, from: 21 },
        Output { name: "overdue", ty: Type::Boolean, from: 22 },
    ],
    writes: &["late_parcels"],
    asks_id: true,
};

/// `where: scannedAt > promisedAt`
fn late_where(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::more(row.timestamp(12), row.timestamp(13)))
}

/// `days: timestampdiff(day, promisedAt, scannedAt)`
fn late_add_days<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::timestampdiff("day", row.timestamp(13), row.timestamp(12)).into())
}

/// `on_the_way: epoch_ms(scannedAt) - epoch_ms(sentAt)`
fn late_add_on_the_way<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::subtract(functions::epoch_ms(row.timestamp(12)), functions::epoch_ms(row.timestamp(14)))?.into())
}

/// `day: date(scannedAt)`
fn late_add_day<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::date(row.timestamp(12)).into())
}

/// `hour: extract(hour from scannedAt)`
fn late_add_hour<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::extract("hour", row.timestamp(12)).into())
}

/// `month: date_trunc('month', scannedAt)`
fn late_add_month<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::date_trunc("month", row.timestamp(12)).into())
}

/// `notice: record_id()`
fn late_add_notice<'a>(_: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::record_id(context).into())
}

/// `seenAt: now()`
fn late_add_seen_at<'a>(_: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::now(context).into())
}

/// `overdue: now() > timestamp '2026-06-01 00:00:00'`
fn late_add_overdue<'a>(_: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::more(functions::now(context), Some(Timestamp(1780272000000))).into())
}

const PRICED: Branch = Branch {
    name: "priced",
    reads: Some(2),
    keep: Some(priced_where),
    adds: &[
        priced_add_kilograms,
        priced_add_each,
        priced_add_rest,
        priced_add_boxes,
        priced_add_fee,
        priced_add_volume,
        priced_add_rounded,
        priced_add_floor_and_ceil,
        priced_add_least_fee,
        priced_add_francs,
        priced_add_loss,
        priced_add_number,
        priced_add_class,
        priced_add_shelf,
    ],
    outputs: &[
        Output { name: "scanId", ty: Type::Varchar(36), from: 0 },
        Output { name: "scannedAt", ty: Type::Timestamp, from: 12 },
        Output { name: "kilograms", ty: Type::Double, from: 15 },
        Output { name: "each", ty: Type::Bigint, from: 16 },
        Output { name: "rest", ty: Type::Bigint, from: 17 },
        Output { name: "boxes", ty: Type::Bigint, from: 18 },
        Output { name: "fee", ty: Type::Decimal { precision: 14, scale: 5 }, from: 19 },
        Output { name: "volume", ty: Type::Double, from: 20 },
        Output { name: "rounded", ty: Type::Double, from: 21 },
        Output { name: "floor_and_ceil", ty: Type::Double, from: 22 },
        Output { name: "least_fee", ty: Type::Decimal { precision: 14, scale: 5 }, from: 23 },
        Output { name: "francs", ty: Type::Bigint, from: 24 },
        Output { name: "loss", ty: Type::Decimal { precision: 9, scale: 2 }, from: 25 },
        Output { name: "number", ty: Type::Bigint, from: 26 },
        Output { name: "class", ty: Type::Varchar(6), from: 27 },
        Output { name: "shelf", ty: Type::Integer, from: 28 },
    ],
    writes: &["prices"],
    asks_id: false,
};

/// `where: pieces <> 0`
fn priced_where(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::not_equal(row.whole(8), Some(0_i64)))
}

/// `kilograms: coalesce(kilograms, grams / 1000, 0e0)`
fn priced_add_kilograms<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let first = ops::coalesce(row.double(6), || {
        ops::divide(cast::to_double(row.whole(9)), cast::to_double(Some(1000_i64)))
    })?;
    let value = ops::coalesce(first, || Ok(Some(0.0_f64)))?;
    Ok(value.into())
}

/// `each: grams div pieces`
fn priced_add_each<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::div(row.whole(9), row.whole(8))?.into())
}

/// `rest: grams % pieces`
fn priced_add_rest<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::modulo(row.whole(9), row.whole(8))?.into())
}

/// `boxes: pieces - mod(pieces, 6)`
fn priced_add_boxes<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::subtract(row.whole(8), ops::modulo(row.whole(8), Some(6_i64))?)?.into())
}

/// `fee: declared * 0.015 + 4.90 - 0.10`
fn priced_add_fee<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let product = ops::multiply(row.decimal(7), Decimal::new(15, 3))?;
    let sum = ops::add(product, cast::to_decimal(Decimal::new(490, 2), 5)?)?;
    Ok(ops::subtract(sum, cast::to_decimal(Decimal::new(10, 2), 5)?)?.into())
}

/// `volume: greatest(kilograms * 1.2e0, kilograms + 0.5e0, abs(-kilograms))`
fn priced_add_volume<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let list = [
        ops::multiply(row.double(6), Some(1.2_f64))?,
        ops::add(row.double(6), Some(0.5_f64))?,
        functions::abs(ops::negate(row.double(6))?)?,
    ];
    Ok(functions::greatest(list).into())
}

/// `rounded: round(volume, 1)`
fn priced_add_rounded<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::round(row.double(20), [Some(1_i64)])?.into())
}

/// `floor_and_ceil: ceil(kilograms) - floor(kilograms)`
fn priced_add_floor_and_ceil<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::subtract(functions::ceil(row.double(6))?, functions::floor(row.double(6))?)?.into())
}

/// `least_fee: least(fee, 99.0)`
fn priced_add_least_fee<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::least([row.decimal(19), cast::to_decimal(Decimal::new(990, 1), 5)?]).into())
}

/// `francs: cast(round(fee) as bigint)`
fn priced_add_francs<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(cast::cast(functions::round(row.decimal(19), [])?, Type::Bigint)?.whole().into())
}

/// `loss: -declared`
fn priced_add_loss<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::negate(row.decimal(7))?.into())
}

/// `number: try_cast(substring(parcelId, 2) as bigint)`
fn priced_add_number<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(cast::try_cast(functions::substring(row.text(1), [Some(2_i64)]), Type::Bigint).whole().into())
}

/// ```sql
/// class: case
///   when kilograms >= heavy_from then 'heavy'
///   when kilograms >= 10e0 then case when pieces > 1 then 'split' else 'large' end
///   when kilograms < 1e0 and not signed then 'letter'
///   else 'parcel'
/// end
/// ```
fn priced_add_class<'a>(row: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    let value = if logic::holds(ops::more_or_equal(row.double(6), context.double(0))) {
        text("heavy")
    } else if logic::holds(ops::more_or_equal(row.double(6), Some(10.0_f64))) {
        if logic::holds(ops::more(row.whole(8), Some(1_i64))) { text("split") } else { text("large") }
    } else {
        let truth = logic::and(ops::less(row.double(6), Some(1.0_f64)), || Ok(logic::not(row.boolean(11))))?;
        if logic::holds(truth) { text("letter") } else { text("parcel") }
    };
    Ok(value.into())
}

/// `shelf: case country when 'CH' then 1 when 'LI' then 1 when 'DE' then 2 end`
fn priced_add_shelf<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let truth = logic::or(ops::equal(row.text(3), text("CH")), || Ok(ops::equal(row.text(3), text("LI"))))?;
    let value = if logic::holds(truth) {
        Some(1_i64)
    } else if logic::holds(ops::equal(row.text(3), text("DE"))) {
        Some(2_i64)
    } else {
        None
    };
    Ok(value.into())
}
