//! A server on loopback: one thread for each connection, and all of them have ended when it is dropped.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Takes connections until it is dropped.
pub struct Server {
    address: SocketAddr,
    seats: Arc<Seats>,
    acceptor: Option<JoinHandle<()>>,
}

/// The connections that are being served.
#[derive(Default)]
struct Seats {
    state: Mutex<State>,
    left: Condvar,
}

#[derive(Default)]
struct State {
    is_closing: bool,
    has_panicked: bool,
    next: u64,
    open: BTreeMap<u64, TcpStream>,
}

/// One connection's place; its connection is closed when it is dropped.
struct Seat {
    seats: Arc<Seats>,
    number: u64,
}

impl Server {
    /// Serves each connection on a free port, with a thread of its own. Who serves closes by returning.
    pub fn start(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let seats = Arc::new(Seats::default());
        let shared = Arc::clone(&seats);
        let acceptor = thread::spawn(move || accept(&listener, &shared, &Arc::new(serve)));
        Server { address, seats, acceptor: Some(acceptor) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until no connection is open; false where some are after so long.
    pub fn drain(&self, patience: Duration) -> bool {
        let wait = self.seats.left.wait_timeout_while(self.seats.state(), patience, |it| !it.open.is_empty());
        let (state, _) = wait.unwrap_or_else(PoisonError::into_inner);
        state.open.is_empty()
    }
}

impl Drop for Server {
    /// Hears no more, lets every answer out that is being written, and fails where serving has panicked.
    fn drop(&mut self) {
        let mut state = self.seats.state();
        state.is_closing = true;
        for stream in state.open.values() {
            // A peer that is gone already is what we want.
            let _ = stream.shutdown(Shutdown::Read);
        }
        drop(state);
        // The acceptor waits for a connection, so it gets one.
        let woken = TcpStream::connect(self.address).is_ok();
        let ended = self.acceptor.take().is_none_or(|it| !woken || it.join().is_ok());
        let wait = self.seats.left.wait_while(self.seats.state(), |it| !it.open.is_empty());
        let has_panicked = wait.unwrap_or_else(PoisonError::into_inner).has_panicked;
        assert!(thread::panicking() || (ended && !has_panicked), "a server of this test has panicked");
    }
}

fn accept(
    listener: &TcpListener,
    seats: &Arc<Seats>,
    serve: &Arc<impl Fn(TcpStream) + Send + Sync + 'static>,
) {
    for stream in listener.incoming() {
        let stream = match stream {
            Ok(stream) => stream,
            Err(fault) if fault.kind() == ErrorKind::ConnectionAborted => continue,
            Err(fault) => panic!("loopback takes no connections: {fault}"),
        };
        stream.set_nodelay(true).expect("loopback knows this option");
        let Some(seat) = Seat::take(seats, &stream) else { return };
        let serve = Arc::clone(serve);
        thread::spawn(move || {
            // The seat outlives the stream, also in a panic.
            let seat = seat;
            serve(stream);
            drop(seat);
        });
    }
}

impl Seats {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// A place for a connection; none where the server closes.
    fn take(seats: &Arc<Seats>, stream: &TcpStream) -> Option<Seat> {
        let mut state = seats.state();
        if state.is_closing {
            return None;
        }
        let number = state.next;
        state.next += 1;
        state.open.insert(number, stream.try_clone().expect("there are file descriptors left"));
        Some(Seat { seats: Arc::clone(seats), number })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.seats.state();
        state.open.remove(&self.number);
        state.has_panicked |= thread::panicking();
        drop(state);
        self.seats.left.notify_all();
    }
}
