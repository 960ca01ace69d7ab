//! Settings with their defaults.

use crate::cfn::lambda::Architecture;
use crate::model::{Encryption, Settings};
use crate::spec::{self, Spec};
use crate::syntax::Duration;

/// How long logs are kept, in days.
const LOG_RETENTION_DAYS: u32 = 90;
/// How long a failing batch is retried.
const RETRY: Duration = Duration::seconds(6 * 3600);

/// The settings of a file, or the defaults.
pub(super) fn resolve(spec: &Spec) -> Settings {
    let written = spec.settings.as_ref();
    let days = |it: Duration| u32::try_from(it.as_seconds().div_ceil(86_400)).unwrap_or(u32::MAX);
    Settings {
        encryption: encryption(written.and_then(|it| it.encryption.as_ref())),
        removal: written.and_then(|it| it.removal.as_ref()).map_or(spec::Removal::Retain, |it| it.value),
        architecture: written
            .and_then(|it| it.architecture.as_ref())
            .map_or(Architecture::X8664, |it| it.value),
        log_retention_days: written
            .and_then(|it| it.log_retention.as_ref())
            .map_or(LOG_RETENTION_DAYS, |it| days(it.value)),
        retry: written.and_then(|it| it.retry.as_ref()).map_or(RETRY, |it| it.value),
        permissions_boundary: written
            .and_then(|it| it.permissions_boundary.as_ref())
            .map(|it| it.value.clone()),
        name_prefix: written
            .and_then(|it| it.name_prefix.as_ref())
            .map(|it| it.value.clone())
            .unwrap_or_default(),
        tags: tags(written),
    }
}

fn encryption(written: Option<&spec::Encryption>) -> Encryption {
    match written {
        None | Some(spec::Encryption::CustomerKey(_) | spec::Encryption::Key(None)) => {
            Encryption::CustomerKey
        }
        Some(spec::Encryption::AwsManaged(_)) => Encryption::AwsManaged,
        Some(spec::Encryption::Key(Some(key))) => Encryption::Key(key.value.clone()),
    }
}

fn tags(written: Option<&spec::Settings>) -> Vec<(String, String)> {
    let Some(written) = written else { return Vec::new() };
    let tags = written.tags.items.iter();
    tags.filter_map(|(key, value)| Some((key.value.clone(), value.as_ref()?.value.clone()))).collect()
}
