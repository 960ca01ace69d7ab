//! The kinds of findings that typing an expression can make, with their pages.

use crate::diagnostic::Code;

/// All of them.
pub const CODES: &[&Code] = &[
    &EXPRESSION_SYNTAX,
    &EXPRESSION_TOO_LONG,
    &NOT_IN_LANGUAGE,
    &UNKNOWN_NAME,
    &UNKNOWN_FUNCTION,
    &WRONG_ARGUMENTS,
    &TYPE_MISFIT,
    &DECIMAL_DIVISION,
    &NUMBER_OUT_OF_RANGE,
    &BAD_CAST,
    &AGGREGATE_WITHOUT_WINDOW,
    &MISPLACED_AGGREGATE,
    &NOT_GROUPED,
    &WINDOW_BOUNDS,
    &COMMENT_IN_SQL,
];

/// Text that is no expression.
pub const EXPRESSION_SYNTAX: Code = Code {
    name: "expression-syntax",
    what: "The text is not an SQL expression.",
    why: "It is read as SQL is: names, constants, signs and calls. A column whose name is no plain word, or a word \
          that SQL itself needs, stands in double quotes.",
    example: "hot:\n  alarm: { where: level > }\n",
    instead: "hot:\n  alarm: { where: level > 90 }\n",
};

/// An expression beyond its bounds.
pub const EXPRESSION_TOO_LONG: Code = Code {
    name: "expression-too-long",
    what: "An expression has more than 4096 bytes or 600 words and signs, or is nested deeper than 40.",
    why: "Expressions are read by a parser that recurses, and by people who do not. A column of `add` gives a part \
          of it a name.",
    example: "hot:\n  alarm: { where: ((((((((((((((((((((((((((((((((((((((((((((((((((level > 1\
              )))))))))))))))))))))))))))))))))))))))))))))))))) }\n",
    instead: "hot:\n  alarm: { where: level > 1 }\n",
};

/// SQL that is not part of the language.
pub const NOT_IN_LANGUAGE: Code = Code {
    name: "not-in-language",
    what: "The expression uses a part of SQL that the language of expressions does not have.",
    why: "What is allowed means the same on every engine. A branch sees one record at a time: no subqueries, no \
          other tables.",
    example: "hot:\n  alarm: { where: level > (select 1) }\n",
    instead: "hot:\n  alarm: { where: level > 1 }\n",
};

/// A name that nothing has.
pub const UNKNOWN_NAME: Code = Code {
    name: "unknown-name",
    what: "An expression uses a name that is neither a column of the branch's input, nor added above, nor a \
           threshold.",
    why: "Names are case-sensitive. A text stands in single quotes; in double quotes it is a name.",
    example: "hot:\n  alarm: { where: levle > high }\n",
    instead: "hot:\n  alarm: { where: level > high }\n",
};

/// A function that the table does not have.
pub const UNKNOWN_FUNCTION: Code = Code {
    name: "unknown-function",
    what: "An expression calls a function that the language does not have.",
    why: "Each function of the language means the same on every engine that runs it.",
    example: "hot:\n  alarm: { where: uper(note) = 'A' }\n",
    instead: "hot:\n  alarm: { where: upper(note) = 'A' }\n",
};

/// Arguments that a function does not take.
pub const WRONG_ARGUMENTS: Code = Code {
    name: "wrong-arguments",
    what: "A function is called with arguments that it does not take.",
    why: "There are no implicit casts between texts and numbers: what is meant is written with `cast`.",
    example: "hot:\n  alarm: { where: length(level) > 2 }\n",
    instead: "hot:\n  alarm: { where: length(note) > 2 }\n",
};

/// Types that do not go together.
pub const TYPE_MISFIT: Code = Code {
    name: "type-misfit",
    what: "Values are compared or combined whose types do not go together, or a condition is not true or false.",
    why: "A number in quotes is a text, and texts compare letter by letter: `'9' > '10'` holds.",
    example: "hot:\n  alarm: { where: level > '90' }\n",
    instead: "hot:\n  alarm: { where: level > 90 }\n",
};

/// A decimal divided.
pub const DECIMAL_DIVISION: Code = Code {
    name: "decimal-division",
    what: "A decimal is divided with `/`, or its `avg` or `stddev` is asked for.",
    why: "The quotient of two decimals has no exact form, and engines round it differently. As doubles they divide \
          the same everywhere.",
    example: "hot:\n  alarm: { add: { third: level / 3.0 } }\n",
    instead: "hot:\n  alarm: { add: { third: level / 3 } }\n",
};

/// A number that no type holds.
pub const NUMBER_OUT_OF_RANGE: Code = Code {
    name: "number-out-of-range",
    what: "A number has more than 64 bits, more than 38 digits, or is no finite double.",
    why: "No column can hold it, so nothing can be compared with it.",
    example: "hot:\n  alarm: { where: level > 99999999999999999999 }\n",
    instead: "hot:\n  alarm: { where: level > 99999999999999999999.0 }\n",
};

/// A cast that cannot be.
pub const BAD_CAST: Code = Code {
    name: "bad-cast",
    what: "A cast names no type of the language, or a type that the value cannot become.",
    why: "The types are those of columns: `varchar(n)`, `string`, `integer`, `bigint`, `double`, `decimal(p,s)`, \
          `boolean` and `timestamp`.",
    example: "hot:\n  alarm: { add: { when: cast(level as timestamp) } }\n",
    instead: "hot:\n  alarm: { add: { when: cast(note as timestamp) } }\n",
};

/// An aggregate over one record.
pub const AGGREGATE_WITHOUT_WINDOW: Code = Code {
    name: "aggregate-without-window",
    what: "An aggregate stands in a branch without a window.",
    why: "An aggregate is over the records of a window; a stream has no end at which it could be worked out.",
    example: "hot:\n  alarm: { add: { highest: max(level) } }\n",
    instead: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    add: { highest: max(level) }\n    to: peak_files\nsinks:\n  peak_files: { s3: {} }\n"
    ),
};

/// An aggregate where no window's records are seen.
pub const MISPLACED_AGGREGATE: Code = Code {
    name: "misplaced-aggregate",
    what: "An aggregate stands in `where`, in `having` or in another aggregate.",
    why: "`where` is decided for each record, before its window; `having` for each row, by the columns that `add` \
          gave it. Only `add` sees the records of a window.",
    example: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    add: { readings: count(*) }\n    having: max(level) > high\n    to: peak_files\n",
        "sinks:\n  peak_files: { s3: {} }\n"
    ),
    instead: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    add: { highest: max(level) }\n    having: highest > high\n    to: peak_files\n",
        "sinks:\n  peak_files: { s3: {} }\n"
    ),
};

/// A column that has no one value in a window.
pub const NOT_GROUPED: Code = Code {
    name: "not-grouped",
    what: "In a branch with a window, `add` or `select` uses a column of the input that is neither in `group_by` nor \
           in an aggregate.",
    why: "A row of a window is made of many records, and the column may have another value in each of them.",
    example: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    add: { twice: level * 2 }\n    to: peak_files\nsinks:\n  peak_files: { s3: {} }\n"
    ),
    instead: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    add: { twice: max(level) * 2 }\n    to: peak_files\nsinks:\n  peak_files: { s3: {} }\n"
    ),
};

/// The bounds of a window where they are not known, or are another window's.
pub const WINDOW_BOUNDS: Code = Code {
    name: "window-bounds",
    what: "`window_start` or `window_end` stands in an aggregate or in `group_by`.",
    why: "They are the bounds of the branch's own window, which every record of it shares. The bounds of a window \
          that the input comes from are seen under another name, which its branch gives them in `add`.",
    example: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    add: { last: max(window_end) }\n    to: peak_files\nsinks:\n  peak_files: { s3: {} }\n"
    ),
    instead: concat!(
        "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n",
        "    add: { last: window_end }\n    to: peak_files\nsinks:\n  peak_files: { s3: {} }\n"
    ),
};

/// An expression that a comment cuts short.
pub const COMMENT_IN_SQL: Code = Code {
    name: "comment-in-sql",
    what: "An unquoted expression is no SQL because YAML took its end for a comment.",
    why: "In YAML a space and `#` begin a comment, inside SQL's quotes too: YAML does not know SQL.",
    example: "hot:\n  alarm:\n    where: note = 'hall #3'\n",
    instead: "hot:\n  alarm:\n    where: \"note = 'hall #3'\"\n",
};
