//! A pipeline as a graph to look at: as Mermaid, as DOT, as SVG.

mod dot;
mod drawing;
mod edge;
mod layout;
mod mermaid;
mod svg;

pub use edge::Edge;

use crate::artifact::Artifacts;
use crate::model::Model;
use crate::plan::Plan;
use edge::Label;

/// Where the graph is.
pub const GRAPH: &str = "graph.mmd";

/// A form that a graph is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Mermaid, as many sites render it.
    Mermaid,
    /// DOT, for Graphviz.
    Dot,
    /// SVG, complete in itself.
    Svg,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub struct Diagram {
    /// The pipeline's name, and what the graph lacks where it lacks something.
    pub title: String,
    /// The sentence on the pipeline, or an empty text.
    pub about: String,
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The arrows between them.
    pub edges: Vec<Edge>,
}

/// What a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A stream.
    Stream,
    /// A function, which runs branches.
    Function,
    /// An application, which runs branches.
    Application,
    /// A branch, hot or cold.
    Branch,
    /// What stands between a branch and its sink.
    Relay,
    /// A sink.
    Sink,
    /// The bucket of dead letters.
    DeadLetters,
}

/// A box.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    pub detail: String,
    /// The sentence on it, or an empty text.
    pub about: String,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Stream => "stream",
            Kind::Function => "function",
            Kind::Application => "application",
            Kind::Branch => "branch",
            Kind::Relay => "relay",
            Kind::Sink => "sink",
            Kind::DeadLetters => "letters",
        }
    }
}

impl Node {
    /// Its id, unlike every word of Mermaid and DOT.
    pub fn id(&self) -> String {
        let name: String =
            self.name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
        format!("{}_{name}", self.kind.word())
    }
}

/// The graph that is written beside the template.
pub fn write(model: &Model, plan: &Plan, artifacts: &mut Artifacts) {
    artifacts.add(GRAPH, Diagram::new(model, Some(plan), false).print(Form::Mermaid));
}

impl Diagram {
    /// The graph of a pipeline; without a plan, of the model alone. With `rights`, arrows tell what they may do.
    pub fn new(model: &Model, plan: Option<&Plan>, rights: bool) -> Diagram {
        let title = match plan {
            Some(_) => model.name.value.clone(),
            None => format!("{} (as written: it cannot be deployed yet)", model.name.value),
        };
        let about = model.description.clone();
        let mut diagram = Diagram { title, about, nodes: Vec::new(), edges: Vec::new() };
        let label = if rights { Label::Rights } else { Label::Verb };
        drawing::draw(model, plan, label, &mut diagram);
        diagram
    }

    /// The graph in a form.
    pub fn print(&self, form: Form) -> String {
        match form {
            Form::Mermaid => mermaid::print(self),
            Form::Dot => dot::print(self),
            Form::Svg => svg::print(self),
        }
    }

    fn place(&self, kind: Kind, name: &str) -> Option<usize> {
        self.nodes.iter().position(|it| it.kind == kind && it.name == name)
    }
}
