//! Draws a model's boxes and arrows, with the functions and relays that its plan puts between them.

use super::edge::{self, Edge, Label, Wire};
use super::{Diagram, Kind, Node};
use crate::engines::Name;
use crate::model::{Branch, Hot, Input, Model, Sink, Stream, StreamId, Target};
use crate::plan::{NodeId, Plan};
use crate::sinks::Settings;

/// Most characters of a detail that are shown.
const DETAIL: usize = 40;

/// Draws all of a pipeline.
pub fn draw(model: &Model, plan: Option<&Plan>, label: Label, diagram: &mut Diagram) {
    Drawing { model, plan, label, diagram }.draw();
}

/// A graph being drawn.
struct Drawing<'m> {
    model: &'m Model,
    plan: Option<&'m Plan>,
    label: Label,
    diagram: &'m mut Diagram,
}

impl Drawing<'_> {
    fn draw(&mut self) {
        self.diagram.nodes.extend(self.model.streams.iter().map(stream));
        self.diagram.nodes.extend(self.model.branches.iter().map(branch));
        self.diagram.nodes.extend(self.model.sinks.iter().map(sink));
        for index in 0..self.model.streams.len() {
            self.function(StreamId(index));
            self.application(StreamId(index));
        }
        for branch in &self.model.branches {
            self.input(branch);
            let from = self.bringer(branch).unwrap_or(self.known(Kind::Branch, &branch.name.value));
            branch.to.iter().for_each(|it| self.output(branch, from, it.value));
        }
    }

    /// The function that a stream feeds, if there is one.
    fn function(&mut self, id: StreamId) {
        let Some(plan) = self.plan else { return };
        let stream = &self.model.stream(id).name.value;
        let Some(function) = plan.find(&function_name(stream)) else { return };
        let about = format!("Runs the branches that read {stream}.");
        let at = self.add(Kind::Function, &plan.node(function).name, plan.node(function).part.noun(), about);
        let from = self.known(Kind::Stream, stream);
        let wire = Wire::new(plan, function, plan.find(stream)).map(Wire::reading);
        self.connect(from, at, "reads", wire);
        self.letters(plan, function, at);
    }

    /// The application that reads a stream, if there is one.
    fn application(&mut self, id: StreamId) {
        let Some(plan) = self.plan else { return };
        let stream = &self.model.stream(id).name.value;
        let Some(application) = plan.find(&application_name(stream)) else { return };
        let part = plan.node(application);
        let about = format!("Runs the SQL of the branches that read {stream}.");
        let at = self.add(Kind::Application, &part.name, part.part.noun(), about);
        let from = self.known(Kind::Stream, stream);
        self.connect(from, at, "reads", Wire::new(plan, application, plan.find(stream)));
    }

    /// The function that brings a branch's rows to its sinks, where an application runs the branch.
    fn bringer(&mut self, branch: &Branch) -> Option<usize> {
        let plan = self.plan?;
        let function = bringer(plan, branch)?;
        let stream = &self.model.stream(self.model.root(branch)?).name.value;
        let part = plan.node(function);
        let about = format!("Brings the rows of {} to its sinks.", branch.name.value);
        let at = self.add(Kind::Function, &part.name, part.part.noun(), about);
        let from = self.known(Kind::Branch, &branch.name.value);
        let wire = plan.find(&application_name(stream)).and_then(|it| Wire::new(plan, it, Some(function)));
        self.connect(from, at, "rows", wire);
        self.letters(plan, function, at);
        Some(at)
    }

    /// The way of what a function could not read, run or write.
    fn letters(&mut self, plan: &Plan, function: NodeId, at: usize) {
        let letters = "dead_letters";
        let to = self.diagram.place(Kind::DeadLetters, letters).unwrap_or_else(|| {
            let about = "Keeps what could not be read, run or written.".to_owned();
            self.add(Kind::DeadLetters, letters, "bucket", about)
        });
        let wire = Wire::new(plan, function, plan.find(letters));
        self.connect(at, to, "failures", wire);
    }

    fn input(&mut self, branch: &Branch) {
        let at = self.known(Kind::Branch, &branch.name.value);
        match branch.from.as_ref().map(|it| it.value) {
            Some(Input::Branch(id)) => {
                let from = self.known(Kind::Branch, &self.model.branch(id).name.value);
                self.connect(from, at, "rows", None);
            }
            Some(Input::Stream(id)) => {
                let stream = &self.model.stream(id).name.value;
                let runner = branch.as_hot().and_then(|it| runner(it, stream));
                match runner.and_then(|(kind, name)| self.diagram.place(kind, &name)) {
                    Some(from) => self.connect(from, at, "runs", None),
                    None => {
                        let from = self.known(Kind::Stream, stream);
                        self.connect(from, at, "records", None);
                    }
                }
            }
            None => {}
        }
    }

    /// The way of a branch's rows, with the relay on it where one is needed.
    fn output(&mut self, branch: &Branch, from: usize, target: Target) {
        let (kind, name) = match target {
            Target::Sink(id) => (Kind::Sink, &self.model.sink(id).name.value),
            Target::Stream(id) => (Kind::Stream, &self.model.stream(id).name.value),
        };
        let to = self.known(kind, name);
        let Some(plan) = self.plan else { return self.connect(from, to, "rows", None) };
        let Some(stream) = self.model.root(branch).map(|it| self.model.stream(it).name.value.as_str()) else {
            return;
        };
        let (source, target) = (plan.find(stream), plan.find(name));
        let of_stream = || branch.as_hot().and_then(|_| plan.find(&function_name(stream)));
        let actor = bringer(plan, branch).or_else(of_stream);
        match edge::relay(plan, actor, source, target) {
            None => self.connect(from, to, "rows", actor.and_then(|it| Wire::new(plan, it, target))),
            Some(relay) => self.through(plan, relay, [from, to], [actor, source, target]),
        }
    }

    /// A branch, its relay, its sink.
    fn through(
        &mut self,
        plan: &Plan,
        relay: NodeId,
        [from, to]: [usize; 2],
        [actor, source, target]: [Option<NodeId>; 3],
    ) {
        let part = plan.node(relay);
        let at = self.diagram.place(Kind::Relay, &part.name).unwrap_or_else(|| {
            let at =
                self.add(Kind::Relay, &part.name, part.part.noun(), "Brings rows into objects.".to_owned());
            self.connect(at, to, "objects", Wire::new(plan, relay, target));
            at
        });
        let (verb, wire) = match actor {
            Some(actor) => ("rows", Wire::new(plan, actor, Some(relay))),
            // It takes the records from the stream itself.
            None => ("bytes", Wire::new(plan, relay, source)),
        };
        self.connect(from, at, verb, wire);
    }

    fn add(&mut self, kind: Kind, name: &str, detail: &str, about: String) -> usize {
        self.diagram.nodes.push(Node { kind, name: name.to_owned(), detail: detail.to_owned(), about });
        self.diagram.nodes.len() - 1
    }

    fn connect(&mut self, from: usize, to: usize, verb: &str, wire: Option<Wire<'_>>) {
        let label = self.label.of(verb, wire);
        self.diagram.edges.push(Edge { from, to, label });
    }

    fn known(&self, kind: Kind, name: &str) -> usize {
        self.diagram.place(kind, name).expect("streams, branches and sinks are drawn first")
    }
}

/// What `lower` calls the function of a stream.
fn function_name(stream: &str) -> String {
    format!("{stream}-function")
}

/// What `lower` calls the application of a stream.
fn application_name(stream: &str) -> String {
    format!("{stream}-application")
}

/// What runs a branch of a stream.
fn runner(hot: &Hot, stream: &str) -> Option<(Kind, String)> {
    match hot.engine {
        Name::Lambda => Some((Kind::Function, function_name(stream))),
        Name::KinesisAnalyticsSql => Some((Kind::Application, application_name(stream))),
        Name::Flink => None,
    }
}

/// The function that brings a branch's rows to its sinks: `lower` calls it after the branch.
fn bringer(plan: &Plan, branch: &Branch) -> Option<NodeId> {
    branch.as_hot().and_then(|_| plan.find(&function_name(&branch.name.value)))
}

fn stream(it: &Stream) -> Node {
    let detail = if it.existing.is_some() { "stream, there already" } else { "stream" };
    node(Kind::Stream, &it.name.value, detail.to_owned(), &it.description)
}

fn branch(it: &Branch) -> Node {
    let detail = match it.as_hot() {
        Some(hot) => format!("hot, {}", hot.engine.word()),
        None => "cold".to_owned(),
    };
    node(Kind::Branch, &it.name.value, detail, &it.description)
}

fn sink(it: &Sink) -> Node {
    let detail = match &it.settings {
        Some(Settings::S3(bucket)) => match &bucket.prefix {
            Some(prefix) => format!("s3, {}", clipped(&prefix.value)),
            None => "s3".to_owned(),
        },
        Some(other) => other.key().to_owned(),
        None => String::new(),
    };
    let is_there = it.settings.as_ref().is_some_and(|it| it.sink().existing().arn.is_some());
    let detail = if is_there { format!("{detail}, there already") } else { detail };
    node(Kind::Sink, &it.name.value, detail, &it.description)
}

fn node(kind: Kind, name: &str, detail: String, about: &str) -> Node {
    Node { kind, name: name.to_owned(), detail, about: about.to_owned() }
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(DETAIL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
