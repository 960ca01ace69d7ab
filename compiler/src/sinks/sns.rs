//! SNS topics.

use crate::source::Spanned;
use crate::syntax::{Arn, EmailAddress, OneOrMany, block};

block! {
    /// An SNS topic; a row is a message.
    struct Settings {
        /// The sender that an e-mail shows, at most 100 characters.
        optional display_name = "display_name": Spanned<String>,
        /// Addresses that get each message, once their owner has confirmed.
        collection email = "email": OneOrMany<Spanned<EmailAddress>>,
        /// The topic's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// A topic that is there already.
        optional existing = "existing": Spanned<Arn>,
    }
}
