//! S3: the bucket of dead letters.

use super::refusal::refusal;
use super::{Account, Answers, Entry, Lazy, Limits, Sink, Taken};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::primitives::ByteStream;
use std::rc::Rc;

/// A bucket; an entry is an object.
#[derive(Debug)]
pub struct Bucket {
    client: Lazy<Client>,
    name: String,
    is_path: bool,
}

impl Bucket {
    /// The bucket of this name.
    pub fn new(account: &Rc<Account>, name: String) -> Bucket {
        Bucket { client: Lazy::new(account), name, is_path: account.is_elsewhere() }
    }

    fn client(&self) -> &Client {
        self.client
            .get(|config| Client::from_conf(Builder::from(config).force_path_style(self.is_path).build()))
    }
}

impl Sink for Bucket {
    /// One object a request, of at most 5 GB (<https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>);
    /// a batch is far smaller.
    fn limits(&self) -> Limits {
        Limits { entries: 1, request: 5_000_000_000, entry: 5_000_000_000 }
    }

    fn size(&self, entry: &Entry) -> usize {
        entry.body.text().len()
    }

    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s> {
        Box::pin(async move {
            let mut answers = Vec::with_capacity(entries.len());
            for entry in entries {
                let body = ByteStream::from(entry.body.text().as_bytes().to_vec());
                let put = self.client().put_object().bucket(&self.name).key(&entry.key).body(body);
                let sent = put.content_type("application/x-ndjson").send().await;
                answers.push(sent.map(|_| Taken::Written).map_err(|it| refusal(&it, &["EntityTooLarge"])));
            }
            answers
        })
    }
}
