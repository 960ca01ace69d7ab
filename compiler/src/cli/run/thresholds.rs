//! The values of thresholds, those of the command line in place of the file's, by the rules of a deployment.

use super::stop::Stop;
use crate::local;
use crate::model::{Model, Threshold};
use pipec_runtime::threshold;
use pipec_runtime::value::Value;

/// All values, in the order of the model.
pub fn all(model: &Model, given: &[String]) -> Result<Vec<Value<'static>>, Stop> {
    let mut values = local::thresholds(model);
    for given in given {
        let (name, text) = given
            .split_once('=')
            .ok_or_else(|| Stop::usage(format!("`--threshold {given}` has no value: write `NAME=VALUE`")))?;
        let at = model.thresholds.iter().position(|it| it.name.value == name);
        let at = at.ok_or_else(|| unknown(name, model))?;
        values[at] = read(&model.thresholds[at], text)?;
    }
    Ok(values)
}

fn read(threshold: &Threshold, text: &str) -> Result<Value<'static>, Stop> {
    let name = &threshold.name.value;
    let bounds = threshold::Threshold {
        name,
        variable: "",
        ty: threshold.ty,
        min: threshold.min.as_ref().map(|it| it.value.as_str()),
        max: threshold.max.as_ref().map(|it| it.value.as_str()),
    };
    bounds
        .value(text)
        .map_err(|expected| Stop::usage(format!("the threshold `{name}` wants {expected}, not `{text}`")))
}

fn unknown(name: &str, model: &Model) -> Stop {
    let names: Vec<String> = model.thresholds.iter().map(|it| format!("`{}`", it.name.value)).collect();
    match names.as_slice() {
        [] => Stop::usage(format!("no threshold is called `{name}`; the pipeline has none")),
        _ => Stop::usage(format!("no threshold is called `{name}`; there is {}", names.join(", "))),
    }
}
