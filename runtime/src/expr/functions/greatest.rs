//! `greatest(a, b, …)`.

use crate::expr::eval;
use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::expr::ops::Meets;
use crate::value::Value;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "greatest",
    signatures: &[Signature { takes: &[Kind::Same], rest: Some(Kind::Same), gives: Gives::Common }],
    meaning: "The greatest of the values, the first of equal ones; null where one of them is.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("GREATEST({*})"),
        kinesis_analytics: Err("it has no function of that name; `case` does the same"),
        rust: "functions::greatest([{*}])",
    },
    call: |values, _| {
        let better =
            |best: &Value<'_>, next: &Value<'_>| eval::order(next, best).is_some_and(|it| it.is_gt());
        let best = values.iter().reduce(|best, next| if better(best, next) { next } else { best });
        let known = !values.iter().any(Value::is_null);
        Ok(best.filter(|_| known).cloned().unwrap_or(Value::Null))
    },
};

/// The greatest of the values.
pub fn greatest<T: Meets<T>, const N: usize>(values: [Option<T>; N]) -> Option<T> {
    let mut best: Option<T> = None;
    for value in values {
        let value = value?;
        if best.as_ref().is_none_or(|best| value.meets(best).is_gt()) {
            best = Some(value);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::greatest;

    #[test]
    fn one_null_makes_all_null() {
        assert_eq!(greatest([Some(1), None, Some(2)]), None);
        assert!(greatest([Some(1), Some(3), Some(2)]).is_some_and(|it| it != 2));
    }
}
