//! Calls of AWS's services: JSON, query and REST, signed.

use super::front::OVER_TLS;
use super::signature::{Credentials, encoded, sign};
use super::xml::Xml;
use crate::http::{Message, call};
use pipec::emit::sha256;
use pipec_runtime::context::clock;
use serde_json::Value;
use std::fmt;
use std::net::SocketAddr;

/// The services that speak JSON: the prefix of their actions, and the version of it.
const JSON: &[(&str, &str, &str)] = &[
    ("dynamodb", "DynamoDB_20120810", "1.0"),
    ("firehose", "Firehose_20150804", "1.1"),
    ("kinesis", "Kinesis_20131202", "1.1"),
    ("kms", "TrentService", "1.1"),
    ("logs", "Logs_20140328", "1.1"),
    ("sqs", "AmazonSQS", "1.0"),
];

/// The services that speak in queries, and the version of their interface.
const QUERY: &[(&str, &str)] =
    &[("cloudformation", "2010-05-15"), ("iam", "2010-05-08"), ("sns", "2010-03-31"), ("sts", "2011-06-15")];

/// Codes that say that a right is missing.
const DENIED: &[&str] = &["AccessDenied", "AccessDeniedException", "AuthorizationError"];

/// Somebody who calls AWS in one region.
#[derive(Debug, Clone)]
pub struct Client {
    address: SocketAddr,
    credentials: Credentials,
    region: String,
    tls: bool,
}

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The status of the answer.
    pub status: u16,
    /// As `ValidationError`; empty where the answer has no body.
    pub code: String,
    /// What was said.
    pub message: String,
}

impl Client {
    /// Who calls the server at this address.
    pub fn new(address: SocketAddr, credentials: Credentials, region: &str) -> Client {
        Client { address, credentials, region: region.to_owned(), tls: true }
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The same caller with another secret.
    pub fn with_secret(&self, secret: &str) -> Client {
        let credentials = Credentials { secret: secret.to_owned(), ..self.credentials.clone() };
        Client { credentials, ..self.clone() }
    }

    /// The same caller, without TLS.
    pub fn without_tls(&self) -> Client {
        Client { tls: false, ..self.clone() }
    }

    /// The same caller of a server at another address.
    pub fn at(&self, address: SocketAddr) -> Client {
        Client { address, ..self.clone() }
    }

    /// Calls a service that speaks JSON: `dynamodb`, `PutItem`.
    pub fn json(&self, service: &str, action: &str, body: &Value) -> Result<Value, Refusal> {
        let known = JSON.iter().find(|it| it.0 == service);
        let (_, prefix, version) = known.unwrap_or_else(|| panic!("{service} does not speak JSON here"));
        let request = Message::request("POST", "/", body.to_string())
            .with("content-type", format!("application/x-amz-json-{version}"))
            .with("x-amz-target", format!("{prefix}.{action}"));
        let answer = self.rest(service, request)?;
        Ok(serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
    }

    /// Calls a service that speaks in queries: `iam`, `PutRolePolicy`.
    pub fn query(&self, service: &str, action: &str, parameters: &[(&str, &str)]) -> Result<Xml, Refusal> {
        let known = QUERY.iter().find(|it| it.0 == service);
        let (_, version) = known.unwrap_or_else(|| panic!("{service} does not speak in queries here"));
        let pairs = [("Action", action), ("Version", version)];
        let pairs = pairs.iter().chain(parameters);
        let body = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let request = Message::request("POST", "/", body.collect::<Vec<_>>().join("&"))
            .with("content-type", "application/x-www-form-urlencoded");
        Ok(Xml(String::from_utf8_lossy(&self.rest(service, request)?.body).into_owned()))
    }

    /// Calls a service by paths: `s3`, `PUT /bucket/key`. Path and query are encoded already.
    pub fn rest(&self, service: &str, request: Message) -> Result<Message, Refusal> {
        let mut request = request.with("host", self.address.to_string());
        if service == "s3" {
            let content = sha256(&request.body);
            request = request.with("x-amz-content-sha256", content);
        }
        request = sign(request, &self.credentials, &self.region, service, clock());
        if self.tls {
            request = request.with(OVER_TLS.0, OVER_TLS.1);
        }
        let answer = call(self.address, &request)
            .unwrap_or_else(|it| panic!("the stand-in does not answer {}: {it}", request.start));
        if answer.status() < 300 { Ok(answer) } else { Err(Refusal::of(&answer)) }
    }

    /// Who has taken a role; the parameters are what its trust asks for, and tags of the session.
    pub fn assume(&self, role: &str, parameters: &[(&str, &str)]) -> Result<Client, Refusal> {
        let mut call = vec![("RoleArn", role), ("RoleSessionName", "tests")];
        call.extend(parameters);
        let answer = self.query("sts", "AssumeRole", &call)?;
        let told = |name: &str| answer.first(name).expect("a session has a key, a secret and a token");
        let credentials = Credentials {
            key: told("AccessKeyId"),
            secret: told("SecretAccessKey"),
            token: Some(told("SessionToken")),
        };
        Ok(Client { credentials, ..self.clone() })
    }
}

impl Refusal {
    fn of(answer: &Message) -> Refusal {
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let (code, message) = match serde_json::from_str::<Value>(&text) {
            Ok(json) => {
                let code = json["__type"].as_str().or(answer.header("x-amzn-errortype")).unwrap_or_default();
                let message = json["message"].as_str().or(json["Message"].as_str()).unwrap_or_default();
                (code.to_owned(), message.to_owned())
            }
            Err(_) if text.starts_with('<') => {
                let xml = Xml(text);
                (xml.first("Code").unwrap_or_default(), xml.first("Message").unwrap_or_default())
            }
            Err(_) => (String::new(), text),
        };
        let code = code.rsplit('#').next().unwrap_or_default().split(':').next().unwrap_or_default();
        Refusal { status: answer.status(), code: code.to_owned(), message }
    }

    /// Whether a right is missing. The answers to `HEAD` have nothing but their status.
    pub fn is_denied(&self) -> bool {
        DENIED.contains(&self.code.as_str()) || (self.code.is_empty() && self.status == 403)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.message)
    }
}
