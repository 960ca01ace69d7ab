//! The kinds of findings that reading a file as a whole can make.

use crate::diagnostic::Code;
use crate::syntax::Reader;
use crate::yaml::{Node, Plain};

/// All of them.
pub const CODES: &[&Code] = &[&NEWER_VERSION, &BAD_COLUMN, &ENVIRONMENT_STRUCTURE];

/// A file of a later version of the language.
pub const NEWER_VERSION: Code = Code {
    name: "newer-version",
    what: "The file is written in a later version of the language than this pipec knows.",
    why: "A later version may give other meanings to what stands in it, so guessing would be wrong.",
    example: "version: 2\n",
    instead: "version: 1\n",
};

/// A column's definition that cannot be read.
pub const BAD_COLUMN: Code = Code {
    name: "bad-column",
    what: "A column's definition is not a type, with `not null` behind it or not.",
    why: "The types are `varchar(n)`, `string`, `integer`, `bigint`, `double`, `decimal(p,s)`, `boolean` and \
          `timestamp`; without `not null` a column may be null or missing.",
    example: "schemas:\n  reading: { level: int }\n",
    instead: "schemas:\n  reading: { level: integer }\n",
};

/// An environment that changes what runs.
pub const ENVIRONMENT_STRUCTURE: Code = Code {
    name: "environment-structure",
    what: "An environment changes what a pipeline does: schemas, branches, windows, keys of streams, what a sink means.",
    why: "What was tested is what runs. An environment has its own place, sizes, addresses, settings and values of \
          thresholds; one function and one SQL serve all environments.",
    example: "environments:\n  dev:\n    hot:\n      alarm: { where: level > 0 }\n",
    instead: "environments:\n  dev:\n    thresholds: { high: 0 }\n",
};

/// Tells that the file is newer.
pub fn newer_version(node: &Node, reader: &mut Reader) {
    let Some(value) = node.get("version") else { return };
    let Some(scalar) = value.as_scalar().filter(|it| it.plain() == Plain::Integer) else { return };
    if scalar.text.parse::<u32>().is_ok_and(|it| it > 1) {
        let message = format!("version {} of the language is newer than this pipec", scalar.text);
        reader
            .findings
            .error(&NEWER_VERSION, value.span, message)
            .help("install a newer pipec, or write `1`");
    }
}
