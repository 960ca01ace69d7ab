//! Thresholds as parameters of the stack and environment variables of functions.

use crate::model;
use crate::plan::{Threshold, camel};

/// A threshold as it reaches functions.
pub fn lower(threshold: &model::Threshold) -> Threshold {
    let name = &threshold.name.value;
    Threshold {
        name: name.clone(),
        variable: format!("THRESHOLD_{}", name.to_ascii_uppercase()),
        // No resource ends so: resources and parameters share one set of ids.
        parameter: format!("{}Threshold", camel(name)),
        ty: threshold.ty,
        default: threshold.text.clone(),
        min: threshold.min.as_ref().map(|it| it.value.clone()),
        max: threshold.max.as_ref().map(|it| it.value.clone()),
        description: threshold.description.clone(),
        span: threshold.name.span,
    }
}
