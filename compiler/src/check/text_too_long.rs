//! `text-too-long`: descriptions beyond what CloudFormation takes.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::{Span, Spanned};

/// Most bytes of a template's description (CloudFormation user guide, `template-description-structure`).
const TEMPLATE: usize = 1024;
/// Most characters of a parameter's description (`parameters-section-structure`).
const PARAMETER: usize = 4000;

/// The finding's page.
pub const CODE: Code = Code {
    name: "text-too-long",
    what: "The pipeline's description has more than 1024 bytes, or a threshold's more than 4000 characters.",
    why: "They stand in the template, and CloudFormation refuses longer ones.",
    example: include_str!("text_too_long.yaml"),
    instead: "description: Alarms for high readings.\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let spec = &model.spec;
    check("pipeline", spec.description.as_ref(), spec.place_of("description"), TEMPLATE, findings);
    let blocks = model.spec.thresholds.items.iter().filter_map(|(_, it)| it.as_ref()?.block.as_ref());
    for block in blocks {
        check("threshold", block.description.as_ref(), block.place_of("description"), PARAMETER, findings);
    }
}

fn check(noun: &str, text: Option<&Spanned<String>>, key: Span, most: usize, findings: &mut Diagnostics) {
    let Some(text) = text else { return };
    if text.len() > most {
        let message = format!("the description of a {noun} has at most {most} bytes, not {}", text.len());
        findings.error(&CODE, key, message);
    }
}
