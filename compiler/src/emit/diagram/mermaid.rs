//! A graph as Mermaid's flowchart.

use super::{Diagram, Kind, Node};

/// The flowchart, from left to right.
pub fn print(diagram: &Diagram) -> String {
    let mut text = format!("flowchart LR\n  accTitle: {}\n", escaped(&diagram.title));
    if !diagram.about.is_empty() {
        text.push_str(&format!("  accDescr: {}\n", escaped(&diagram.about)));
    }
    diagram.nodes.iter().for_each(|it| text.push_str(&node(it)));
    for edge in &diagram.edges {
        let (from, to) = (diagram.nodes[edge.from].id(), diagram.nodes[edge.to].id());
        let label: Vec<String> = edge.label.iter().map(|it| escaped(it)).collect();
        text.push_str(&format!("  {from} -->|\"{}\"| {to}\n", label.join("<br/>")));
    }
    text
}

fn node(node: &Node) -> String {
    let (open, close) = match node.kind {
        Kind::Stream => ("([", "])"),
        Kind::Function | Kind::Application => ("{{", "}}"),
        Kind::Branch => ("[", "]"),
        Kind::Relay => ("[/", "/]"),
        Kind::Sink | Kind::DeadLetters => ("[(", ")]"),
    };
    let (name, detail) = (escaped(&node.name), escaped(&node.detail));
    format!("  {}{open}\"{name}<br/>{detail}\"{close}\n", node.id())
}

/// Text that Mermaid shows as it is: a sign that could mean something to it, to Markdown or to HTML becomes its number.
fn escaped(text: &str) -> String {
    let signs: Vec<char> = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let is_word = |at: Option<usize>| at.and_then(|it| signs.get(it)).is_some_and(|it| it.is_alphanumeric());
    let mut escaped = String::new();
    for (at, sign) in signs.iter().enumerate() {
        let inside = is_word(at.checked_sub(1)) && is_word(Some(at + 1));
        match sign {
            it if it.is_alphanumeric() || matches!(it, ' ' | ',') => escaped.push(*it),
            '_' | '-' | '.' | ':' | '/' if inside => escaped.push(*sign),
            it => escaped.push_str(&format!("#{};", u32::from(*it))),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_means_anything() {
        assert_eq!(escaped("s3:PutObject, to raw_archive"), "s3:PutObject, to raw_archive");
        assert_eq!(escaped("a\"]\n%%{b}"), "a#34;#93; #37;#37;#123;b#125;");
        assert_eq!(escaped("1. <b> ü 🦀"), "1#46; #60;b#62; ü #129408;");
    }
}
