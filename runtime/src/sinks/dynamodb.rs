//! DynamoDB: a row is an item, put once (semantics 14).

use super::refusal::refusal;
use super::{Account, Answer, Answers, Body, Entry, ID, Lazy, Limits, Refusal, Sink, Taken};
use crate::encode;
use crate::fault::Reason;
use crate::value::Value;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use std::collections::HashMap;
use std::rc::Rc;

/// Codes for items that a table will never take
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html>).
const CONTENT: [&str; 2] = ["ItemCollectionSizeLimitExceededException", "ValidationException"];

/// The most bytes that a number takes: 38 digits in pairs, a byte for the exponent and one for the sign
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>).
const NUMBER: usize = 21;

/// A table.
#[derive(Debug)]
pub struct Table {
    client: Lazy<Client>,
    name: String,
    partition_key: &'static str,
    replaces: bool,
}

impl Table {
    /// The table of this name.
    pub fn new(account: &Rc<Account>, name: String, partition_key: &'static str, replaces: bool) -> Table {
        Table { client: Lazy::new(account), name, partition_key, replaces }
    }

    async fn put(&self, entry: &Entry) -> Answer {
        let put = self.client.get(Client::new).put_item().table_name(&self.name).set_item(Some(item(entry)));
        let put = put.expression_attribute_names("#key", self.partition_key);
        let put = if self.replaces {
            put.condition_expression("attribute_not_exists(#key) OR #id <> :id")
                .expression_attribute_names("#id", ID)
                .expression_attribute_values(":id", AttributeValue::S(entry.id.clone()))
        } else {
            put.condition_expression("attribute_not_exists(#key)")
                .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        };
        match put.send().await {
            Ok(_) => Ok(Taken::Written),
            Err(error) => self.failed(&error, &entry.id),
        }
    }

    /// What a put that failed means: where only the condition failed, the item there says whose it is.
    fn failed(&self, error: &SdkError<PutItemError>, id: &str) -> Answer {
        if let Some(PutItemError::ConditionalCheckFailedException(it)) = error.as_service_error() {
            let there = it.item().and_then(|it| it.get(ID)).and_then(|it| it.as_s().ok());
            let ours = self.replaces || there.is_some_and(|it| it == id);
            return Ok(if ours { Taken::Replayed } else { Taken::Conflict });
        }
        let message = error.as_service_error().and_then(ProvideErrorMetadata::message).unwrap_or("");
        match refusal(error, &CONTENT) {
            Refusal::Request(code) if message.contains("Item size") => {
                Err(Refusal::Never(Reason::TooLarge, code))
            }
            other => Err(other),
        }
    }
}

impl Sink for Table {
    /// One item a put, of at most 400 KB
    /// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>).
    fn limits(&self) -> Limits {
        Limits { entries: 1, request: 409_600, entry: 409_600 }
    }

    fn size(&self, entry: &Entry) -> usize {
        let attributes = values(entry).iter().filter(|(_, value)| !value.is_null());
        let attributes = attributes.map(|(name, value)| name.len() + size(value));
        ID.len() + entry.id.len() + attributes.sum::<usize>()
    }

    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s> {
        Box::pin(async move {
            let mut answers = Vec::with_capacity(entries.len());
            for entry in entries {
                answers.push(self.put(entry).await);
            }
            answers
        })
    }
}

fn values(entry: &Entry) -> &[(&'static str, Value<'static>)] {
    match &entry.body {
        Body::Item(it) => it,
        Body::Text(_) => &[],
    }
}

/// The item: a null is absent (semantics 16).
fn item(entry: &Entry) -> HashMap<String, AttributeValue> {
    let values = values(entry).iter();
    let mut item: HashMap<String, AttributeValue> =
        values.filter_map(|(name, value)| Some(((*name).to_owned(), attribute(value)?))).collect();
    item.insert(ID.to_owned(), AttributeValue::S(entry.id.clone()));
    item
}

fn attribute(value: &Value<'_>) -> Option<AttributeValue> {
    Some(match value {
        Value::Null => return None,
        Value::Text(it) => AttributeValue::S(it.clone().into_owned()),
        Value::Timestamp(it) => AttributeValue::S(it.to_string()),
        Value::Whole(it) => AttributeValue::N(it.to_string()),
        Value::Double(it) => AttributeValue::N(encode::double(*it)),
        Value::Decimal(it) => AttributeValue::N(it.to_string()),
        Value::Boolean(it) => AttributeValue::Bool(*it),
    })
}

fn size(value: &Value<'_>) -> usize {
    match value {
        Value::Null => 0,
        Value::Text(it) => it.len(),
        Value::Timestamp(it) => it.to_string().len(),
        Value::Whole(_) | Value::Double(_) | Value::Decimal(_) => NUMBER,
        Value::Boolean(_) => 1,
    }
}
