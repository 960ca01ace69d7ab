//! S3 buckets, written through a Firehose delivery stream.

mod bucket;
mod delivery;

pub use bucket::{Bucket, owner_enforced, policy, tidy};
pub use delivery::{archive, intake};

use super::{Base, Existing, Names, Place, Reach, Sink, There};
use crate::plan::NodeId;
use crate::source::Spanned;
use crate::syntax::{Arn, Bytes, Duration, OneOrMany, block};
use pipec_runtime::types::Type;
use serde_json::{Value, json};

block! {
    /// Objects in an S3 bucket.
    struct Settings {
        /// What object keys begin with; Firehose adds `yyyy/MM/dd/HH/` unless it has a `!{timestamp:…}` itself.
        optional prefix = "prefix": Spanned<String>,
        /// What the keys of records that Firehose could not deliver begin with.
        optional error_prefix = "error_prefix": Spanned<String>,
        /// How objects are compressed; `gzip` without it.
        optional compression = "compression": Spanned<Compression>,
        /// When an object is written.
        optional buffer = "buffer": Buffer,
        /// How records are written; `json` without it.
        optional format = "format": Spanned<Format>,
        /// What follows each record; `newline` without it.
        optional delimiter = "delimiter": Spanned<Delimiter>,
        /// Columns whose values become folders.
        collection partition_by = "partition_by": OneOrMany<Spanned<String>>,
        /// The bucket's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// A bucket that is there already.
        optional existing = "existing": Spanned<Arn>,
        /// The customer key that an existing bucket is encrypted with.
        optional key = "key": Spanned<Arn>,
    }
}

const NAMES: Names = Names { noun: "bucket", least: 3, most: 63, signs: "-", small_only: true };

impl Sink for Settings {
    fn is_built(&self) -> bool {
        true
    }

    fn takes_bytes(&self) -> bool {
        true
    }

    fn not_built_yet(&self) -> &'static [&'static str] {
        &["partition_by"]
    }

    fn environment_keys(&self) -> &'static [&'static str] {
        &["name", "existing", "key", "buffer"]
    }

    fn keys(&self) -> &[Spanned<String>] {
        &self.keys
    }

    fn physical_name(&self) -> Option<(&'static Names, &Spanned<String>)> {
        Some((&NAMES, self.name.as_ref()?))
    }

    fn existing(&self) -> Existing<'_> {
        let (arn, key) = (self.existing.as_ref(), self.key.as_ref());
        Existing { noun: "bucket", arn, key, own: &["name"], form: "" }
    }

    fn inside(&self) -> &str {
        self.prefix.as_ref().map_or("", |it| it.value.as_str())
    }

    fn services(&self, hot: bool) -> &'static [&'static str] {
        match (hot, self.existing.is_some()) {
            (true, true) => &["firehose"],
            (true, false) => &["firehose", "s3"],
            (false, true) => &[],
            (false, false) => &["s3"],
        }
    }

    fn add(&self, _: &[(String, Type)], place: Place, base: &mut Base) -> Reach {
        intake(self, &place, base)
    }

    fn filled(&self) -> Value {
        let (size, interval) = delivery::limits(self);
        json!({
            "prefix": self.prefix.as_ref().map(|it| it.value.clone()),
            "error_prefix": delivery::error_prefix(self),
            "compression": self.compression.as_ref().map_or(Compression::Gzip, |it| it.value).word(),
            "buffer": { "size": size.to_string(), "interval": interval.to_string() },
            "format": self.format.as_ref().map_or(Format::Json, |it| it.value).word(),
            "delimiter": self.delimiter.as_ref().map_or(Delimiter::Newline, |it| it.value).word(),
            "name": self.name.as_ref().map(|it| it.value.clone()),
            "existing": self.existing.as_ref().map(|it| it.text.clone()),
            "key": self.key.as_ref().map(|it| it.text.clone()),
        })
    }
}

block! {
    /// An object is written when it is this large, or this old, whichever comes first.
    struct Buffer {
        /// 1MiB to 128MiB; 64MiB without it.
        optional size = "size": Spanned<Bytes>,
        /// 0s to 900s; 60s without it.
        optional interval = "interval": Spanned<Duration>,
    }
}

block! {
    /// How objects are compressed.
    enum Compression {
        /// gzip.
        Gzip = "gzip",
        /// Not at all.
        None = "none",
        /// Snappy.
        Snappy = "snappy",
        /// Zip.
        Zip = "zip",
        /// Snappy as Hadoop frames it.
        HadoopSnappy = "hadoop_snappy",
    }
}

block! {
    /// How records are written.
    enum Format {
        /// As they came, or as JSON objects.
        Json = "json",
        /// As Parquet files.
        Parquet = "parquet",
    }
}

block! {
    /// What follows each record.
    enum Delimiter {
        /// A line feed.
        Newline = "newline",
        /// Nothing.
        None = "none",
    }
}

impl Settings {
    /// The size of an object in bytes, and its age in seconds, at which it is written.
    pub fn buffered(&self) -> (u64, u64) {
        let (size, interval) = delivery::limits(self);
        (size.bytes, interval.as_seconds())
    }
}

/// The bucket, which is added where it is neither there already nor added before.
fn bucket(settings: &Settings, place: &Place, base: &mut Base) -> NodeId {
    if let Some(bucket) = base.plan.find(&place.name) {
        return bucket;
    }
    if let Some(arn) = &settings.existing {
        let (name, key) = (arn.part(5).into(), settings.key.as_deref());
        return base
            .existing(place.clone(), There { noun: "bucket", arn, name, key, sealing: bucket::EXISTING });
    }
    let physical = base.physical(settings.name.as_ref());
    let bucket = Bucket { physical, key: base.data_key, access_logs: base.access_logs, in_parts: true };
    base.add(place.clone(), "Bucket", bucket)
}
