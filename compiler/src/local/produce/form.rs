//! `--column NAME=FORM`: what a user says of a column's values.

use super::Refusal;
use super::choice::Choice;
use super::column;
use super::maker::Maker;
use super::numbers;
use super::spread::{self, Shape, Spread};
use crate::diagnostic::nearest;
use crate::model::Column;
use pipec_runtime::decimal::Decimal;
use pipec_runtime::literal;
use pipec_runtime::types::Type;
use std::borrow::Cow;

const FORMS: [(&str, &str); 5] = [
    ("uniform", "`uniform(10,500)`"),
    ("normal", "`normal(100,15)`"),
    ("choice", "`choice(CH,DE,FR)`"),
    ("weighted", "`weighted(CH:8,DE:2)`"),
    ("constant", "`constant(CH)`"),
];
/// What no normal distribution reaches beyond.
const FAR: f64 = 1e15;

/// A column's name and its form, as typed.
pub fn split(text: &str) -> Result<(&str, &str), Refusal> {
    text.split_once('=').ok_or_else(|| {
        Refusal::Usage(format!(
            "`--column {text}` has no `=`: write `--column NAME=FORM`, such as `amount=uniform(10,500)`"
        ))
    })
}

/// What makes the values that a form says.
pub fn maker(form: &str, column: &Column) -> Result<Maker, Refusal> {
    let (name, arguments) = form.split_once('(').unwrap_or((form, ""));
    let known = FORMS.iter().find(|(it, _)| *it == name);
    let Some((_, example)) = known else { return Err(unknown(name)) };
    let arguments = arguments.strip_suffix(')').map(split_arguments);
    let wrong = || Refusal::Usage(format!("`{form}` is not written as {example} is"));
    let arguments = arguments.filter(|it| it.iter().all(|it| !it.is_empty())).ok_or_else(wrong)?;
    match (name, arguments.as_slice()) {
        ("uniform", [low, high]) => uniform(low, high, column).map(Maker::Number),
        ("normal", [mean, deviation]) => normal(mean, deviation, column).map(Maker::Number),
        ("constant", [value]) => choice(&[(unquoted(value), 1)], column),
        ("choice", values) => choice(&values.iter().map(|it| (unquoted(it), 1)).collect::<Vec<_>>(), column),
        ("weighted", values) => {
            let weighted = |it: &String| {
                let (value, weight) = it.rsplit_once(':')?;
                Some((unquoted(value), u64::from(weight.trim().parse::<u32>().ok()?)))
            };
            choice(&values.iter().map(weighted).collect::<Option<Vec<_>>>().ok_or_else(wrong)?, column)
        }
        _ => Err(wrong()),
    }
}

fn unknown(name: &str) -> Refusal {
    let names = FORMS.map(|(it, _)| it);
    let help = match nearest(name, names) {
        Some(near) => format!("`{near}` is close"),
        None => format!("there are {}", FORMS.map(|(_, it)| it).join(", ")),
    };
    Refusal::Usage(format!("no form of a column is called `{name}`; {help}"))
}

/// What stands between commas that stand in no quotes.
fn split_arguments(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    for sign in text.chars() {
        is_quoted ^= sign == '\'';
        match parts.last_mut() {
            Some(part) if is_quoted || sign != ',' => part.push(sign),
            Some(_) | None => parts.push(String::new()),
        }
    }
    parts.iter().map(|it| it.trim().to_owned()).collect()
}

/// A value without the quotes of SQL around it.
fn unquoted(text: &str) -> String {
    let inside = text.trim().strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    inside.map_or_else(|| text.trim().to_owned(), |it| it.replace("''", "'"))
}

fn choice(values: &[(String, u64)], column: &Column) -> Result<Maker, Refusal> {
    let read = |(text, weight): &(String, u64)| match column::read(text, column) {
        Some(value) => Ok((value, *weight)),
        None => Err(misfit(text, column)),
    };
    let values = values.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let none = || Refusal::Usage(format!("no value of `{}` has a weight above 0", column.name.value));
    Choice::weighted(values).map(Maker::Choice).ok_or_else(none)
}

fn misfit(text: &str, column: &Column) -> Refusal {
    let form = literal::form(column.ty);
    Refusal::Usage(format!("`{text}` is no value of column `{}`, which is {form}", column.name.value))
}

fn uniform(low: &str, high: &str, column: &Column) -> Result<Spread, Refusal> {
    let scale = scale(&[low, high], column)?;
    let (least, most) = spread::bounds(column.ty, scale);
    let units = |text: &str| {
        let value = literal::read(Cow::Borrowed(text), column.ty).map_err(|_| misfit(text, column))?;
        let units = spread::units(&value, scale).filter(|it| (least..=most).contains(it));
        units.ok_or_else(|| Refusal::Usage(format!("`{text}` has more than the 15 digits that are drawn")))
    };
    let (from, to) = (units(low)?, units(high)?);
    if from > to {
        return Err(Refusal::Usage(format!("`uniform({low},{high})` ends before it begins")));
    }
    Ok(Spread { scale, shape: Shape::Even(from, to), rare: Vec::new() })
}

fn normal(mean: &str, deviation: &str, column: &Column) -> Result<Spread, Refusal> {
    let scale = scale(&[mean, deviation], column)?;
    let millionths = |text: &str| {
        let number = literal::double(text).ok().filter(|it| it.abs() <= FAR);
        let wrong = || Refusal::Usage(format!("`{text}` is no number of at most 15 digits, such as 9.5"));
        number.map(|it| (it * 10_f64.powi(i32::from(scale)) * 1e6).round() as i128).ok_or_else(wrong)
    };
    let (mean, deviation) = (millionths(mean)?, millionths(deviation)?);
    if deviation < 0 {
        return Err(Refusal::Usage("a standard deviation is not below 0".to_owned()));
    }
    let within = spread::bounds(column.ty, scale);
    Ok(Spread { scale, shape: Shape::Normal { mean, deviation, within }, rare: Vec::new() })
}

/// How many digits stand behind the point: as many as the type has, or the longer of the two texts.
fn scale(texts: &[&str], column: &Column) -> Result<u8, Refusal> {
    if !column.ty.is_number() {
        let (name, ty) = (&column.name.value, column.ty);
        return Err(Refusal::Usage(format!(
            "column `{name}` is {ty}, which has no numbers: choose with `choice`"
        )));
    }
    let digits = texts.iter().filter_map(|it| Decimal::parse(it)).map(|it| it.scale()).max().unwrap_or(0);
    Ok(match column.ty {
        Type::Double => digits.clamp(2, spread::MOST_DIGITS),
        other => numbers::scale(other, 0),
    })
}
