//! A record that no branch, or not this one, can ever take: the line that is kept of it (semantics 2).

use crate::encode;
use crate::fault::Reason;
use crate::identity::Position;
use crate::timestamp::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The environment variable with the name of the dead-letter bucket.
pub const BUCKET_VARIABLE: &str = "PIPEC_DEAD_LETTERS";

/// What the keys of a function's dead letters begin with; the stream's name and `/` follow. It may write nowhere else.
pub const PREFIX: &str = "rejected/";

/// A dead letter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeadLetter<'a> {
    /// The id of what was, or would have been, made of the record.
    pub id: &'a str,
    /// Why.
    pub reason: Reason,
    /// The branch that could not take it; none where the record did not decode.
    pub branch: Option<&'a str>,
    /// The stream that it came by.
    pub stream: &'a str,
    /// Where it stands in the stream, if that is known.
    pub position: Option<&'a Position>,
    /// When the stream took it, if that is known.
    pub arrived: Option<Timestamp>,
    /// Its bytes, whole.
    pub raw: &'a [u8],
}

impl DeadLetter<'_> {
    /// The letter as one JSON object, without a line feed.
    pub fn line(&self) -> String {
        let mut line = String::with_capacity(256 + self.raw.len() * 4 / 3);
        let mut text = |before: &str, it: Option<&str>| {
            line.push_str(before);
            match it {
                Some(it) => encode::quoted(it, &mut line),
                None => line.push_str("null"),
            }
        };
        text("{\"id\":", Some(self.id));
        text(",\"reason\":", Some(self.reason.word()));
        text(",\"branch\":", self.branch);
        text(",\"stream\":", Some(self.stream));
        match self.position {
            Some(it) => {
                text(",\"position\":{\"shard\":", Some(&it.shard));
                text(",\"sequence\":", Some(&it.sequence));
                text("},\"arrived\":", self.arrived.map(|it| it.to_string()).as_deref());
            }
            None => text(",\"position\":null,\"arrived\":", self.arrived.map(|it| it.to_string()).as_deref()),
        }
        line.push_str(",\"raw\":\"");
        STANDARD.encode_string(self.raw, &mut line);
        line.push_str("\"}");
        line
    }
}

#[cfg(test)]
mod tests {
    use super::DeadLetter;
    use crate::fault::Reason;
    use crate::identity::Position;
    use crate::timestamp::Timestamp;

    #[test]
    fn a_letter_is_one_line_whatever_its_bytes() {
        let position = Position { shard: "shardId-000000000000".into(), sequence: "495".into() };
        let letter = DeadLetter {
            id: "0f",
            reason: Reason::Malformed,
            branch: None,
            stream: "transactions",
            position: Some(&position),
            arrived: Some(Timestamp(0)),
            raw: b"not\n\xffjson",
        };
        assert_eq!(
            letter.line(),
            "{\"id\":\"0f\",\"reason\":\"malformed\",\"branch\":null,\"stream\":\"transactions\",\
             \"position\":{\"shard\":\"shardId-000000000000\",\"sequence\":\"495\"},\
             \"arrived\":\"1970-01-01T00:00:00.000Z\",\"raw\":\"bm90Cv9qc29u\"}"
        );
        let letter = DeadLetter { branch: Some("high"), position: None, arrived: None, raw: b"", ..letter };
        assert_eq!(
            letter.line(),
            "{\"id\":\"0f\",\"reason\":\"malformed\",\"branch\":\"high\",\"stream\":\"transactions\",\
             \"position\":null,\"arrived\":null,\"raw\":\"\"}"
        );
    }
}
