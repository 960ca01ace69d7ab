//! The kinds of findings that reading a block can make, with their pages.

use crate::diagnostic::Code;

/// All of them.
pub const CODES: &[&Code] = &[
    &UNKNOWN_KEY,
    &MISSING_KEY,
    &WRONG_TYPE,
    &BAD_VALUE,
    &BAD_NAME,
    &EMPTY_LIST,
    &ONE_OF,
    &SECRET_IN_CLEAR,
    &NOT_BUILT_YET,
    &COMMA_IN_SQL,
    &TOO_MANY_ITEMS,
];

/// Those that a part which is absent from the tree could cause.
pub const ABOUT_SHAPE: &[&Code] = &[&MISSING_KEY, &WRONG_TYPE, &EMPTY_LIST, &ONE_OF];

/// A key that the block does not have.
pub const UNKNOWN_KEY: Code = Code {
    name: "unknown-key",
    what: "A block holds a key that it does not have.",
    why: "A misspelt key would otherwise be ignored, and its default would silently take its place.",
    example: "hot:\n  copy: { form: readings, to: alarms }\n",
    instead: "hot:\n  copy: { from: readings, to: alarms }\n",
};

/// A key that must be there and is not.
pub const MISSING_KEY: Code = Code {
    name: "missing-key",
    what: "A block lacks a key without which it means nothing.",
    why: "There is no default that would be right for most pipelines.",
    example: "hot:\n  copy: { to: alarms }\n",
    instead: "hot:\n  copy: { from: readings, to: alarms }\n",
};

/// Text where a mapping belongs, and the like.
pub const WRONG_TYPE: Code = Code {
    name: "wrong-type",
    what: "A value has another shape than the key takes: text, a number, a truth value, a list or a mapping.",
    why: "YAML decides by looks: `5` is a number and `null` is nothing, while `\"5\"` and `\"null\"` are text.",
    example: "pipeline: 5\n",
    instead: "pipeline: \"five\"\n",
};

/// A value of the right shape with the wrong text.
pub const BAD_VALUE: Code = Code {
    name: "bad-value",
    what: "A value is not one of the words, or not of the form, that the key takes.",
    why: "Durations and sizes carry their unit, so that nobody has to guess it; words are a closed set.",
    example: "streams:\n  readings: { retention: 1 day }\n",
    instead: "streams:\n  readings: { retention: 1d }\n",
};

/// A name that cannot be a name in AWS.
pub const BAD_NAME: Code = Code {
    name: "bad-name",
    what: "A name does not begin with a small letter, holds something else than small letters, digits and `_`, \
           or is longer than 40 characters.",
    why: "Names of resources, roles and environment variables in AWS are made from it, and those have limits.",
    example: "hot:\n  All-Readings: { from: readings, to: alarms }\n",
    instead: "hot:\n  all_readings: { from: readings, to: alarms }\n",
};

/// A list without items.
pub const EMPTY_LIST: Code = Code {
    name: "empty-list",
    what: "A list that must name something is empty.",
    why: "An empty list looks like a choice, and means the same as leaving the key out.",
    example: "hot:\n  alarm: { to: [] }\n",
    instead: "hot:\n  alarm: { to: [alarms] }\n",
};

/// None or two of keys that exclude each other.
pub const ONE_OF: Code = Code {
    name: "one-of",
    what: "A block must hold exactly one of several keys, and holds none or more.",
    why: "The key says what the thing is: a sink is a table or a topic, never both.",
    example: "sinks:\n  alarms: { sns: {} }\n",
    instead: "sinks:\n  alerts: { sns: {} }\n",
};

/// A secret written into the file.
pub const SECRET_IN_CLEAR: Code = Code {
    name: "secret-in-clear",
    what: "A password, token or key stands in the file as text.",
    why: "The file is committed, reviewed and copied; what it holds is known. A reference to AWS Secrets Manager \
          never shows the value, and it never reaches an artifact.",
    example: "description: Readings of https://pipec:hunter2@sensors.example.com.\n",
    instead: "description: Readings of https://sensors.example.com.\n",
};

/// Something of the language that this version does not build.
pub const NOT_BUILT_YET: Code = Code {
    name: "not-built-yet",
    what: "The language has this, and this version of pipec does not build it.",
    why: "Refusing it is better than leaving it out silently: what was written is what runs.",
    example: "cold:\n  keep: { from: readings, to: files }\nsinks:\n  files: { s3: { partition_by: [sensor] } }\n",
    instead: "cold:\n  keep: { from: readings, to: files }\nsinks:\n  files: { s3: {} }\n",
};

/// A value that a comma cuts short.
pub const COMMA_IN_SQL: Code = Code {
    name: "comma-in-sql",
    what: "Inside `{ }` an unquoted value, an expression or a type, ends at its first comma, and the rest became keys.",
    why: "In YAML a comma between `{` and `}` separates keys, inside SQL's brackets and quotes too: YAML does not \
          know SQL.",
    example: "hot:\n  alarm: { from: readings, where: level in (1, 2), to: alarms }\n",
    instead: "hot:\n  alarm: { from: readings, where: \"level in (1, 2)\", to: alarms }\n",
};

/// More items than a pipeline can have.
pub const TOO_MANY_ITEMS: Code = Code {
    name: "too-many-items",
    what: "A list or mapping has more than 1000 items.",
    why: "A stack has at most 500 resources (CloudFormation user guide, `cloudformation-limits`), and a reader less \
          patience. Records of tests stand in files of their own.",
    example: include_str!("too_many_items.yaml"),
    instead: "schemas:\n  reading: { one: integer }\n",
};
