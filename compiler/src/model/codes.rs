//! The kinds of findings that resolving names can make, with their pages.

use crate::diagnostic::Code;

/// All of them but those of expressions.
pub const CODES: &[&Code] = &[
    &NAME_TAKEN,
    &UNKNOWN_SCHEMA,
    &UNKNOWN_INPUT,
    &UNKNOWN_TARGET,
    &UNKNOWN_COLUMN,
    &ADDED_TWICE,
    &COLUMN_TWICE,
    &GROUP_WITHOUT_WINDOW,
    &THRESHOLD_VALUE,
];

/// Two nodes of one name.
pub const NAME_TAKEN: Code = Code {
    name: "name-taken",
    what: "Two of the streams, branches and sinks have one name, or one is called `dead_letters`.",
    why: "They are nodes of one graph, and `from` and `to` find them by name. `dead_letters` is the sink that every \
          pipeline has.",
    example: "sinks:\n  readings: { sqs: {} }\nhot:\n  alarm: { to: [alarms, readings] }\n",
    instead: "sinks:\n  high_readings: { sqs: {} }\nhot:\n  alarm: { to: [alarms, high_readings] }\n",
};

/// A schema that nothing is called.
pub const UNKNOWN_SCHEMA: Code = Code {
    name: "unknown-schema",
    what: "A stream names a schema that the file does not have.",
    why: "Without its schema nothing of the stream's records can be checked.",
    example: "streams:\n  readings: { schema: redaing }\n",
    instead: "streams:\n  readings: { schema: reading }\n",
};

/// A `from` that names nothing.
pub const UNKNOWN_INPUT: Code = Code {
    name: "unknown-input",
    what: "A branch reads something that is neither a stream nor a hot branch.",
    why: "Names are declared once and used by name; a misspelt one would read nothing.",
    example: "hot:\n  alarm: { from: readigns }\n",
    instead: "hot:\n  alarm: { from: readings }\n",
};

/// A `to` that names nothing.
pub const UNKNOWN_TARGET: Code = Code {
    name: "unknown-target",
    what: "A branch writes to something that is neither a sink nor a stream.",
    why: "Names are declared once and used by name; a misspelt one would write nowhere.",
    example: "hot:\n  alarm: { to: alarmz }\n",
    instead: "hot:\n  alarm: { to: alarms }\n",
};

/// A column that is not there.
pub const UNKNOWN_COLUMN: Code = Code {
    name: "unknown-column",
    what: "A key names a column that the stream, or the branch's input, does not have.",
    why: "Names of columns are case-sensitive, as the keys of JSON records are.",
    example: "streams:\n  readings: { partition_key: sensro }\n",
    instead: "streams:\n  readings: { partition_key: sensor }\n",
};

/// Two columns of one name.
pub const ADDED_TWICE: Code = Code {
    name: "added-twice",
    what: "The rows of a branch would have two columns of one name.",
    why: "A row is a JSON object, and an object has each key once. To rename a column, add the new and do not \
          select the old.",
    example: "hot:\n  alarm: { add: { level: level + 1 } }\n",
    instead: "hot:\n  alarm: { add: { next_level: level + 1 } }\n",
};

/// A column that `group_by` or `id` names twice.
pub const COLUMN_TWICE: Code = Code {
    name: "column-twice",
    what: "`group_by`, or the `id` of a stream, names one column twice.",
    why: "The values of a column split a window, or tell records apart, once; the second name was probably meant for \
          another column.",
    example: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    group_by: [sensor, sensor]\n    add: { highest: max(level) }\n    to: peak_files\n",
        "sinks:\n  peak_files: { s3: {} }\n"
    ),
    instead: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    group_by: [sensor, note]\n    add: { highest: max(level) }\n    to: peak_files\n",
        "sinks:\n  peak_files: { s3: {} }\n"
    ),
};

/// What belongs to a window, in a branch without one.
pub const GROUP_WITHOUT_WINDOW: Code = Code {
    name: "group-without-window",
    what: "A branch has `group_by` or `having`, and no `window`.",
    why: "They split windows and choose among their rows. A stream has no end at which its groups would be whole.",
    example: "hot:\n  alarm: { group_by: [sensor] }\n",
    instead: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    group_by: [sensor]\n    add: { highest: max(level) }\n    to: peak_files\n",
        "sinks:\n  peak_files: { s3: {} }\n"
    ),
};

/// A threshold whose value is not of its type.
pub const THRESHOLD_VALUE: Code = Code {
    name: "threshold-value",
    what: "The value, `min` or `max` of a threshold is no literal of its type.",
    why: "A threshold becomes a stack parameter with the pattern of its type; its own default must fit it.",
    example: "thresholds:\n  high: { value: ninety, type: integer }\n",
    instead: "thresholds:\n  high: { value: 90, type: integer }\n",
};
