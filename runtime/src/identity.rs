//! What makes a record itself, and the ids of what is made of it (semantics 13).

use sha2::{Digest, Sha256};

/// A place in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The shard, `shardId-000000000000`.
    pub shard: String,
    /// The sequence number, in digits.
    pub sequence: String,
}

impl Position {
    /// The place of the record of this number, from 1, where no stream gives one: of one shard.
    pub fn local(number: u64) -> Position {
        Position { shard: "shardId-000000000000".to_owned(), sequence: number.to_string() }
    }
}

/// What makes a record itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity<'a> {
    /// Where it stands in its stream.
    Position(&'a Position),
    /// Its bytes, where nothing tells its place: two records of the same bytes are then one.
    Bytes(&'a [u8]),
    /// What it has in the columns that its stream names as `id`, in bytes that only equal values have: two records of the
    /// same values are then one.
    Columns(&'a [u8]),
    /// It is no record but a window's row: the bounds in milliseconds since 1970, and the key.
    Window {
        /// The window's start.
        start: i64,
        /// The window's end.
        end: i64,
        /// The key, in bytes that only equal keys have.
        key: &'a [u8],
    },
}

/// The id of what a branch makes of a record, the same on every try: 32 hexadecimal digits. What no branch has seen is
/// named by its stream, whose name no branch has.
pub fn id(pipeline: &str, branch: &str, record: Identity<'_>) -> String {
    let mut hash = Sha256::new();
    // With its length before it, no part can pass for another.
    let mut add = |part: &[u8]| {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    };
    add(pipeline.as_bytes());
    add(branch.as_bytes());
    match record {
        Identity::Position(it) => {
            add(b"position");
            add(it.shard.as_bytes());
            add(it.sequence.as_bytes());
        }
        Identity::Bytes(it) => {
            add(b"bytes");
            add(it);
        }
        Identity::Columns(it) => {
            add(b"columns");
            add(it);
        }
        Identity::Window { start, end, key } => {
            add(b"window");
            add(&start.to_be_bytes());
            add(&end.to_be_bytes());
            add(key);
        }
    }
    hex(&hash.finalize())
}

/// A text of 32 characters in the place of one that a service does not take, the same for the same text.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The first half of a hash, in hexadecimal digits.
fn hex(hash: &[u8]) -> String {
    hash.iter().take(16).map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Identity, Position, id};

    fn at(shard: &str, sequence: &str) -> Position {
        Position { shard: shard.to_owned(), sequence: sequence.to_owned() }
    }

    #[test]
    fn an_id_is_the_same_on_every_try_and_for_nothing_else() {
        let first = at("shardId-000000000000", "49");
        let ids = [
            id("p", "b", Identity::Position(&first)),
            id("p", "c", Identity::Position(&first)),
            id("q", "b", Identity::Position(&first)),
            id("p", "b", Identity::Position(&at("shardId-000000000001", "49"))),
            id("p", "b", Identity::Position(&at("shardId-000000000000", "50"))),
            id("p", "b", Identity::Position(&at("shardId-0000000000004", "9"))),
            id("p", "b", Identity::Bytes(b"shardId-00000000000049")),
            id("p", "b", Identity::Columns(b"shardId-00000000000049")),
            id("p", "b", Identity::Columns(b"")),
            id("p", "b", Identity::Window { start: 0, end: 1, key: b"" }),
            id("p", "b", Identity::Window { start: 0, end: 1, key: b"\0" }),
            id("p", "b", Identity::Window { start: 1, end: 2, key: b"" }),
        ];
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        assert_eq!(ids[0], id("p", "b", Identity::Position(&first)));
        assert!(ids.iter().all(|it| it.len() == 32 && it.bytes().all(|it| it.is_ascii_hexdigit())));
    }
}
