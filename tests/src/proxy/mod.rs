//! A proxy between a function and AWS's stand-in, which lets things go wrong by a plan and writes down what happened.
//!
//! `Proxy::start(upstream, plan)` listens on loopback; a function of the poller is put behind it with
//! `function.behind(&proxy)`. The plan sees each request before the service does. `proxy.finish()` gives the log.
//!
//! A request that loses some of its entries has no valid signature any more, so the stand-in must not check them.

mod batch;
mod exchange;
mod fault;
mod request;
mod service;

pub use batch::Places;
pub use exchange::{Entry, Exchange, Fate};
pub use fault::{Fault, Instead, storm};
pub use request::Request;
pub use service::{Error, Service};

use crate::http::{self, Message};
use crate::moment::Moment;
use crate::server::Server;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{ErrorKind, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Headers that are about a connection and not about what it carries. An upstream that is asked to confirm what it
/// expects would send an answer before the answer.
const HOPS: &[&str] = &["connection", "keep-alive", "expect", "te", "trailer", "upgrade", "proxy-connection"];

type Plan = dyn Fn(&Request) -> Fault + Send + Sync;

/// A proxy that runs until it is finished or dropped.
pub struct Proxy {
    work: Arc<Work>,
    server: Server,
}

/// Opens more doors to a proxy. A process with a door of its own can be heard out when it is dead: once its door is
/// closed, all that it sent is in the log.
#[derive(Clone)]
pub struct Gate(Arc<Work>);

struct Work {
    upstream: SocketAddr,
    plan: Box<Plan>,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    counts: BTreeMap<String, usize>,
    total: usize,
    exchanges: Vec<Exchange>,
}

/// What goes back, and how.
enum Reply {
    Whole(Message),
    Half(Message),
    Nothing,
}

/// What came of a request at the service.
struct Served {
    /// The service's own status.
    status: Option<u16>,
    /// The entries that it refused, or did not see.
    refused: Places,
    is_swallowed: bool,
    reply: Reply,
}

impl Proxy {
    /// Stands before this address.
    pub fn start(upstream: SocketAddr, plan: impl Fn(&Request) -> Fault + Send + Sync + 'static) -> Proxy {
        let work = Arc::new(Work { upstream, plan: Box::new(plan), log: Mutex::default() });
        Proxy { server: Gate(Arc::clone(&work)).open(), work }
    }

    /// Where anybody finds it.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// What opens doors to it.
    pub fn gate(&self) -> Gate {
        Gate(Arc::clone(&self.work))
    }

    /// What happened so far, in the order in which the requests came.
    pub fn exchanges(&self) -> Vec<Exchange> {
        let mut exchanges = self.work.log().exchanges.clone();
        exchanges.sort_by_key(|it| it.arrived);
        exchanges
    }

    /// Waits for all that is under way, and says what happened.
    pub fn finish(self) -> Vec<Exchange> {
        let Proxy { work, server } = self;
        drop(server);
        let mut exchanges = std::mem::take(&mut work.log().exchanges);
        exchanges.sort_by_key(|it| it.arrived);
        exchanges
    }
}

impl Gate {
    /// A door, which closes when it is dropped.
    pub fn open(&self) -> Server {
        let work = Arc::clone(&self.0);
        Server::start(move |stream| work.serve(stream))
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a gate to {}", self.0.upstream)
    }
}

impl Work {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, mut stream: TcpStream) {
        // A function that is killed breaks off anywhere.
        while let Ok(Some(message)) = http::read(&mut stream, false) {
            let closes = message.header("connection").is_some_and(|it| it.eq_ignore_ascii_case("close"));
            let is_whole = match self.exchange(message, &stream) {
                Reply::Whole(answer) => stream.write_all(&answer.bytes()).is_ok(),
                Reply::Half(answer) => {
                    let missing = answer.body.len().div_ceil(2);
                    let bytes = answer.bytes();
                    // Whoever is gone already misses the other half, too.
                    let _ = stream.write_all(&bytes[..bytes.len() - missing]);
                    false
                }
                Reply::Nothing => false,
            };
            if closes || !is_whole {
                return;
            }
        }
    }

    fn exchange(&self, message: Message, stream: &TcpStream) -> Reply {
        let arrived = Moment::now();
        let request = self.counted(Request::new(message));
        let fault = (self.plan)(&request);
        let Served { status, refused, is_swallowed, reply } = self.served(&request, &fault);
        // An answer to somebody who is gone is lost as well.
        let is_swallowed = is_swallowed || (status.is_some() && is_gone(stream));
        let fate = |place: usize| match (status, refused.contains(&place)) {
            (None, _) => Fate::Kept,
            (Some(_), true) if is_kept(&fault, place) => Fate::Kept,
            (Some(_), true) => Fate::Refused,
            (Some(_), false) => Fate::Accepted,
        };
        let entries = request.entries.into_iter().enumerate();
        let entries = entries.map(|(place, text)| Entry { text, fate: fate(place) }).collect();
        let (service, operation, resource) = (request.service, request.operation, request.resource);
        let exchange = Exchange {
            arrived,
            answered: Moment::now(),
            service,
            operation,
            resource,
            entries,
            fault,
            status,
            is_swallowed,
        };
        self.log().exchanges.push(exchange);
        reply
    }

    fn counted(&self, request: Request) -> Request {
        let mut log = self.log();
        let total = log.total;
        log.total += 1;
        let count = log.counts.entry(request.kind()).or_default();
        *count += 1;
        Request { count: *count - 1, total, ..request }
    }

    fn served(&self, request: &Request, fault: &Fault) -> Served {
        let unseen = |reply| Served { status: None, refused: Places::new(), is_swallowed: false, reply };
        match fault {
            Fault::Pass => self.passed(request),
            Fault::Error(error) => unseen(Reply::Whole(request.service.says(*error))),
            Fault::Cut => unseen(Reply::Nothing),
            Fault::Entries(places) => self.thinned(request, places),
            Fault::Swallow(instead) => {
                let served = self.passed(request);
                let reply = match (instead, served.reply) {
                    (Instead::Half, Reply::Whole(answer)) if !answer.body.is_empty() => Reply::Half(answer),
                    (Instead::Error(error), _) => Reply::Whole(request.service.says(*error)),
                    (Instead::Nothing | Instead::Half, _) => Reply::Nothing,
                };
                Served { is_swallowed: true, reply, ..served }
            }
            Fault::Delay(delay) => {
                let served = self.passed(request);
                thread::sleep(*delay);
                served
            }
        }
    }

    fn passed(&self, request: &Request) -> Served {
        let answer = self.call(&request.message);
        let refused = request.batch.refused(&request.message, &answer);
        Served { status: Some(answer.status()), refused, is_swallowed: false, reply: Reply::Whole(answer) }
    }

    /// The service sees the other entries only, and its answer is completed. One that refuses the request as a whole is
    /// heard as it is.
    fn thinned(&self, request: &Request, places: &Places) -> Served {
        let count = request.entries.len();
        let fits = request.is_batch() && places.iter().all(|it| *it < count);
        assert!(fits, "{} has no entries {places:?}", request.kind());
        let (status, answer) = match places.len() == count {
            true => (None, request.batch.nothing()),
            false => {
                let answer = self.call(&request.batch.without(&request.message, places));
                (Some(answer.status()), answer)
            }
        };
        let answer = match answer.status() {
            200 => request.batch.merged(&request.message, &answer, places),
            _ => answer,
        };
        let refused = request.batch.refused(&request.message, &answer);
        Served { status, refused, is_swallowed: false, reply: Reply::Whole(answer) }
    }

    fn call(&self, message: &Message) -> Message {
        let answer = http::call(self.upstream, &bare(message));
        bare(&answer.unwrap_or_else(|it| panic!("AWS's stand-in does not answer: {it}")))
    }
}

/// Whether a plan kept this entry from the service.
fn is_kept(fault: &Fault, place: usize) -> bool {
    match fault {
        Fault::Entries(places) => places.contains(&place),
        Fault::Pass | Fault::Error(_) | Fault::Cut | Fault::Swallow(_) | Fault::Delay(_) => false,
    }
}

/// A message without the headers of its connection.
fn bare(message: &Message) -> Message {
    let is_hop = |name: &str| HOPS.iter().any(|it| it.eq_ignore_ascii_case(name));
    let headers = message.headers.iter().filter(|(name, _)| !is_hop(name)).cloned().collect();
    Message { headers, ..message.clone() }
}

/// Whether a peer has closed its connection.
fn is_gone(stream: &TcpStream) -> bool {
    let look = || -> std::io::Result<usize> {
        stream.set_nonblocking(true)?;
        stream.peek(&mut [0])
    };
    let seen = look();
    let restored = stream.set_nonblocking(false).is_ok();
    match seen {
        Ok(count) => count == 0 || !restored,
        Err(fault) => fault.kind() != ErrorKind::WouldBlock,
    }
}
