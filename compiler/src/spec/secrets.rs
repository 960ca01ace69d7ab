//! Secrets that betray themselves by their form, wherever in the file they stand.

use crate::syntax::{Reader, SECRET_IN_CLEAR};
use crate::yaml::{Kind, Node};

/// What well-known kinds of keys begin with, and the fewest characters that follow.
const BEGINNINGS: [(&str, usize); 6] =
    [("AKIA", 16), ("ASIA", 16), ("ghp_", 36), ("xoxb-", 20), ("xoxp-", 20), ("sk_live_", 20)];

/// Tells of each text that is plainly a secret. The text itself is not repeated.
pub fn tell(node: &Node, reader: &mut Reader) {
    match &node.kind {
        Kind::Scalar(scalar) if is_secret(&scalar.text) => {
            reader
                .findings
                .error(&SECRET_IN_CLEAR, node.span, "this looks like a secret in clear")
                .help("withdraw it, keep the new one in AWS Secrets Manager, and leave it out of the file")
                .hide();
        }
        Kind::Scalar(_) | Kind::Broken => {}
        Kind::List(items) => items.iter().for_each(|it| tell(it, reader)),
        Kind::Map(pairs) => pairs.iter().for_each(|(_, it)| tell(it, reader)),
    }
}

fn is_secret(text: &str) -> bool {
    let words = || text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_' && it != '-');
    let begins = words().any(|word| {
        BEGINNINGS.iter().any(|(start, rest)| word.strip_prefix(start).is_some_and(|it| it.len() >= *rest))
    });
    begins || text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") || has_password(text)
}

/// `https://user:password@host`.
fn has_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#', ' ']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map(|(user, _)| user);
    user.is_some_and(|it| it.split_once(':').is_some_and(|(_, password)| !password.is_empty()))
}
