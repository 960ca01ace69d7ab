//! What an expectation's name names, and the columns of what comes out there.

use super::codes::UNKNOWN;
use super::{Form, Of, Reader};
use crate::diagnostic::Diagnostics;
use crate::model::{Branch, BranchId, Column, Input, Model, SinkId, StreamId, Target};
use crate::source::Spanned;
use pipec_runtime::types::Type;

/// What an expectation is about.
pub struct Subject<'m> {
    /// Where it is.
    pub of: Of,
    /// What it holds.
    pub form: Form,
    /// The columns of its rows, by what makes them.
    pub shapes: Vec<Vec<Typed<'m>>>,
}

/// A column.
pub struct Typed<'m> {
    /// Its name.
    pub name: &'m str,
    /// Its type.
    pub ty: Type,
    /// Whether the time of processing is in it.
    pub has_now: bool,
}

/// Tells that a name is none of these.
pub fn expect_known<'a>(
    noun: &str,
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a str> + Clone,
    findings: &mut Diagnostics,
) {
    if !known.clone().any(|it| it == name.value) {
        let message = format!("no {noun} is called `{}`", name.value);
        findings.error(&UNKNOWN, name.span, message).nearest(&name.value, known);
    }
}

impl<'m> Reader<'m> {
    /// What a name names; `None` where it names nothing, which is told, or something broken, which has been.
    pub fn subject(&self, name: &Spanned<String>, findings: &mut Diagnostics) -> Option<Subject<'m>> {
        let model = self.model;
        let is = |it: &Spanned<String>| it.value == name.value;
        if name.value == "dead_letters" {
            return Some(Subject { of: Of::DeadLetters, form: Form::DeadLetters, shapes: Vec::new() });
        }
        if let Some(id) = model.streams.iter().position(|it| is(&it.name)) {
            return self.stream(StreamId(id));
        }
        if let Some(id) = model.branches.iter().position(|it| is(&it.name)) {
            return self.made_by(Of::Branch(BranchId(id)), &[id]);
        }
        if let Some(id) = model.sinks.iter().position(|it| is(&it.name)) {
            return self.made_by(Of::Sink(SinkId(id)), &writers(model, Target::Sink(SinkId(id))));
        }
        // A hot or cold block that could not be read at all is no branch of the model.
        let spec = &model.spec;
        let hot = spec.hot.items.iter().map(|(it, _)| it.value.as_str());
        let branches = hot.chain(spec.cold.items.iter().map(|(it, _)| it.value.as_str()));
        let streams = spec.streams.items.iter().map(|(it, _)| it.value.as_str());
        let sinks = spec.sinks.items.iter().map(|(it, _)| it.value.as_str());
        let known = streams.chain(branches).chain(sinks).chain(["dead_letters"]);
        expect_known("sink, stream or branch", name, known, findings);
        None
    }

    fn stream(&self, id: StreamId) -> Option<Subject<'m>> {
        let stream = self.model.stream(id);
        let writers = writers(self.model, Target::Stream(id));
        if !stream.intact {
            return None;
        }
        if !writers.is_empty() {
            return self.made_by(Of::Stream(id), &writers);
        }
        let is_decoded = self.model.readers(Input::Stream(id)).any(|it| it.as_hot().is_some());
        let shape = stream.columns.iter().map(|it| typed(it, false)).collect();
        let (form, shapes) = if is_decoded { (Form::Rows, vec![shape]) } else { (Form::Records, Vec::new()) };
        Some(Subject { of: Of::Stream(id), form, shapes })
    }

    /// What branches make: records as they came where one of them is cold.
    fn made_by(&self, of: Of, branches: &[usize]) -> Option<Subject<'m>> {
        let all = branches.iter().map(|it| (*it, &self.model.branches[*it]));
        if all.clone().any(|(_, it)| !it.intact) {
            return None;
        }
        let shapes: Option<Vec<_>> = all.map(|(at, it)| self.shape(at, it)).collect();
        let form = if shapes.is_some() { Form::Rows } else { Form::Records };
        Some(Subject { of, form, shapes: shapes.unwrap_or_default() })
    }

    fn shape(&self, at: usize, branch: &'m Branch) -> Option<Vec<Typed<'m>>> {
        let outputs = branch.as_hot()?.outputs.iter().zip(&self.now[at]);
        Some(outputs.map(|(it, has_now)| typed(&it.column, *has_now)).collect())
    }
}

fn typed(column: &Column, has_now: bool) -> Typed<'_> {
    Typed { name: &column.name.value, ty: column.ty, has_now }
}

fn writers(model: &Model, target: Target) -> Vec<usize> {
    let writes = |it: &Branch| it.to.iter().any(|it| it.value == target);
    (0..model.branches.len()).filter(|it| writes(&model.branches[*it])).collect()
}
