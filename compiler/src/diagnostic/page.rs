//! The page of a code, as `pipec explain CODE` prints it.

use super::Code;

/// What is wrong, why it matters, an example and its mend.
pub fn render(code: &Code) -> String {
    let mut text = format!("{}\n\n{}\n\n{}\n", code.name, code.what, code.why);
    for (title, yaml) in [("Example", code.example), ("Instead", code.instead)] {
        if !yaml.is_empty() {
            text.push_str(&format!("\n{title}\n\n{}", indented(yaml)));
        }
    }
    text
}

fn indented(yaml: &str) -> String {
    let line = |it: &str| if it.is_empty() { "\n".to_owned() } else { format!("    {it}\n") };
    yaml.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::diagnostic::Code;

    #[test]
    fn a_page_has_its_parts_in_order() {
        let code = Code {
            name: "some-code",
            what: "It is wrong.",
            why: "It matters.",
            example: "a:\n  b: 1\n\nc: 2\n",
            instead: "a: 1\n",
        };
        let expect = "\
some-code

It is wrong.

It matters.

Example

    a:
      b: 1

    c: 2

Instead

    a: 1
";
        assert_eq!(render(&code), expect);
    }
}
