//! Three-valued logic: none is UNKNOWN. Right sides are asked for only where they can still decide.

use crate::fault::Reason;

/// The one place where UNKNOWN is decided: it does not hold.
pub fn holds(truth: Option<bool>) -> bool {
    truth == Some(true)
}

/// `not x`.
pub fn not(truth: Option<bool>) -> Option<bool> {
    truth.map(|it| !it)
}

/// `a and b`: `b` is not evaluated where `a` is FALSE.
pub fn and(
    left: Option<bool>,
    right: impl FnOnce() -> Result<Option<bool>, Reason>,
) -> Result<Option<bool>, Reason> {
    if left == Some(false) {
        return Ok(left);
    }
    Ok(match (left, right()?) {
        (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (None, _) | (_, None) => None,
        (Some(false), Some(true)) => Some(false),
    })
}

/// `a or b`: `b` is not evaluated where `a` is TRUE.
pub fn or(
    left: Option<bool>,
    right: impl FnOnce() -> Result<Option<bool>, Reason>,
) -> Result<Option<bool>, Reason> {
    Ok(not(and(not(left), || Ok(not(right()?)))?))
}

/// `x is true` or `x is false`; never UNKNOWN.
pub fn is(truth: Option<bool>, asked: bool) -> Option<bool> {
    Some(truth == Some(asked))
}

#[cfg(test)]
mod tests {
    use super::{and, holds, is, not, or};
    use crate::fault::Reason;

    const ALL: [Option<bool>; 3] = [Some(true), Some(false), None];

    #[test]
    fn the_truth_tables_are_those_of_sql() {
        let table = |operation: fn(Option<bool>, Option<bool>) -> Option<bool>| {
            ALL.map(|left| ALL.map(|right| operation(left, right)))
        };
        let (t, f, u) = (Some(true), Some(false), None);
        assert_eq!(table(|a, b| and(a, || Ok(b)).expect("no fault")), [[t, f, u], [f, f, f], [u, f, u]]);
        assert_eq!(table(|a, b| or(a, || Ok(b)).expect("no fault")), [[t, t, t], [t, f, u], [t, u, u]]);
        assert_eq!(ALL.map(not), [f, t, u]);
    }

    #[test]
    fn a_decided_side_leaves_the_other_unevaluated() {
        let fault = || Err(Reason::DivisionByZero);
        assert_eq!(and(Some(false), fault), Ok(Some(false)));
        assert_eq!(or(Some(true), fault), Ok(Some(true)));
        for undecided in [Some(true), None] {
            assert_eq!(and(undecided, fault), Err(Reason::DivisionByZero));
        }
        for undecided in [Some(false), None] {
            assert_eq!(or(undecided, fault), Err(Reason::DivisionByZero));
        }
    }

    #[test]
    fn unknown_does_not_hold_and_is_neither_true_nor_false() {
        assert_eq!(ALL.map(holds), [true, false, false]);
        assert_eq!(ALL.map(|it| is(it, true)), [Some(true), Some(false), Some(false)]);
        assert_eq!(ALL.map(|it| is(it, false)), [Some(false), Some(true), Some(false)]);
    }
}
