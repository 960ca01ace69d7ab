//! Where a stack stands, as far as the file tells.

use super::Model;
use crate::source::Spanned;
use crate::spec::Encryption;
use crate::syntax::Arn;

impl Model {
    /// What is there already in a region: streams, sinks, the keys of both, the pipeline's key. The ARN of a bucket has
    /// none, so its key may be anywhere.
    pub fn placed(&self) -> impl Iterator<Item = &Spanned<Arn>> {
        let key = match self.spec.settings.as_ref().and_then(|it| it.encryption.as_ref()) {
            Some(Encryption::Key(key)) => key.as_ref(),
            Some(Encryption::CustomerKey(_) | Encryption::AwsManaged(_)) | None => None,
        };
        let keys = self.there().filter(|it| has_region(it.arn)).filter_map(|it| it.key);
        self.there().map(|it| it.arn).chain(keys).chain(key).filter(|it| has_region(it))
    }

    /// The region of the environment, else of what is there already, which a rule holds to one.
    pub fn region(&self) -> Option<&str> {
        let own = self.environment.as_ref().and_then(|it| it.region.as_ref());
        own.map(|it| it.value.as_str()).or_else(|| self.placed().next().map(|it| it.part(3)))
    }
}

fn has_region(arn: &Arn) -> bool {
    !arn.part(3).is_empty()
}
