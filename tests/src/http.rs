//! HTTP/1.1 over loopback, as little of it as servers, proxies and clients of the tests need: whole messages, blocking.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// The most bytes that a message's head may have.
const HEAD: usize = 64 * 1024;

/// How long a peer may be silent inside a message.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request or an answer: its first line, its headers, its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// `GET /path HTTP/1.1` or `HTTP/1.1 200 OK`.
    pub start: String,
    /// Names as they came, and values.
    pub headers: Vec<(String, String)>,
    /// The body, whole and with no transfer coding.
    pub body: Vec<u8>,
}

impl Message {
    /// A request without headers of its own.
    pub fn request(method: &str, path: &str, body: impl Into<Vec<u8>>) -> Message {
        Message { start: format!("{method} {path} HTTP/1.1"), headers: Vec::new(), body: body.into() }
    }

    /// An answer without headers of its own.
    pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Message {
        Message { start: format!("HTTP/1.1 {status} -"), headers: Vec::new(), body: body.into() }
    }

    /// The same message with one more header.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Message {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The value of a header; names are the same in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// A request's method.
    pub fn method(&self) -> &str {
        self.start.split(' ').next().unwrap_or("")
    }

    /// A request's path with its query.
    pub fn path(&self) -> &str {
        self.start.split(' ').nth(1).unwrap_or("")
    }

    /// An answer's status.
    pub fn status(&self) -> u16 {
        self.start.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0)
    }

    /// The message as it goes over the wire. Its length is that of its body, whatever its headers say.
    pub fn bytes(&self) -> Vec<u8> {
        let framing = |name: &str| {
            name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("transfer-encoding")
        };
        let mut bytes = format!("{}\r\n", self.start).into_bytes();
        for (name, value) in self.headers.iter().filter(|(name, _)| !framing(name)) {
            bytes.extend(format!("{name}: {value}\r\n").into_bytes());
        }
        bytes.extend(format!("content-length: {}\r\n\r\n", self.body.len()).into_bytes());
        bytes.extend(&self.body);
        bytes
    }
}

/// The next message on a connection; none where the peer closed it between messages. `bodiless` is for the answers to
/// `HEAD`, which tell the length of a body that does not come.
pub fn read(stream: &mut TcpStream, bodiless: bool) -> io::Result<Option<Message>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|it| it == b"\r\n\r\n") {
            break at;
        }
        if bytes.len() > HEAD {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the head is too long"));
        }
        if more(stream, &mut bytes)? == 0 {
            return if bytes.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let start = lines.next().unwrap_or("").to_owned();
    let header =
        |it: &str| it.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
    let mut message = Message { start, headers: lines.filter_map(header).collect(), body: Vec::new() };
    let mut rest = bytes.split_off(end + 4);
    // Who asks whether it may send its body waits until it hears so.
    if message.header("expect").is_some_and(|it| it.eq_ignore_ascii_case("100-continue")) {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let chunked = message.header("transfer-encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked"));
    let length = message.header("content-length").and_then(|it| it.parse::<usize>().ok());
    message.body = match (chunked, length) {
        _ if bodiless || message.status() == 204 => Vec::new(),
        (true, _) => chunks(stream, &mut rest)?,
        (false, length) => exactly(stream, &mut rest, length.unwrap_or(0))?,
    };
    Ok(Some(message))
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let mut buffer = [0; 16 * 1024];
    let length = stream.read(&mut buffer)?;
    bytes.extend(&buffer[..length]);
    Ok(length)
}

/// Takes this many bytes off the front of what was read, reading on where there are too few.
fn exactly(stream: &mut TcpStream, rest: &mut Vec<u8>, length: usize) -> io::Result<Vec<u8>> {
    while rest.len() < length {
        if more(stream, rest)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let behind = rest.split_off(length);
    Ok(std::mem::replace(rest, behind))
}

fn chunks(stream: &mut TcpStream, rest: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = loop {
            if let Some(at) = rest.windows(2).position(|it| it == b"\r\n") {
                break exactly(stream, rest, at + 2)?;
            }
            if more(stream, rest)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        let text = String::from_utf8_lossy(&line);
        let size = text.trim().split(';').next().unwrap_or("");
        let size = usize::from_str_radix(size, 16)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a chunk has no size"))?;
        let chunk = exactly(stream, rest, size + 2)?;
        if size == 0 {
            return Ok(body);
        }
        body.extend(&chunk[..size]);
    }
}

/// Sends a request over a connection of its own and gives the answer.
pub fn call(address: SocketAddr, request: &Message) -> io::Result<Message> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut request = request.clone();
    if request.header("host").is_none() {
        request = request.with("host", address.to_string());
    }
    let bodiless = request.method() == "HEAD";
    stream.write_all(&request.with("connection", "close").bytes())?;
    read(&mut stream, bodiless)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
