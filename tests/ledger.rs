//! A service that takes everything and writes down what it took: what the tests of the harness have for AWS.

use pipec_tests::effects::{Mark, Seen};
use pipec_tests::http::{self, Message};
use pipec_tests::server::Server;
use serde_json::{Value, json};
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

/// A ledger that listens until it is dropped.
pub struct Ledger {
    taken: Arc<Mutex<Taken>>,
    server: Server,
}

#[derive(Default)]
struct Taken {
    seen: Seen,
    requests: Vec<Message>,
}

impl Ledger {
    /// An empty ledger.
    pub fn start() -> Ledger {
        let taken = Arc::new(Mutex::new(Taken::default()));
        let shared = Arc::clone(&taken);
        Ledger { taken, server: Server::start(move |stream| serve(stream, &shared)) }
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// What it took.
    pub fn seen(&self) -> Seen {
        self.taken.lock().expect("a ledger does not panic").seen.clone()
    }

    /// The requests that came.
    pub fn requests(&self) -> Vec<Message> {
        self.taken.lock().expect("a ledger does not panic").requests.clone()
    }
}

fn serve(mut stream: TcpStream, taken: &Mutex<Taken>) {
    while let Ok(Some(request)) = http::read(&mut stream, false) {
        let answer = {
            let mut taken = taken.lock().expect("a ledger does not panic");
            taken.requests.push(request.clone());
            take(&mut taken.seen, &request)
        };
        if stream.write_all(&answer.bytes()).is_err() {
            return;
        }
    }
}

/// Does what a request asks for.
fn take(seen: &mut Seen, request: &Message) -> Message {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    match request.header("x-amz-target") {
        Some("AmazonSQS.SendMessage") => {
            seen.published.push(Mark::new("alerts", text(&body["MessageBody"])));
            ok(&json!({ "MessageId": "m", "MD5OfMessageBody": "0" }))
        }
        Some("AmazonSQS.SendMessageBatch") => {
            let entries = body["Entries"].as_array().expect("a batch has entries");
            seen.published.extend(entries.iter().map(|it| Mark::new("alerts", text(&it["MessageBody"]))));
            let done = |it: &Value| json!({ "Id": it["Id"], "MessageId": "m", "MD5OfMessageBody": "0" });
            ok(&json!({ "Successful": entries.iter().map(done).collect::<Vec<_>>(), "Failed": [] }))
        }
        Some("DynamoDB_20120810.PutItem") => {
            put(seen, &Mark::new("events", text(&body["Item"]["pipec_id"]["S"])))
        }
        Some("Kinesis_20131202.PutRecords") => {
            let done = json!({ "SequenceNumber": "1", "ShardId": "shardId-000000000000" });
            ok(&json!({ "FailedRecordCount": 0, "Records": vec![done; count(&body)] }))
        }
        Some("Firehose_20150804.PutRecordBatch") => {
            let done = json!({ "RecordId": "r" });
            ok(&json!({ "FailedPutCount": 0, "RequestResponses": vec![done; count(&body)] }))
        }
        Some(_) => ok(&json!({ "SequenceNumber": "1", "ShardId": "shardId-000000000000", "RecordId": "r" })),
        None if request.method() == "PUT" => {
            let id = request.path().strip_prefix("/dead-letters/").unwrap_or("elsewhere");
            seen.dead.push(Mark::new("dead-letters", id));
            Message::answer(200, "").with("etag", "\"0\"")
        }
        None => published(&request.body),
    }
}

fn put(seen: &mut Seen, item: &Mark) -> Message {
    if seen.stored.contains(item) {
        let error = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
        return Message::answer(400, json!({ "__type": error }).to_string());
    }
    seen.stored.push(item.clone());
    ok(&json!({}))
}

fn ok(body: &Value) -> Message {
    Message::answer(200, body.to_string()).with("content-type", "application/x-amz-json-1.1")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is text")
}

fn count(body: &Value) -> usize {
    body["Records"].as_array().expect("a batch has records").len()
}

/// SNS's answer to a form: each member that has an identifier is taken.
fn published(form: &[u8]) -> Message {
    let form = String::from_utf8_lossy(form);
    let ids = form.split('&').filter_map(|it| it.split_once(".Id=")).map(|(_, id)| id);
    let done = |id: &str| format!("<member><Id>{id}</Id><MessageId>m</MessageId></member>");
    let members: String = ids.map(done).collect();
    let action = if form.contains("Action=PublishBatch") { "PublishBatch" } else { "Publish" };
    let result = match action {
        "Publish" => "<MessageId>m</MessageId>".to_owned(),
        _ => format!("<Successful>{members}</Successful><Failed/>"),
    };
    let body = format!(
        "<{action}Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><{action}Result>{result}</{action}Result>\
         <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>"
    );
    Message::answer(200, body).with("content-type", "text/xml")
}
