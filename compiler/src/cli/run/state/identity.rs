//! What a state belongs to: a pipeline, the text of its file, and the values of its thresholds.

use super::super::stop::Stop;
use crate::emit;
use crate::model::Model;
use crate::source::Source;
use pipec_runtime::encode;
use pipec_runtime::value::Value;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How many digits of a hash name a version.
const DIGITS: usize = 12;

/// What a state belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pipeline: String,
    /// The hash of the file's text.
    version: String,
    thresholds: Vec<String>,
}

impl Identity {
    /// That of a run.
    pub fn new(source: &Source, model: &Model, thresholds: &[Value<'static>]) -> Identity {
        let written = model.thresholds.iter().zip(thresholds).map(|(threshold, value)| {
            let mut text = format!("{}=", threshold.name.value);
            encode::value(value, &mut text);
            text
        });
        Identity {
            pipeline: model.name.value.clone(),
            version: emit::sha256(source.text.as_bytes()),
            thresholds: written.collect(),
        }
    }

    /// Refuses a run of something else in this folder, whose state has this identity.
    pub fn refuse(&self, other: &Identity, folder: &Path) -> Result<(), Stop> {
        let folder = folder.display();
        if (&self.pipeline, &self.version) != (&other.pipeline, &other.version) {
            return Err(Stop::usage(format!(
                "`{folder}` holds what {} has made, and this is {}. Nothing was changed. Begin in another folder.",
                self.name(),
                other.name()
            )));
        }
        if self.thresholds != other.thresholds {
            return Err(Stop::usage(format!(
                "`{folder}` holds what `{}` has made with {}, and this is {}. Nothing was changed. Give the same \
                 thresholds, or begin in another folder.",
                self.pipeline,
                self.thresholds.join(", "),
                other.thresholds.join(", ")
            )));
        }
        Ok(())
    }

    fn name(&self) -> String {
        format!("`{}` in version {}", self.pipeline, self.version.get(..DIGITS).unwrap_or(&self.version))
    }
}
