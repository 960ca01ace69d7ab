//! A function that does what its records tell it, well or badly: what the tests of the poller and of the judge run.
//!
//! A record's data is a script (`script.rs`). `MANNER` says how a batch is worked through (`manner.rs`), `STATE` is a
//! folder that outlives the process, `TRIES` is how often a write is tried.
//! `ECHO` makes it answer with what it was given, `BROKEN` keeps it from starting.

mod aws;
mod manner;
mod script;

use manner::Manner;
use pipec_tests::http::{self, Message};
use script::{Record, Stop};
use serde_json::json;
use std::collections::BTreeMap;
use std::env;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Whoever reads its output can count its processes.
    writeln!(io::stdout(), "started").expect("a function may print");
    let api = env::var("AWS_LAMBDA_RUNTIME_API").expect("a function is told where its API is");
    let api: SocketAddr = api.parse().expect("an API has an address");
    if let Ok(message) = env::var("BROKEN") {
        let body = json!({ "errorType": "Broken", "errorMessage": message });
        let told = http::call(api, &post("init/error", body.to_string()));
        return ExitCode::from(u8::from(told.is_ok()));
    }
    let manner = Manner::of(&env::var("MANNER").unwrap_or_default());
    while let Ok(event) = http::call(api, &Message::request("GET", "/2018-06-01/runtime/invocation/next", ""))
    {
        let id =
            event.header("lambda-runtime-aws-request-id").expect("an event has an identifier").to_owned();
        let records = Record::all(&event.body);
        let say = |way: &str, body: String| {
            http::call(api, &post(&format!("invocation/{id}/{way}"), body)).expect("the API hears an answer")
        };
        if env::var_os("ECHO").is_some() {
            say("response", echo(&event));
            continue;
        }
        if manner == Manner::AnswersFirst {
            say("response", "{}".to_owned());
        }
        match manner.work(&records) {
            _ if manner == Manner::AnswersFirst => {}
            Ok(()) => drop(say("response", json!({ "batchItemFailures": [] }).to_string())),
            Err(Stop::At(sequence)) => {
                let failures = json!({ "batchItemFailures": [{ "itemIdentifier": sequence }] });
                drop(say("response", failures.to_string()));
            }
            Err(Stop::Answer(answer)) => drop(say("response", answer)),
            Err(Stop::Error) => {
                let error = json!({ "errorType": "Scripted", "errorMessage": "as it was told" });
                drop(say("error", error.to_string()));
            }
        }
    }
    ExitCode::SUCCESS
}

/// All that the function was given.
fn echo(event: &Message) -> String {
    let headers: BTreeMap<&str, &str> =
        event.headers.iter().map(|(name, it)| (name.as_str(), it.as_str())).collect();
    let variables: BTreeMap<String, String> = env::vars().collect();
    json!({ "event": String::from_utf8_lossy(&event.body), "headers": headers, "variables": variables })
        .to_string()
}

fn post(path: &str, body: String) -> Message {
    Message::request("POST", &format!("/2018-06-01/runtime/{path}"), body)
        .with("content-type", "application/json")
}
