//! A graph as DOT, for Graphviz.

use super::{Diagram, Kind, Node};

/// The graph, from left to right.
pub fn print(diagram: &Diagram) -> String {
    let mut text = format!("digraph {} {{\n  rankdir=LR;\n", quoted(&diagram.title));
    text.push_str(&format!("  label={};\n  tooltip={};\n", quoted(&diagram.title), quoted(&diagram.about)));
    text.push_str("  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
    diagram.nodes.iter().for_each(|it| text.push_str(&node(it)));
    for edge in &diagram.edges {
        let (from, to) = (diagram.nodes[edge.from].id(), diagram.nodes[edge.to].id());
        text.push_str(&format!("  {from} -> {to} [label={}];\n", quoted(&edge.label.join("\n"))));
    }
    text.push_str("}\n");
    text
}

fn node(node: &Node) -> String {
    let shape = match node.kind {
        Kind::Stream => "cds",
        Kind::Function | Kind::Application => "hexagon",
        Kind::Branch => "box",
        Kind::Relay => "parallelogram",
        Kind::Sink | Kind::DeadLetters => "cylinder",
    };
    let label = quoted(&format!("{}\n{}", node.name, node.detail));
    format!("  {} [shape={shape}, label={label}, tooltip={}];\n", node.id(), quoted(&node.about))
}

/// A text in quotes, in which a backslash is one; Graphviz reads `&` as HTML does.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for it in text.chars() {
        match it {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '&' => quoted.push_str("&amp;"),
            it if it.is_control() => quoted.push(' '),
            it => quoted.push(it),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn nothing_in_a_text_means_anything() {
        assert_eq!(quoted("a\"b\\N\nc & <d>\t"), r#""a\"b\\N\nc &amp; <d> ""#);
    }
}
