//! A front before the stand-in where TLS is said to end: policies refuse who comes without it, and loopback has none.

use crate::http::{self, Message};
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// The header that tells a server how its caller came.
pub(super) const OVER_TLS: (&str, &str) = ("x-forwarded-proto", "https");

/// Starts a front and gives its address. It passes everything on to the server at `to` and lasts as long as the process.
pub fn tls_ends_here(to: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    let address = listener.local_addr().expect("a listener has an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || pass(stream, to));
        }
    });
    address
}

/// Passes the messages of a connection on, until its caller closes it.
fn pass(mut stream: TcpStream, to: SocketAddr) -> io::Result<()> {
    while let Some(request) = http::read(&mut stream, false)? {
        let answer = http::call(to, &request.with(OVER_TLS.0, OVER_TLS.1));
        let answer = answer.unwrap_or_else(|it| Message::answer(502, it.to_string()));
        stream.write_all(&answer.bytes())?;
    }
    Ok(())
}
