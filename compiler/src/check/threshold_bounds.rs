//! `threshold-bounds`: a value outside its own bounds, or one that no parameter can carry.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::expression::literal;
use crate::model::{Model, Threshold};
use pipec_runtime::threshold::is_less;
use pipec_runtime::value::Value;

/// Most characters of a text threshold.
const LONGEST: usize = 256;

/// The finding's page.
pub const CODE: Code = Code {
    name: "threshold-bounds",
    what: "A threshold is below its `min`, above its `max`, or a text that a parameter cannot carry.",
    why: "Each threshold is a stack parameter. A text of it holds no quote, no backslash and no control character, \
          and has at most 256 characters, so that it is a literal in every dialect.",
    example: "thresholds:\n  high: { value: 90, max: 80 }\n",
    instead: "thresholds:\n  high: { value: 90, max: 100 }\n",
};

/// Tells of each such threshold.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for threshold in &model.thresholds {
        bounds(threshold, findings);
        if let Value::Text(text) = &threshold.value.value {
            let odd = text.chars().find(|it| it.is_control() || "'\"\\".contains(*it));
            if let Some(odd) = odd {
                let shown = if odd.is_control() { odd.escape_default().to_string() } else { odd.to_string() };
                let message = format!("a threshold cannot hold `{shown}`");
                findings.error(&CODE, threshold.value.span, message);
            } else if text.chars().count() > LONGEST {
                let message = format!("a text of more than {LONGEST} characters");
                findings.error(&CODE, threshold.value.span, message);
            }
        }
    }
}

fn bounds(threshold: &Threshold, findings: &mut Diagnostics) {
    let value = &threshold.value.value;
    if let Some(min) = &threshold.min
        && literal(&min.value, threshold.ty).is_some_and(|it| is_less(value, &it))
    {
        let message = format!("{} is less than its `min`", threshold.text);
        findings.error(&CODE, threshold.value.span, message).label(min.span, "the least");
    }
    if let Some(max) = &threshold.max
        && literal(&max.value, threshold.ty).is_some_and(|it| is_less(&it, value))
    {
        let message = format!("{} is more than its `max`", threshold.text);
        findings.error(&CODE, threshold.value.span, message).label(max.span, "the greatest");
    }
}
