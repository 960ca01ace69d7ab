//! The template's frame: description, tags, parameters.

mod range;

use crate::cfn::{Parameter, Skip, Template};
use crate::engines::lambda::{CODE_BUCKET, CODE_KEY};
use crate::plan::{Plan, Site, Threshold};
use pipec_runtime::types::Type;

/// Most characters of a threshold that is text.
const LONGEST_TEXT: u32 = 256;

/// A template with its parameters, where nothing else stands yet.
pub fn site(plan: &Plan, skips: &'static [Skip]) -> Site {
    let description = match plan.description.as_str() {
        "" => format!("The pipeline {}.", plan.pipeline),
        said => said.to_owned(),
    };
    let mut site = Site::new(Template::new(description, plan.tags.clone(), skips), plan.removal);
    if !plan.jobs.is_empty() {
        declare(&mut site, CODE_BUCKET, &code_bucket());
        declare(&mut site, CODE_KEY, &code_key());
        plan.thresholds.iter().for_each(|it| declare(&mut site, &it.parameter, &threshold(it)));
    }
    site
}

fn declare(site: &mut Site, name: &str, parameter: &Parameter) {
    let value = site.template.parameter(name, parameter);
    site.parameters.insert(name.to_owned(), value);
}

/// Bucket names: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
fn code_bucket() -> Parameter {
    Parameter {
        kind: "String",
        description: "The bucket, in the stack's region, that holds the zip of the functions.".to_owned(),
        default: None,
        allowed_pattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$".to_owned(),
        constraint_description: String::new(),
    }
}

fn code_key() -> Parameter {
    Parameter {
        kind: "String",
        description: "The key of that zip; a new build needs a new key, or the stack sees no change."
            .to_owned(),
        default: None,
        allowed_pattern: "^[!-~]{1,1024}$".to_owned(),
        constraint_description: String::new(),
    }
}

/// A threshold is text, so that no digit is lost on the way; its pattern is the literal of its type.
fn threshold(threshold: &Threshold) -> Parameter {
    let said = match threshold.description.as_str() {
        "" => format!("The threshold `{}` of the pipeline.", threshold.name),
        said => said.to_owned(),
    };
    Parameter {
        kind: "String",
        description: said,
        default: Some(threshold.default.clone()),
        allowed_pattern: format!("^{}$", within(threshold).unwrap_or_else(|| pattern(threshold.ty))),
        constraint_description: format!("must be {}{}", words(threshold.ty), bounds(threshold)),
    }
}

/// The literals that are within the bounds, where there are bounds and digits alone can say so.
fn within(threshold: &Threshold) -> Option<String> {
    let (min, max) = (threshold.min.as_deref(), threshold.max.as_deref());
    min.or(max)?;
    match threshold.ty {
        Type::Integer => range::pattern(10, 0, min, max),
        Type::Bigint => range::pattern(19, 0, min, max),
        Type::Decimal { precision, scale } => {
            range::pattern(u32::from(precision - scale), u32::from(scale), min, max)
        }
        Type::Varchar(_) | Type::String | Type::Double | Type::Boolean | Type::Timestamp => None,
    }
}

fn pattern(ty: Type) -> String {
    match ty {
        Type::Varchar(length) => text(length.min(LONGEST_TEXT)),
        Type::String => text(LONGEST_TEXT),
        Type::Integer => "-?(0|[1-9][0-9]{0,9})".to_owned(),
        Type::Bigint => "-?(0|[1-9][0-9]{0,18})".to_owned(),
        Type::Double => r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?".to_owned(),
        Type::Decimal { precision, scale } => decimal(precision, scale),
        Type::Boolean => "(true|false)".to_owned(),
        Type::Timestamp => r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?".to_owned(),
    }
}

/// No quote, backslash or control character, so that it can stand in any dialect's literal.
fn text(length: u32) -> String {
    format!(r#"[^'"\\\u0000-\u001f\u007f-\u009f]{{0,{length}}}"#)
}

fn decimal(precision: u8, scale: u8) -> String {
    let whole = match precision - scale {
        0 => "0".to_owned(),
        digits => format!("(0|[1-9][0-9]{{0,{}}})", digits - 1),
    };
    match scale {
        0 => format!("-?{whole}"),
        scale => format!(r"-?{whole}(\.[0-9]{{1,{scale}}})?"),
    }
}

fn words(ty: Type) -> String {
    match ty {
        Type::Varchar(_) | Type::String => {
            "text without quotes, backslashes and control characters".to_owned()
        }
        Type::Integer | Type::Bigint => "a whole number".to_owned(),
        Type::Double => "a number".to_owned(),
        Type::Decimal { scale, .. } => format!("a number with at most {scale} digits after the point"),
        Type::Boolean => "true or false".to_owned(),
        Type::Timestamp => "a moment such as 2026-01-01T00:00:00Z".to_owned(),
    }
}

/// The bounds; those that no pattern can say, the function looks at when it starts.
fn bounds(threshold: &Threshold) -> String {
    match (&threshold.min, &threshold.max) {
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    }
}
