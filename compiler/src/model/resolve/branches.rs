//! Branches: each after what it reads, so that columns flow from streams through branches to streams.

use super::columns;
use super::{Progress, Surroundings, engines as chosen, text, windows};
use crate::diagnostic::Diagnostics;
use crate::engines;
use crate::model::codes::{ADDED_TWICE, UNKNOWN_INPUT, UNKNOWN_TARGET};
use crate::model::expression::{self, Place, Scope};
use crate::model::{
    Added, Branch, BranchId, BranchKind, Column, Expression, Hot, Input, Output, Sink, SinkId, Stream,
    StreamId, Target, Threshold,
};
use crate::source::Spanned;
use crate::spec::{self, Spec};
use crate::syntax::Name;
use pipec_runtime::column::Format;

/// All branches of a file while they are resolved.
pub(super) struct Branches<'a> {
    around: Surroundings<'a>,
    streams: Vec<Stream>,
    progress: Vec<Progress>,
    depth: usize,
    findings: &'a mut Diagnostics,
}

/// Deepest chain of branches that is followed; `chain-too-long` tells of longer ones.
const DEEPEST: usize = 64;

impl<'a> Branches<'a> {
    /// None is resolved yet.
    pub fn new(
        spec: &'a Spec,
        streams: Vec<Stream>,
        sinks: &'a [Sink],
        thresholds: &'a [Threshold],
        findings: &'a mut Diagnostics,
    ) -> Branches<'a> {
        let count = spec.hot.items.len() + spec.cold.items.len();
        let progress = (0..count).map(|_| Progress::Waiting).collect();
        Branches {
            around: Surroundings { spec, sinks, thresholds, broken: super::broken(spec, thresholds) },
            streams,
            progress,
            depth: 0,
            findings,
        }
    }

    /// Resolves all; streams that branches write have their columns then.
    pub fn resolve_all(mut self) -> (Vec<Stream>, Vec<Branch>) {
        for id in 0..self.progress.len() {
            self.columns_of_branch(BranchId(id));
        }
        for id in 0..self.streams.len() {
            if let Some(columns) = self.columns_of_stream(StreamId(id)) {
                self.streams[id].columns = columns;
            }
        }
        let done = self.progress.into_iter().map(|it| match it {
            Progress::Done(branch) => *branch,
            Progress::Waiting | Progress::Begun => unreachable!("every branch was resolved above"),
        });
        let mut branches: Vec<Branch> = done.collect();
        chosen::choose(&mut branches);
        (self.streams, branches)
    }

    /// The columns of a branch's rows; `None` where they are unknown, or where the branch reads itself.
    fn columns_of_branch(&mut self, id: BranchId) -> Option<Vec<Column>> {
        if matches!(self.progress[id.0], Progress::Waiting) && self.depth < DEEPEST {
            self.progress[id.0] = Progress::Begun;
            self.depth += 1;
            let hot = &self.around.spec.hot.items;
            let branch = match hot.get(id.0) {
                Some((name, written)) => self.hot(name, written.as_ref()),
                None => {
                    let (name, written) = &self.around.spec.cold.items[id.0 - hot.len()];
                    self.cold(name, written.as_ref())
                }
            };
            self.depth -= 1;
            self.progress[id.0] = Progress::Done(Box::new(branch));
        }
        match &self.progress[id.0] {
            Progress::Done(branch) if branch.intact => {
                branch.as_hot().map(|hot| hot.outputs.iter().map(|it| it.column.clone()).collect())
            }
            Progress::Done(_) | Progress::Waiting | Progress::Begun => None,
        }
    }

    /// The columns of a stream: its schema's, or those of the first branch that writes it.
    fn columns_of_stream(&mut self, id: StreamId) -> Option<Vec<Column>> {
        let stream = &self.streams[id.0];
        if stream.schema.is_some() || !stream.columns.is_empty() {
            return stream.intact.then(|| stream.columns.clone());
        }
        let name = stream.name.value.clone();
        let hot = &self.around.spec.hot.items;
        let writes = |it: &spec::Hot| it.to.items.iter().any(|to| to.text == name);
        let writers = hot.iter().enumerate().filter(|(_, (_, it))| it.as_ref().is_some_and(writes));
        let writers: Vec<usize> = writers.map(|(id, _)| id).collect();
        writers.into_iter().find_map(|id| self.columns_of_branch(BranchId(id)))
    }

    fn cold(&mut self, name: &Spanned<String>, written: Option<&spec::Cold>) -> Branch {
        let from = written.and_then(|it| it.from.0.as_ref());
        let from = from.and_then(|it| self.input(it));
        let to = written.and_then(|it| it.to.0.as_ref()).map(|it| it.items.as_slice());
        let to_count = to.map_or(0, <[_]>::len);
        let to = self.targets(to.unwrap_or_default());
        Branch {
            name: name.clone(),
            description: text(written.and_then(|it| it.description.as_ref())),
            span: written.map_or(name.span, |it| it.span),
            intact: written.is_some_and(|it| !it.broken) && from.is_some() && to.len() == to_count,
            from,
            to,
            kind: BranchKind::Cold,
        }
    }

    fn hot(&mut self, name: &Spanned<String>, written: Option<&spec::Hot>) -> Branch {
        let from = written.and_then(|it| it.from.0.as_ref()).and_then(|it| self.input(it));
        let input = match from.as_ref().map(|it| it.value) {
            Some(Input::Stream(id)) => self.columns_of_stream(id),
            Some(Input::Branch(id)) => self.columns_of_branch(id),
            None => None,
        };
        let targets = written.map(|it| it.to.items.as_slice()).unwrap_or_default();
        let to = self.targets(targets);
        let mut intact = written.is_some_and(|it| !it.broken) && input.is_some() && to.len() == targets.len();
        let hot = self.looked_at(written, input.unwrap_or_default(), &mut intact);
        Branch {
            name: name.clone(),
            description: text(written.and_then(|it| it.description.as_ref())),
            span: written.map_or(name.span, |it| it.span),
            from,
            to,
            kind: BranchKind::Hot(Box::new(hot)),
            intact,
        }
    }

    /// What a branch makes of its input. Nothing is said of its expressions where the input is unknown.
    fn looked_at(&mut self, written: Option<&spec::Hot>, input: Vec<Column>, intact: &mut bool) -> Hot {
        let named = written.and_then(|it| it.engine.as_ref());
        let mut hot = Hot {
            input,
            filter: None,
            window: written.and_then(windows::read),
            group_by: Vec::new(),
            adds: Vec::new(),
            outputs: Vec::new(),
            having: None,
            engine: named.map_or(engines::Name::Lambda, |it| it.value),
            engine_span: named.map(|it| it.span),
        };
        let Some(written) = written else { return hot };
        let is_broken = hot.window.is_none() && written.keys.iter().any(|it| it.value == "window");
        if hot.input.is_empty() || is_broken {
            *intact = false;
            return hot;
        }
        hot.filter = self.filter(written, &hot, intact);
        if hot.window.is_none() && windows::tell_missing(written, self.findings) {
            *intact = false;
            return hot;
        }
        let keys = windows::keys(written, &hot.input, self.findings);
        let are_known = keys.iter().all(Option::is_some);
        *intact &= are_known;
        hot.group_by = keys.into_iter().flatten().collect();
        let row = match &hot.window {
            Some(window) => windows::row(&hot.group_by, &hot.input, window),
            None => hot.input.clone(),
        };
        // With a key that is unknown, any column may be meant to be one.
        let maybe: &[Column] = if are_known { &[] } else { &hot.input };
        hot.adds = self.adds(written, &hot, &row, maybe, intact);
        hot.outputs = self.outputs(written, &hot, &row, intact);
        if *intact {
            hot.having = self.having(written, &hot, intact);
        }
        hot
    }

    fn filter(&mut self, written: &spec::Hot, hot: &Hot, intact: &mut bool) -> Option<Expression> {
        let filter = written.filter.as_ref()?;
        let place = if hot.window.is_some() { Place::Where } else { Place::Record };
        let scope = self.around.scope(hot.input.iter().map(Some).collect(), place);
        let read = expression::read_condition(filter, &scope, self.findings);
        *intact &= read.is_some();
        read
    }

    /// Types what is added, each column with those before it in the row.
    fn adds(
        &mut self,
        written: &spec::Hot,
        hot: &Hot,
        row: &[Column],
        broken: &[Column],
        intact: &mut bool,
    ) -> Vec<Added> {
        let mut adds: Vec<Added> = Vec::new();
        let mut row: Vec<Option<Column>> = row.iter().cloned().map(Some).collect();
        let place = if hot.window.is_some() { Place::Window(&hot.input) } else { Place::Record };
        let broken = broken.iter().map(|it| it.name.value.as_str());
        let mut broken: Vec<&str> = broken.chain(self.around.broken.iter().copied()).collect();
        for (name, expression) in &written.add.items {
            let columns = row.iter().map(Option::as_ref).collect();
            let scope = Scope { broken: &broken, ..self.around.scope(columns, place) };
            let read = expression
                .as_ref()
                .and_then(|it| expression::read_with_aggregates(it, &scope, self.findings));
            let Some((expression, aggregates)) = read else {
                // What uses this name would only repeat the finding.
                broken.push(&name.value);
                *intact = false;
                continue;
            };
            row.extend(aggregates.iter().map(|_| None));
            row.push(Some(column(name, &expression)));
            adds.push(Added { name: name.clone(), aggregates, expression });
        }
        adds
    }

    fn outputs(&mut self, written: &spec::Hot, hot: &Hot, row: &[Column], intact: &mut bool) -> Vec<Output> {
        let mut outputs = Vec::new();
        if written.select.items.is_empty() {
            for (from, column) in row.iter().enumerate() {
                outputs.push(Output { column: written_plainly(column, &column.name), from });
            }
        }
        for name in &written.select.items {
            match columns::position(row, name) {
                Some(from) => {
                    let column = written_plainly(&row[from], name);
                    self.push(Output { column, from }, &mut outputs, intact);
                }
                None => {
                    // With a key that is unknown, any column may be meant to be one.
                    let are_known = hot.group_by.len() == written.group_by.items.len();
                    self.tell_unselectable(name, hot, row, are_known);
                    *intact = false;
                }
            }
        }
        let mut from = row.len();
        for added in &hot.adds {
            from += added.aggregates.len();
            let column = column(&added.name, &added.expression);
            self.push(Output { column, from }, &mut outputs, intact);
            from += 1;
        }
        outputs
    }

    /// Tells that a name of `select` is no column of the row.
    fn tell_unselectable(&mut self, name: &Spanned<String>, hot: &Hot, row: &[Column], are_known: bool) {
        let is_input = columns::position(&hot.input, name).is_some();
        match (&hot.window, is_input) {
            (Some(_), true) if are_known => windows::tell_not_grouped(name, self.findings),
            (Some(_), true) => {}
            (Some(_), false) => columns::unknown(name, "the window", row, self.findings),
            (None, _) => columns::unknown(name, "the input", row, self.findings),
        }
    }

    /// The condition on rows.
    fn having(&mut self, written: &spec::Hot, hot: &Hot, intact: &mut bool) -> Option<Expression> {
        let having = written.having.as_ref()?;
        let columns = hot.outputs.iter().map(|it| Some(&it.column)).collect();
        let scope = self.around.scope(columns, Place::Having(&hot.input));
        let read = expression::read_condition(having, &scope, self.findings);
        *intact &= read.is_some();
        read
    }

    fn push(&mut self, output: Output, outputs: &mut Vec<Output>, intact: &mut bool) {
        let name = &output.column.name;
        let Some(before) = outputs.iter().find(|it| it.column.name.value == name.value) else {
            outputs.push(output);
            return;
        };
        let message = format!("the rows have a column `{}` already", name.value);
        let finding = self.findings.error(&ADDED_TWICE, name.span, message);
        finding.help("choose another name, or leave the other out of `select`");
        if outputs.iter().any(|it| it.column.name.span == before.column.name.span && it.from != output.from) {
            finding.label(before.column.name.span, "this one");
        }
        *intact = false;
    }

    /// What a `from` names.
    fn input(&mut self, name: &Spanned<Name>) -> Option<Spanned<Input>> {
        let streams = self.streams.iter().map(|it| it.name.value.as_str());
        let hot = self.around.spec.hot.items.iter().map(|(name, _)| name.value.as_str());
        let found = streams.clone().position(|it| it == name.text).map(|it| Input::Stream(StreamId(it)));
        let found = found
            .or_else(|| hot.clone().position(|it| it == name.text).map(|it| Input::Branch(BranchId(it))));
        if found.is_none() {
            let cold = self.around.spec.cold.items.iter().any(|(it, _)| it.value == name.text);
            let sink = self.around.sinks.iter().any(|it| it.name.value == name.text);
            let message = match (cold, sink) {
                (true, _) => format!("`{}` is a cold branch, and those have no rows to read", name.text),
                (_, true) => format!("`{}` is a sink, and sinks are not read", name.text),
                _ => format!("no stream or branch is called `{}`", name.text),
            };
            let known: Vec<&str> = streams.chain(hot).collect();
            self.findings.error(&UNKNOWN_INPUT, name.span, message).nearest(&name.text, known);
        }
        found.map(|it| Spanned::new(it, name.span))
    }

    /// What the names of a `to` name; those that name nothing are told and left out.
    fn targets(&mut self, names: &[Spanned<Name>]) -> Vec<Spanned<Target>> {
        names.iter().filter_map(|it| self.target(it)).collect()
    }

    fn target(&mut self, name: &Spanned<Name>) -> Option<Spanned<Target>> {
        let sinks = self.around.sinks.iter().map(|it| it.name.value.as_str());
        let streams = self.streams.iter().map(|it| it.name.value.as_str());
        let found = sinks.clone().position(|it| it == name.text).map(|it| Target::Sink(SinkId(it)));
        let found = found.or_else(|| {
            streams.clone().position(|it| it == name.text).map(|it| Target::Stream(StreamId(it)))
        });
        if found.is_none() {
            let spec = self.around.spec;
            let branches =
                spec.hot.items.iter().map(|(name, _)| name).chain(spec.cold.items.iter().map(|(it, _)| it));
            let message = if name.text == "dead_letters" {
                "`dead_letters` takes what is rejected, and is not written to".to_owned()
            } else if branches.clone().any(|it| it.value == name.text) {
                format!("`{}` is a branch: a branch is read with `from`, not written to", name.text)
            } else {
                format!("no sink or stream is called `{}`", name.text)
            };
            let known: Vec<&str> = sinks.chain(streams).collect();
            self.findings.error(&UNKNOWN_TARGET, name.span, message).nearest(&name.text, known);
        }
        found.map(|it| Spanned::new(it, name.span))
    }
}

/// A column as rows have it: under its own name, whatever path it came by.
fn written_plainly(column: &Column, name: &Spanned<String>) -> Column {
    let path = vec![name.value.clone()];
    Column { name: name.clone(), path, format: Format::Plain, ..column.clone() }
}

fn column(name: &Spanned<String>, expression: &Expression) -> Column {
    Column {
        name: name.clone(),
        ty: expression.expr.ty,
        nullable: expression.expr.nullable,
        path: vec![name.value.clone()],
        format: Format::Plain,
        examples: Vec::new(),
    }
}
