//! The pages of the findings of this door.

use crate::diagnostic::Code;

/// All codes of this module.
pub const CODES: &[&Code] = &[
    &SYNTAX,
    &ANCHOR,
    &ALIAS,
    &MERGE_KEY,
    &TAG,
    &DIRECTIVE,
    &SECOND_DOCUMENT,
    &DUPLICATE_KEY,
    &KEY_NOT_TEXT,
    &FILE_TOO_LARGE,
    &FILE_TOO_DEEP,
    &EMPTY_FILE,
];

const ONE_MEANING: &str = "A file has one meaning that can be read off its lines: what stands in a place is what \
     is meant there. Shared parts also let a small file grow without bound while it is read.";

/// The text is no YAML.
pub const SYNTAX: Code = Code {
    name: "yaml-syntax",
    what: "The text is not YAML here.",
    why: "What follows cannot be read with certainty. Reading goes on at the next key that begins a line, so other \
          sections are checked all the same.",
    example: "version: 1\npipeline: demo\ndescription: alerts: all of them\n",
    instead: "version: 1\npipeline: demo\ndescription: 'alerts: all of them'\n",
};

/// `&name`.
pub const ANCHOR: Code = Code {
    name: "yaml-anchor",
    what: "The file gives a value a name with `&`, to be repeated elsewhere.",
    why: ONE_MEANING,
    example: "version: 1\npipeline: &name demo\n",
    instead: "version: 1\npipeline: demo\n",
};

/// `*name`.
pub const ALIAS: Code = Code {
    name: "yaml-alias",
    what: "The file repeats a named value with `*`.",
    why: ONE_MEANING,
    example: "version: 1\npipeline: demo\ndescription: *text\n",
    instead: "version: 1\npipeline: demo\ndescription: Alerts on high levels\n",
};

/// `<<:`.
pub const MERGE_KEY: Code = Code {
    name: "yaml-merge-key",
    what: "The file merges one mapping into another with `<<`.",
    why: "Merge keys belong to YAML 1.1 and are not in YAML 1.2 (https://yaml.org/type/merge.html); tools disagree \
          about them.",
    example: "version: 1\npipeline: demo\nsettings:\n  <<: { removal: destroy }\n",
    instead: "version: 1\npipeline: demo\nsettings:\n  removal: destroy\n",
};

/// `!name`.
pub const TAG: Code = Code {
    name: "yaml-tag",
    what: "The file gives a value a type with `!`.",
    why: "The type of every value follows from its key. CloudFormation's `!Ref` and `!Sub` are not needed: names are \
          written as they are, and references are made by the compiler.",
    example: "version: 1\npipeline: !str demo\n",
    instead: "version: 1\npipeline: demo\n",
};

/// `%YAML`.
pub const DIRECTIVE: Code = Code {
    name: "yaml-directive",
    what: "A line before the content begins with `%`.",
    why: "The file is always read as YAML 1.2, and there are no tags that a directive could declare.",
    example: "%YAML 1.2\n---\nversion: 1\npipeline: demo\n",
    instead: "version: 1\npipeline: demo\n",
};

/// `---` in the middle.
pub const SECOND_DOCUMENT: Code = Code {
    name: "yaml-second-document",
    what: "A second document begins after `---` or `...`.",
    why: "A file is one pipeline. What stands after the line is not read.",
    example: "version: 1\npipeline: demo\n---\nversion: 1\npipeline: other\n",
    instead: "version: 1\npipeline: demo\n",
};

/// The same key twice.
pub const DUPLICATE_KEY: Code = Code {
    name: "duplicate-key",
    what: "A mapping has the same key twice.",
    why: "Keys of a mapping are unique in YAML 1.2; many readers keep the last one in silence. The first one is kept \
          while the rest of the file is checked.",
    example: "version: 1\npipeline: demo\npipeline: other\n",
    instead: "version: 1\npipeline: demo\n",
};

/// A key that is no name.
pub const KEY_NOT_TEXT: Code = Code {
    name: "key-not-text",
    what: "A key is a list, a mapping or nothing at all.",
    why: "All keys are names. An opening `{` or `[` at the start of a text makes it a mapping or a list.",
    example: "version: 1\npipeline: demo\n[description]: alerts\n",
    instead: "version: 1\npipeline: demo\ndescription: alerts\n",
};

/// More than the compiler reads.
pub const FILE_TOO_LARGE: Code = Code {
    name: "file-too-large",
    what: "The file has more than 1 MiB, or more than 100,000 keys and values.",
    why: "A pipeline that a person can review is some hundred lines. The limits keep the compiler and the editor \
          quick and small whatever file they are given.",
    example: "version: 1\n# and more than a million bytes of records in `tests`\n",
    instead: "version: 1\n# with `file: records.jsonl` in the tests\n",
};

/// Nested more deeply than the compiler reads.
pub const FILE_TOO_DEEP: Code = Code {
    name: "file-too-deep",
    what: "Lists and mappings are nested more than 64 deep.",
    why: "Nothing in the language is nested more than some ten levels deep. The limit keeps the compiler safe from \
          files that are nothing but brackets.",
    example: "version: 1\npipeline: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ \
              ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
    instead: "version: 1\npipeline: demo\n",
};

/// Nothing there.
pub const EMPTY_FILE: Code = Code {
    name: "empty-file",
    what: "The file has no content, or only comments.",
    why: "There is no pipeline to compile. `pipec init` writes one to begin with.",
    example: "# version: 1\n",
    instead: "version: 1\npipeline: demo\n",
};
