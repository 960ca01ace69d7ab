//! The kinds of findings that unit tests can have, with their pages.

use crate::diagnostic::Code;

/// All of them.
pub const CODES: &[&Code] = &[&UNKNOWN, &ROW, &SETTING, &NOW_NOT_SET, &CONTRADICTION, &NOTHING_CHECKED];

/// A name that the pipeline does not have.
pub const UNKNOWN: Code = Code {
    name: "unknown-in-test",
    what: "A test names a stream, sink, branch, threshold or column that the pipeline does not have.",
    why: "A misspelt name would make a test that checks nothing and passes.",
    example: "tests:\n  one: { given: { readings: [] }, expect: { alarmz: [] } }\n",
    instead: "tests:\n  one: { given: { readings: [text] }, expect: { dead_letters: [ { reason: malformed } ] } }\n",
};

/// A row that can be no row.
pub const ROW: Code = Code {
    name: "bad-test-row",
    what: "A record that a test gives has no form that records have, or a row that it expects can never come.",
    why: "A record is a mapping, the text of the record, or `{ repeat: N, record: … }`. An expected row has values of \
          its columns' types, and below `exactly` all columns. A row that never comes would fail for a reason that \
          no output shows.",
    example: "tests:\n  one: { given: { readings: [ { repeat: many, record: { sensor: a } } ] }, expect: { alarms: [] } }\n",
    instead: "tests:\n  one: { given: { readings: [ { repeat: 3, record: { sensor: a } } ] }, expect: { alarms: [] } }\n",
};

/// `now` or a threshold that cannot be so.
pub const SETTING: Code = Code {
    name: "bad-test-setting",
    what: "A test's `now` is no timestamp, or it gives a threshold a value that no deployment could give it.",
    why: "A threshold keeps its type, its `min` and its `max` in a test, too: what was tested is what can run.",
    example: "tests:\n  one: { now: noon, given: { readings: [text] }, expect: { alarms: [] } }\n",
    instead: "tests:\n  one: { now: 2026-01-01T12:00:00Z, given: { readings: [text] }, expect: { alarms: [] } }\n",
};

/// The time of processing, compared and not set.
pub const NOW_NOT_SET: Code = Code {
    name: "now-not-set",
    what: "A test compares a column that `now()` is in, and does not say what time it is.",
    why: "The time of processing is a test's to give. Without `now:` it is some fixed instant, which nobody should \
          write down as an expectation.",
    example: "hot:\n  alarm: { add: { seen: now() } }\n\
              tests:\n  one: { given: { readings: [text] }, expect: { alarm: [ { seen: 2026-01-01T00:00:00Z } ] } }\n",
    instead: "hot:\n  alarm: { add: { seen: now() } }\n\
              tests:\n  one: { now: 2026-01-01T00:00:00Z, given: { readings: [text] }, \
              expect: { alarm: [ { seen: 2026-01-01T00:00:00Z } ] } }\n",
};

/// Two demands that exclude each other.
pub const CONTRADICTION: Code = Code {
    name: "contradicting-test",
    what: "A test expects so many rows, and lists another number of them.",
    why: "No output can be both, so the test could never pass.",
    example: "tests:\n  one: { given: { readings: [text] }, \
              expect: { alarms: { count: 2, exactly: [] } } }\n",
    instead: "tests:\n  one: { given: { readings: [text] }, expect: { alarms: { count: 0 } } }\n",
};

/// A test that cannot fail.
pub const NOTHING_CHECKED: Code = Code {
    name: "nothing-checked",
    what: "A test, or one of its expectations, checks nothing.",
    why: "It would pass whatever the pipeline does. Rows that must not come are an empty list: `alarms: []`.",
    example: "tests:\n  one: { given: { readings: [text] }, expect: { alarms: { has: [] } } }\n",
    instead: "tests:\n  one: { given: { readings: [text] }, expect: { alarms: [] } }\n",
};
