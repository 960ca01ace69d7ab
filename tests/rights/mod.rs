//! Rights, from both sides: they follow edges, and they are what AWS's documentation asks for, no more and no less.
//!
//! The table of calls says what each role is asked for. With the policies as generated every call is allowed, and none
//! on another thing; with each right taken out, exactly the calls that need it fail. Two judges say so: iam-simulate for
//! all goldens, ministack for the seed, deployed and under its own roles.

mod abroad;
mod calls;
mod edges;
mod given_key;
mod mutants;
mod replayed;
mod simulated;
mod table;
mod things;

use serde_json::Value;

/// Another value of the same kind: the name in an ARN, or the service in `kms:ViaService`, is another one.
fn another(value: &str) -> String {
    if let Some(rest) = value.strip_suffix(".amazonaws.com") {
        let region = rest.split_once('.').map_or(rest, |(_, region)| region);
        return format!("elsewhere.{region}.amazonaws.com");
    }
    let mut parts: Vec<String> = value.splitn(6, ':').map(str::to_owned).collect();
    let Some(resource) = parts.get_mut(5) else { return format!("{value}-elsewhere") };
    let kind = resource.split_once(['/', ':']).filter(|_| !value.starts_with("arn:aws:s3:"));
    let start = kind.map_or(0, |(kind, _)| kind.len() + 1);
    let end = resource[start..].find(['/', ':']).map_or(resource.len(), |it| start + it);
    resource.insert_str(end, "-elsewhere");
    parts.join(":")
}

/// A policy whose conditions ask for tags of the caller instead of these keys, which a judge does not fill in.
fn by_tags(policy: &Value, is_meant: &dyn Fn(&str) -> bool) -> Value {
    match policy {
        Value::Object(map) => {
            map.iter().map(|(key, it)| (tag(key, is_meant), by_tags(it, is_meant))).collect()
        }
        Value::Array(list) => list.iter().map(|it| by_tags(it, is_meant)).collect(),
        other => other.clone(),
    }
}

/// The tag that stands for a key of a condition.
fn tag(key: &str, is_meant: &dyn Fn(&str) -> bool) -> String {
    if is_meant(key) { format!("aws:PrincipalTag/{key}") } else { key.to_owned() }
}

#[test]
fn another_thing_is_of_the_same_kind() {
    let check = |value: &str, other: &str| assert_eq!(another(value), other);
    check("arn:aws:dynamodb:r:1:table/t", "arn:aws:dynamodb:r:1:table/t-elsewhere");
    check("arn:aws:s3:::b", "arn:aws:s3:::b-elsewhere");
    check("arn:aws:s3:::b/raw/*", "arn:aws:s3:::b-elsewhere/raw/*");
    check("arn:aws:sns:r:1:t", "arn:aws:sns:r:1:t-elsewhere");
    check("arn:aws:logs:r:1:log-group:g:log-stream:s", "arn:aws:logs:r:1:log-group:g-elsewhere:log-stream:s");
    check("arn:aws:logs:r:1:log-group:g:*", "arn:aws:logs:r:1:log-group:g-elsewhere:*");
    check("kinesis.r.amazonaws.com", "elsewhere.r.amazonaws.com");
}
