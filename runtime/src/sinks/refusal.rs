//! What an error of a service means for the entries of a request.

use super::Refusal;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// Words in the codes of all services for too much at once
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>).
const THROTTLED: [&str; 6] =
    ["Throttl", "TooManyRequests", "RequestLimitExceeded", "ThroughputExceeded", "SlowDown", "LimitExceeded"];

/// Words in the codes of all services for what only a person can change.
const BARRED: [&str; 13] = [
    "AccessDenied",
    "AuthorizationError",
    "Credentials",
    "ExpiredToken",
    "Forbidden",
    "InvalidAccessKey",
    "InvalidClientTokenId",
    "Kms",
    "KMS",
    "NoSuchBucket",
    "NonExistentQueue",
    "NotFound",
    "Signature",
];

/// What an error means. `content` are the codes of this service for a request whose entries it will never take.
pub fn refusal<E: ProvideErrorMetadata>(error: &SdkError<E, Response>, content: &[&str]) -> Refusal {
    match error {
        SdkError::ServiceError(it) => {
            let code = it.err().code().unwrap_or("Unknown");
            coded(code, it.raw().status().as_u16(), content)
        }
        SdkError::ConstructionFailure(_) => Refusal::Request("Construction".to_owned()),
        SdkError::TimeoutError(_) => Refusal::Unavailable("Timeout".to_owned()),
        SdkError::DispatchFailure(_) => Refusal::Unavailable("Connection".to_owned()),
        SdkError::ResponseError(_) => Refusal::Unavailable("Response".to_owned()),
        // The SDK may learn to fail in new ways; none of them says that the entry is to blame.
        _ => Refusal::Unavailable("Unknown".to_owned()),
    }
}

/// What a code with this status means.
fn coded(code: &str, status: u16, content: &[&str]) -> Refusal {
    let has = |words: &[&str]| words.iter().any(|it| code.contains(it));
    let word = code.to_owned();
    if content.contains(&code) {
        Refusal::Request(word)
    } else if has(&THROTTLED) || status == 429 {
        Refusal::Throttled(word)
    } else if has(&BARRED) || matches!(status, 401 | 403) {
        Refusal::Barred(word)
    } else if status == 413 {
        Refusal::Request(word)
    } else {
        Refusal::Unavailable(word)
    }
}

/// What the code of one entry means, where its request was taken. `blames` says that the sender is at fault.
#[cfg(any(feature = "firehose", feature = "kinesis", feature = "sns", feature = "sqs"))]
pub fn entry(code: &str, blames: bool) -> Refusal {
    match coded(code, if blames { 400 } else { 500 }, &[]) {
        Refusal::Unavailable(code) if blames => Refusal::Never(crate::fault::Reason::Write, code),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::coded;
    use crate::sinks::Refusal;

    fn check(code: &str, status: u16, expect: fn(String) -> Refusal) {
        assert_eq!(coded(code, status, &["ValidationException"]), expect(code.to_owned()), "{code} {status}");
    }

    #[test]
    fn a_code_says_whether_a_try_can_help() {
        check("ProvisionedThroughputExceededException", 400, Refusal::Throttled);
        check("ThrottlingException", 400, Refusal::Throttled);
        check("RequestLimitExceeded", 400, Refusal::Throttled);
        check("KMSThrottlingException", 400, Refusal::Throttled);
        check("SlowDown", 503, Refusal::Throttled);
        check("Throttled", 429, Refusal::Throttled);
        check("InternalServerError", 500, Refusal::Unavailable);
        check("ServiceUnavailableException", 503, Refusal::Unavailable);
        check("AccessDeniedException", 400, Refusal::Barred);
        check("AuthorizationError", 403, Refusal::Barred);
        check("ResourceNotFoundException", 400, Refusal::Barred);
        check("KMSDisabledException", 400, Refusal::Barred);
        check("ExpiredTokenException", 400, Refusal::Barred);
        check("ValidationException", 400, Refusal::Request);
        check("RequestEntityTooLarge", 413, Refusal::Request);
    }
}
