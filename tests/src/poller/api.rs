//! The Lambda Runtime API of one process, version 2018-06-01 (page `runtimes-api`).

use crate::http::{self, Message};
use crate::moment::Moment;
use crate::server::Server;
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const ROOT: &str = "/2018-06-01/runtime";

/// How long the rest of what a dead process wrote may take to be read.
const REST: Duration = Duration::from_secs(20);

/// An event, and what its headers say.
pub(super) struct Offer {
    /// The invocation's identifier.
    pub id: String,
    /// The function's name in AWS.
    pub arn: String,
    /// The event.
    pub event: String,
    /// How long the function may take, from when it takes the event.
    pub timeout: Duration,
}

/// What a function sent back.
#[derive(Debug, Clone)]
pub(super) enum Said {
    /// To `/response`.
    Response(Vec<u8>),
    /// To `/error`.
    Error(Vec<u8>),
    /// To `/init/error`.
    Init(Vec<u8>),
}

/// The server that a process talks to.
pub(super) struct Api {
    desk: Arc<Desk>,
    server: Server,
}

#[derive(Default)]
struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Option<Offer>,
    /// The identifier of the event that was taken and not answered.
    running: Option<String>,
    taken: Option<(Moment, Instant)>,
    said: Option<(Moment, Said)>,
    is_closed: bool,
}

impl Api {
    /// A server for one process.
    pub(super) fn start() -> Api {
        let desk = Arc::new(Desk::default());
        let shared = Arc::clone(&desk);
        Api { desk, server: Server::start(move |stream| shared.serve(stream)) }
    }

    /// Where it is.
    pub(super) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Lays out an event for the next who asks.
    pub(super) fn offer(&self, offer: Offer) {
        let mut state = self.desk.state();
        *state = State { waiting: Some(offer), ..State::default() };
        self.desk.changed.notify_all();
    }

    /// When the event was taken; none where it still lies there.
    pub(super) fn taken(&self) -> Option<(Moment, Instant)> {
        self.desk.state().taken
    }

    /// What was said, at most so long from now; none where nothing was.
    pub(super) fn said(&self, patience: Duration) -> Option<(Moment, Said)> {
        let state = self.desk.state();
        let wait = self.desk.changed.wait_timeout_while(state, patience, |it| it.said.is_none());
        let (state, _) = wait.unwrap_or_else(PoisonError::into_inner);
        state.said.clone()
    }

    /// Hears a process out that is gone: all that it wrote before is read.
    pub(super) fn drain(&self) {
        self.desk.close();
        assert!(self.server.drain(REST), "a dead function keeps its connections open");
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.desk.close();
    }
}

impl Desk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.state().is_closed = true;
        self.changed.notify_all();
    }

    fn serve(&self, mut stream: TcpStream) {
        // A function that is killed breaks off anywhere.
        while let Ok(Some(request)) = http::read(&mut stream, false) {
            let Some(answer) = self.answer(&request) else { return };
            if std::io::Write::write_all(&mut stream, &answer.bytes()).is_err() {
                return;
            }
        }
    }

    /// The answer to a request; none where the server closes before there is one.
    fn answer(&self, request: &Message) -> Option<Message> {
        let path = request.path().strip_prefix(ROOT).unwrap_or("");
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let body = || request.body.clone();
        match (request.method(), parts.as_slice()) {
            ("GET", ["invocation", "next"]) => self.next(),
            ("POST", ["invocation", id, "response"]) => Some(self.say(Some(id), Said::Response(body()))),
            ("POST", ["invocation", id, "error"]) => Some(self.say(Some(id), Said::Error(body()))),
            ("POST", ["init", "error"]) => Some(self.say(None, Said::Init(body()))),
            (_, _) => Some(fault(404, "there is no such path")),
        }
    }

    fn next(&self) -> Option<Message> {
        let wait = self.changed.wait_while(self.state(), |it| it.waiting.is_none() && !it.is_closed);
        let mut state = wait.unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return None;
        }
        let offer = state.waiting.take()?;
        state.running = Some(offer.id.clone());
        state.taken = Some((Moment::now(), Instant::now()));
        let deadline = SystemTime::now() + offer.timeout;
        let deadline = deadline.duration_since(UNIX_EPOCH).expect("it is later than 1970").as_millis();
        let answer = Message::answer(200, offer.event)
            .with("content-type", "application/json")
            .with("lambda-runtime-aws-request-id", &offer.id)
            .with("lambda-runtime-deadline-ms", deadline.to_string())
            .with("lambda-runtime-invoked-function-arn", offer.arn)
            .with("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        Some(answer)
    }

    fn say(&self, id: Option<&str>, said: Said) -> Message {
        let mut state = self.state();
        if id != state.running.as_deref() {
            return fault(400, "there is no such invocation");
        }
        state.running = None;
        state.said = Some((Moment::now(), said));
        self.changed.notify_all();
        Message::answer(202, r#"{"status":"OK"}"#).with("content-type", "application/json")
    }
}

fn fault(status: u16, message: &str) -> Message {
    let body = serde_json::json!({ "errorType": "InvalidRequest", "errorMessage": message });
    Message::answer(status, body.to_string()).with("content-type", "application/json")
}
