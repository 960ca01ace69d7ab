//! A graph as an SVG that needs nothing from elsewhere, for light and dark pages.

use super::layout::{Item, Layout, Way, layout};
use super::{Diagram, Kind, Node};

const MARGIN: i32 = 24;
const BOX: i32 = 46;
const LINE: i32 = 14;
/// Widths of a letter of a name and of anything smaller, generous because every machine has another font.
const LETTER: i32 = 8;
const SMALL: i32 = 7;
/// Room between arrows at the side of a box, at most.
const PORT: i32 = 10;
const HEAD: i32 = 8;

/// Its rules are for this picture only, wherever it is pasted.
const STYLE: &str = "\
.pipec-graph { font-family: ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif }
.pipec-graph .page { fill: #ffffff }
.pipec-graph rect { stroke-width: 1.5 }
.pipec-graph .name { font-size: 13px; font-weight: 600; fill: #1c2733 }
.pipec-graph .detail, .pipec-graph .label { font-size: 11px; fill: #51606f }
.pipec-graph .heading { font-size: 16px; font-weight: 600; fill: #1c2733 }
.pipec-graph .edge { fill: none; stroke: #8795a3; stroke-width: 1.5 }
.pipec-graph .head { fill: #8795a3 }
.pipec-graph .stream { fill: #e2effc; stroke: #2f74c0 }
.pipec-graph .function { fill: #fdeedb; stroke: #c9741a }
.pipec-graph .application { fill: #dff3f2; stroke: #1f8f8a }
.pipec-graph .branch { fill: #f4f6f8; stroke: #7a8895 }
.pipec-graph .relay { fill: #efe7fb; stroke: #7f54c4 }
.pipec-graph .sink { fill: #e2f4e6; stroke: #2f8a4b }
.pipec-graph .letters { fill: #fbe6e6; stroke: #c04545 }
@media (prefers-color-scheme: dark) {
.pipec-graph .page { fill: #12181f }
.pipec-graph .name, .pipec-graph .heading { fill: #eef3f8 }
.pipec-graph .detail, .pipec-graph .label { fill: #aebac6 }
.pipec-graph .edge { stroke: #748393 }
.pipec-graph .head { fill: #748393 }
.pipec-graph .stream { fill: #15304e }
.pipec-graph .function { fill: #46300f }
.pipec-graph .application { fill: #103a38 }
.pipec-graph .branch { fill: #232c36 }
.pipec-graph .relay { fill: #33234f }
.pipec-graph .sink { fill: #173a22 }
.pipec-graph .letters { fill: #4a1f1f }
}
";

/// The picture.
pub fn print(diagram: &Diagram) -> String {
    let boxes: Vec<(i32, i32)> = diagram.nodes.iter().map(|it| (width(it), BOX)).collect();
    let arrows: Vec<_> = diagram.edges.iter().map(|it| (it.from, it.to, label_size(&it.label))).collect();
    let layout = layout(&boxes, &arrows);
    let top = MARGIN * 2 + LINE;
    let (wide, high) = (layout.width.max(text_width(&diagram.title, LETTER + 2)), layout.height);
    let (wide, high) = (wide + 2 * MARGIN, high + top + MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pipec-graph\" role=\"img\" width=\"{wide}\" \
         height=\"{high}\" viewBox=\"0 0 {wide} {high}\">\n<title>{}</title>\n<desc>{}</desc>\n<style>\n{STYLE}</style>\n\
         <rect class=\"page\" width=\"{wide}\" height=\"{high}\"/>\n<text class=\"heading\" x=\"{MARGIN}\" y=\"{}\">{}</text>\n\
         <g transform=\"translate({MARGIN} {top})\">\n",
        escaped(&sentence(diagram)),
        escaped(&diagram.about),
        MARGIN + LINE,
        escaped(&diagram.title),
    );
    for at in 0..layout.ways.len() {
        svg.push_str(&arrow(diagram, &layout, at));
    }
    diagram.nodes.iter().zip(&layout.items).for_each(|(node, item)| svg.push_str(&shape(node, item)));
    svg + "</g>\n</svg>\n"
}

fn sentence(diagram: &Diagram) -> String {
    let count = |kind: Kind, one: &str, many: &str| {
        let count = diagram.nodes.iter().filter(|it| it.kind == kind).count();
        format!("{count} {}", if count == 1 { one } else { many })
    };
    let streams = count(Kind::Stream, "stream", "streams");
    let branches = count(Kind::Branch, "branch", "branches");
    let sinks = count(Kind::Sink, "sink", "sinks");
    format!("The pipeline {}: {streams}, {branches} and {sinks}.", diagram.title)
}

fn shape(node: &Node, item: &Item) -> String {
    let (x, y, middle) = (item.x, item.y - BOX / 2, item.x + item.width / 2);
    let round = match node.kind {
        Kind::Stream => BOX / 2,
        Kind::Function | Kind::Application | Kind::Relay => 3,
        Kind::Branch | Kind::Sink | Kind::DeadLetters => 9,
    };
    let about = if node.about.is_empty() { &node.detail } else { &node.about };
    format!(
        "<g data-id=\"{}\"><title>{}</title><rect class=\"{}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{BOX}\" \
         rx=\"{round}\"/><text class=\"name\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>\
         <text class=\"detail\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text></g>\n",
        node.id(),
        escaped(about),
        node.kind.word(),
        item.width,
        item.y - 3,
        escaped(&node.name),
        item.y + 13,
        escaped(&node.detail),
    )
}

/// A line from the tail's right side to the head's left side, smooth between layers and level in them.
fn arrow(diagram: &Diagram, layout: &Layout, at: usize) -> String {
    let (edge, way) = (&diagram.edges[at], &layout.ways[at]);
    let (tail, head) = (&layout.items[edge.from], &layout.items[edge.to]);
    let mut from = (tail.x + tail.width, tail.y + port(layout, at, false));
    let end = (head.x, head.y + port(layout, at, true));
    let mut line = format!("M{} {}", from.0, from.1);
    for it in &way.through[1..way.through.len() - 1] {
        let item = &layout.items[*it];
        line.push_str(&format!("{}H{}", curve(from, (item.x, item.y)), item.x + item.width));
        from = (item.x + item.width, item.y);
    }
    line.push_str(&curve(from, (end.0 - HEAD, end.1)));
    line.push_str(&format!("H{}", end.0));
    let (back, upper, lower) = (end.0 - HEAD, end.1 - HEAD / 2, end.1 + HEAD / 2);
    format!(
        "<g data-from=\"{}\" data-to=\"{}\"><path class=\"edge\" d=\"{line}\"/>\
         <path class=\"head\" d=\"M{back} {upper}L{} {}L{back} {lower}Z\"/>{}</g>\n",
        diagram.nodes[edge.from].id(),
        diagram.nodes[edge.to].id(),
        end.0,
        end.1,
        label(&edge.label, &layout.items[way.label]),
    )
}

fn curve(from: (i32, i32), to: (i32, i32)) -> String {
    let half = (from.0 + to.0) / 2;
    format!("C{half} {} {half} {} {} {}", from.1, to.1, to.0, to.1)
}

/// How far from a box's middle an arrow begins or ends: those of one side are apart, in the order of what they lead to.
fn port(layout: &Layout, at: usize, into: bool) -> i32 {
    let side = |way: &Way| if into { *way.through.last().unwrap_or(&0) } else { way.through[0] };
    let next = |way: &Way| if into { way.through[way.through.len() - 2] } else { way.through[1] };
    let own = side(&layout.ways[at]);
    let mut beside: Vec<usize> = (0..layout.ways.len()).filter(|it| side(&layout.ways[*it]) == own).collect();
    beside.sort_by_key(|it| (layout.items[next(&layout.ways[*it])].y, *it));
    let last = beside.len() as i32 - 1;
    let rank = beside.iter().position(|it| *it == at).unwrap_or_default() as i32;
    // The corners are round.
    let step = if last > 0 { PORT.min((BOX - 18) / last) } else { 0 };
    rank * step - last * step / 2
}

/// Its lines stand above and below the arrow, which goes through its middle.
fn label(lines: &[String], item: &Item) -> String {
    let above = above(lines.len());
    let line = |(at, text): (usize, &String)| {
        let y = match (above.saturating_sub(at), at.saturating_sub(above)) {
            (0, below) => item.y + 12 + below as i32 * LINE,
            (up, _) => item.y - 5 - (up as i32 - 1) * LINE,
        };
        let x = item.x + item.width / 2;
        format!("<text class=\"label\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", escaped(text))
    };
    lines.iter().enumerate().map(line).collect()
}

fn above(lines: usize) -> usize {
    lines.div_ceil(2)
}

fn label_size(lines: &[String]) -> (i32, i32) {
    let width = lines.iter().map(|it| text_width(it, SMALL)).max().unwrap_or_default();
    (width, 2 * (above(lines.len()) as i32 * LINE + 4))
}

fn width(node: &Node) -> i32 {
    text_width(&node.name, LETTER).max(text_width(&node.detail, SMALL)).max(80) + 24
}

/// Letters beyond Latin's may be twice as wide.
fn text_width(text: &str, letter: i32) -> i32 {
    text.chars().map(|it| if it < '\u{250}' { letter } else { 2 * letter }).sum()
}

/// Text as XML has it; what XML cannot have is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for it in text.chars() {
        match it {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            it if it.is_control() => escaped.push('\u{fffd}'),
            it => escaped.push(it),
        }
    }
    escaped
}
