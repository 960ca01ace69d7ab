//! AWS's signature of requests, version 4
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>).

use crate::http::Message;
use hmac::{Hmac, KeyInit, Mac};
use pipec::emit::sha256;
use pipec_runtime::timestamp::Timestamp;
use sha2::Sha256;

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The access key's id.
    pub key: String,
    /// What signs.
    pub secret: String,
    /// The session, where a role was taken.
    pub token: Option<String>,
}

impl Credentials {
    /// The account's root.
    pub fn root() -> Credentials {
        Credentials { key: "test".to_owned(), secret: "test".to_owned(), token: None }
    }
}

/// Signs a request with all the headers that it has.
pub fn sign(request: Message, by: &Credentials, region: &str, service: &str, now: Timestamp) -> Message {
    let time = compact(now);
    let mut request = request.with("x-amz-date", time.as_str());
    if let Some(token) = &by.token {
        request = request.with("x-amz-security-token", token.as_str());
    }
    let (canonical, names) = canonical(&request, service);
    let scope = [&time[..8], region, service, "aws4_request"];
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{}\n{}", scope.join("/"), sha256(canonical.as_bytes()));
    let first = format!("AWS4{}", by.secret).into_bytes();
    let key = scope.iter().fold(first, |key, it| mac(&key, it.as_bytes()));
    let signature = hex(&mac(&key, text.as_bytes()));
    let credential = format!("{}/{}", by.key, scope.join("/"));
    request.with(
        "authorization",
        format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"),
    )
}

/// `20150830T123600Z`.
fn compact(now: Timestamp) -> String {
    let text = now.to_string();
    let whole = text.split('.').next().unwrap_or_default();
    whole.chars().filter(|it| !matches!(it, '-' | ':')).chain(['Z']).collect()
}

/// What is signed, and the names of its headers.
fn canonical(request: &Message, service: &str) -> (String, String) {
    let (path, query) = request.path().split_once('?').unwrap_or((request.path(), ""));
    let path = if service == "s3" {
        path.to_owned()
    } else {
        path.split('/').map(encoded).collect::<Vec<_>>().join("/")
    };
    let mut query: Vec<String> = query.split('&').filter(|it| !it.is_empty()).map(whole_pair).collect();
    query.sort();
    let mut headers: Vec<(String, &str)> =
        request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.trim())).collect();
    headers.sort();
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let names = headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";");
    let (method, query, body) = (request.method(), query.join("&"), sha256(&request.body));
    (format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{body}"), names)
}

/// A pair of a query has a value, if only an empty one.
fn whole_pair(pair: &str) -> String {
    if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") }
}

/// A text as a part of an address: every byte but letters, digits and `-_.~` in hexadecimal.
pub fn encoded(text: &str) -> String {
    let byte = |it: u8| match it {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(it).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Credentials, sign};
    use crate::http::Message;
    use pipec_runtime::timestamp::Timestamp;

    /// From the suite of test vectors that AWS publishes for version 4.
    #[test]
    fn the_published_vectors_are_met() {
        let check = |method: &str, path: &str, signature: &str| {
            let key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned();
            let by = Credentials { key: "AKIDEXAMPLE".to_owned(), secret: key, token: None };
            let request = Message::request(method, path, "").with("host", "example.amazonaws.com");
            let now = Timestamp::parse("2015-08-30T12:36:00Z").expect("it is a time");
            let signed = sign(request, &by, "us-east-1", "service", now);
            let said = signed.header("authorization").expect("it is signed");
            assert!(said.ends_with(&format!("Signature={signature}")), "{path}: {said}");
        };
        check("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        check("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
        check(
            "GET",
            "/?Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        );
    }
}
