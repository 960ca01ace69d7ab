//! A story through the embedded engine.

use super::file::file;
use super::story::{Arrival, Gives, Letter, Row, Stage, Story};
use pipec::local::{Engine, Origin, Rejected, See, thresholds};
use pipec::model::{BranchId, BranchKind, Model, StreamId};
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::{encode, row};
use pipec_tests::resolved;

/// The model of a section.
pub fn model(stage: &Stage) -> Model {
    resolved::model(&file(stage))
}

/// What comes out after each step.
pub fn tell(model: &Model, story: &Story) -> Vec<Gives> {
    let input = model.streams.iter().position(|it| it.name.value == super::story::INPUT);
    let input = StreamId(input.expect("each section has it"));
    let mut engine = Engine::new(model, thresholds(model));
    let told = story.steps.iter().map(|step| {
        let mut told = Told { model, gives: Gives::default() };
        match &step.arrives {
            Arrival::Record(record) => engine.accept(input, record, Timestamp(0), &mut told),
            Arrival::End => engine.close(Timestamp(0), &mut told),
            Arrival::EndOpen => {}
        }
        told.gives
    });
    told.collect()
}

struct Told<'m> {
    model: &'m Model,
    gives: Gives,
}

impl See for Told<'_> {
    fn made(&mut self, branch: BranchId, row: &row::Row<'_>, _: Origin<'_>) {
        let branch = &self.model.branches[branch.0];
        let BranchKind::Hot(hot) = &branch.kind else { unreachable!("cold branches make no rows") };
        let names = hot.outputs.iter().map(|it| it.column.name.value.as_str());
        self.gives.rows.push(Row { branch: branch.name.value.clone(), row: encode::row(names, row) });
    }

    fn kept(&mut self, _: BranchId, _: &[u8]) {}

    fn rejected(&mut self, rejected: Rejected<'_>) {
        let branch = rejected.branch.map(|it| &self.model.branches[it.0].name.value);
        let about = branch.unwrap_or(&self.model.streams[rejected.stream.0].name.value).clone();
        let reason = rejected.reason.word().to_owned();
        self.gives.dead.push(Letter { reason, about, raw: Some(rejected.raw.to_vec()) });
    }
}
