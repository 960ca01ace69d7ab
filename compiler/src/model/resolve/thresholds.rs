//! Thresholds: their types and values.

use super::text;
use crate::diagnostic::Diagnostics;
use crate::model::codes::THRESHOLD_VALUE;
use crate::model::expression::{literal, text_of};
use crate::model::{Threshold, expression};
use crate::source::Spanned;
use crate::spec::{self, Spec};
use crate::syntax::Literal;
use crate::yaml::Plain;
use pipec_runtime::types::Type;

/// Digits of a decimal threshold without a type: as many as every engine's decimals have.
const ROOM: u8 = 18;

/// The thresholds whose value could be read.
pub(super) fn resolve(spec: &Spec, findings: &mut Diagnostics) -> Vec<Threshold> {
    let written = spec.thresholds.items.iter();
    written.filter_map(|(name, it)| threshold(name, it.as_ref()?, findings)).collect()
}

fn threshold(
    name: &Spanned<String>,
    written: &spec::Threshold,
    findings: &mut Diagnostics,
) -> Option<Threshold> {
    let value = written.value.as_ref()?;
    let block = written.block.as_ref();
    let declared = block.and_then(|it| it.ty.as_ref()).map(|it| it.value.0);
    let Some(ty) = declared.or_else(|| type_of(value)) else {
        let message = format!("`{}` is beyond 64 bits, 38 digits or the doubles", value.text);
        findings.error(&THRESHOLD_VALUE, value.span, message);
        return None;
    };
    let read = read(value, ty, findings)?;
    let mut bound = |it: Option<&Spanned<Literal>>| {
        let bound = it?;
        let value = self::read(bound, ty, findings)?;
        Some(Spanned::new(text_of(&value), bound.span))
    };
    let (min, max) =
        (bound(block.and_then(|it| it.min.as_ref())), bound(block.and_then(|it| it.max.as_ref())));
    Some(Threshold {
        name: name.clone(),
        description: text(block.and_then(|it| it.description.as_ref())),
        ty,
        text: text_of(&read),
        value: Spanned::new(read, value.span),
        min,
        max,
    })
}

/// The type of a literal: that of the same literal in SQL, but that a decimal has room to grow, since a deployment
/// may give another value.
fn type_of(value: &Literal) -> Option<Type> {
    match value.plain {
        Plain::Boolean => Some(Type::Boolean),
        Plain::Integer | Plain::Float => expression::number_type(&value.text).map(roomy),
        Plain::Text | Plain::Null => Some(Type::String),
    }
}

fn roomy(ty: Type) -> Type {
    match ty {
        Type::Decimal { precision, scale } => Type::Decimal { precision: precision.max(ROOM), scale },
        other => other,
    }
}

fn read(
    value: &Spanned<Literal>,
    ty: Type,
    findings: &mut Diagnostics,
) -> Option<pipec_runtime::value::Value<'static>> {
    let read = literal(&value.text, ty);
    if read.is_none() {
        let form = pipec_runtime::literal::form(ty);
        let message = format!("expected {form}, found `{}`", value.text);
        findings.error(&THRESHOLD_VALUE, value.span, message);
    }
    read
}
