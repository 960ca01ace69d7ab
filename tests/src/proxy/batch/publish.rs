//! SNS `PublishBatch`: a form with numbered members, answered in XML with two lists of the entries' own identifiers.

use super::{Places, fields};
use crate::proxy::service::{Error, Service};
use form_urlencoded::{Serializer, parse};
use std::collections::BTreeMap;

const MEMBER: &str = "PublishBatchRequestEntries.member.";

pub(super) const NOTHING: &str = "<PublishBatchResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\
    <PublishBatchResult><Successful></Successful><Failed></Failed></PublishBatchResult>\
    <ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata>\
    </PublishBatchResponse>";

/// The fields of a form: those of each member, by their names in it, and all others.
struct Form {
    members: Vec<Vec<(String, String)>>,
    others: Vec<(String, String)>,
}

impl Form {
    fn read(body: &[u8]) -> Form {
        let mut members: BTreeMap<usize, Vec<(String, String)>> = BTreeMap::new();
        let mut others = Vec::new();
        for (name, value) in parse(body).into_owned() {
            let member = name.strip_prefix(MEMBER).and_then(|it| it.split_once('.'));
            match member.and_then(|(number, field)| Some((number.parse::<usize>().ok()?, field))) {
                Some((number, field)) => members.entry(number).or_default().push((field.to_owned(), value)),
                None => others.push((name, value)),
            }
        }
        Form { members: members.into_values().collect(), others }
    }

    fn id(&self, place: usize) -> &str {
        let mut fields = self.members[place].iter();
        fields.find(|(name, _)| name == "Id").map_or("", |(_, value)| value)
    }
}

/// Each message with its attributes.
pub(super) fn entries(body: &[u8]) -> Vec<String> {
    Form::read(body).members.into_iter().map(|it| fields(it.into_iter())).collect()
}

pub(super) fn without(body: &[u8], places: &Places) -> Vec<u8> {
    let form = Form::read(body);
    let mut written = Serializer::new(String::new());
    written.extend_pairs(&form.others);
    let left = form.members.iter().enumerate().filter(|(place, _)| !places.contains(place));
    for (number, (_, member)) in left.enumerate() {
        written.extend_pairs(
            member.iter().map(|(name, value)| (format!("{MEMBER}{}.{name}", number + 1), value)),
        );
    }
    written.finish().into_bytes()
}

pub(super) fn merged(request: &[u8], answer: &[u8], places: &Places) -> Vec<u8> {
    let (form, answer) = (Form::read(request), String::from_utf8_lossy(answer));
    let Error { code, message, .. } = Service::Sns.throttle();
    let mut failed = inside(&answer, "Failed").to_owned();
    for place in places {
        failed.push_str(&format!(
            "<member><Id>{}</Id><Code>{code}</Code><Message>{message}</Message><SenderFault>false</SenderFault></member>",
            form.id(*place)
        ));
    }
    let successful = inside(&answer, "Successful");
    let lists = format!("<Successful>{successful}</Successful><Failed>{failed}</Failed>");
    NOTHING.replace("<Successful></Successful><Failed></Failed>", &lists).into_bytes()
}

pub(super) fn refused(request: &[u8], answer: &[u8]) -> Places {
    let (form, answer) = (Form::read(request), String::from_utf8_lossy(answer));
    let failed = inside(&answer, "Failed");
    let is_failed = |place: &usize| failed.contains(&format!("<Id>{}</Id>", form.id(*place)));
    (0..form.members.len()).filter(is_failed).collect()
}

/// What stands inside the only element of this name; nothing where there is none.
fn inside<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = text.split_once(&format!("<{name}>")).map_or("", |(_, rest)| rest);
    rest.split_once(&format!("</{name}>")).map_or("", |(inside, _)| inside)
}
