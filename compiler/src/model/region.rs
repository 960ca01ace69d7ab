//! Where a stack stands, as far as the file tells.

use super::Model;
use crate::source::Spanned;
use crate::spec::Encryption;
use crate::syntax::Arn;

impl Model {
    /// The things and the key that are there already in a region: streams, sinks, the key. The ARN of a bucket has none.
    pub fn placed(&self) -> impl Iterator<Item = &Spanned<Arn>> {
        let streams = self.streams.iter().filter_map(|it| it.existing.as_ref());
        let sinks = self.sinks.iter().filter_map(|it| it.settings.as_ref()?.sink().existing().arn);
        let key = match self.spec.settings.as_ref().and_then(|it| it.encryption.as_ref()) {
            Some(Encryption::Key(key)) => key.as_ref(),
            Some(Encryption::CustomerKey(_) | Encryption::AwsManaged(_)) | None => None,
        };
        streams.chain(sinks).chain(key).filter(|it| !it.part(3).is_empty())
    }

    /// The region of the environment, else of what is there already, which a rule holds to one.
    pub fn region(&self) -> Option<&str> {
        let own = self.environment.as_ref().and_then(|it| it.region.as_ref());
        own.map(|it| it.value.as_str()).or_else(|| self.placed().next().map(|it| it.part(3)))
    }
}
