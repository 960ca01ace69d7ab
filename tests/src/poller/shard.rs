//! What a stream holds: shards of records, and how a shard's records are spread over lanes.

use pipec_runtime::timestamp::Timestamp;
use sha2::{Digest, Sha256};

/// When the records of a test arrive, and when its clock begins.
pub const START: Timestamp = Timestamp(1_767_225_600_000);

/// The digits of a sequence number.
const DIGITS: usize = 56;

/// A record of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its bytes.
    pub data: Vec<u8>,
    /// Its partition key.
    pub key: String,
    /// Its sequence number: 56 digits.
    pub sequence: String,
    /// When it came.
    pub arrived: Timestamp,
}

/// A shard with all its records, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// `shardId-000000000000`.
    pub id: String,
    /// Its records by rising sequence number; none came before the one ahead of it.
    pub records: Vec<Record>,
}

impl Shard {
    /// The shard of this number, with records of these keys and data that came at the start.
    pub fn new<K: Into<String>, D: Into<Vec<u8>>>(
        number: usize,
        records: impl IntoIterator<Item = (K, D)>,
    ) -> Shard {
        let record = |(at, (key, data)): (usize, (K, D))| Record {
            data: data.into(),
            key: key.into(),
            sequence: sequence(number, at),
            arrived: START,
        };
        let records = records.into_iter().enumerate().map(record).collect();
        Shard { id: format!("shardId-{number:012}"), records }
    }

    /// The name of a record in the whole stream, which is its event's `eventID`.
    pub fn name(&self, at: usize) -> String {
        format!("{}:{}", self.id, self.records[at].sequence)
    }

    /// The places of the records of each lane. All of one key share a lane, so they keep their order.
    pub(super) fn lanes(&self, count: usize) -> Vec<Vec<usize>> {
        self.check();
        let mut lanes = vec![Vec::new(); count];
        for (at, record) in self.records.iter().enumerate() {
            let digest = Sha256::digest(&record.key);
            lanes[usize::from(digest[0]) % count].push(at);
        }
        lanes
    }

    fn check(&self) {
        for record in &self.records {
            let is_number = record.sequence.bytes().all(|it| it.is_ascii_digit());
            assert!(is_number && record.sequence.len() == DIGITS, "{} has not 56 digits", record.sequence);
        }
        let rises = self.records.is_sorted_by(|left, right| left.sequence < right.sequence);
        let ages = self.records.is_sorted_by_key(|it| it.arrived);
        assert!(rises && ages, "the records of {} are out of order", self.id);
    }
}

/// A sequence number as Kinesis would give it to this record of this shard.
fn sequence(shard: usize, at: usize) -> String {
    format!("4959033827149025660855969253836{shard:05}{:020}", (at + 1) * 1_000_003)
}
