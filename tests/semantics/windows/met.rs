//! The embedded engine gives what the stories say, at their moments and in their order.

use super::{STAGES, engine, judge};
use pipec::model::{BranchKind, Hot, Model};
use pipec_runtime::window::Window;
use pipec_tests::{judged, text};

#[test]
fn every_story_is_met() {
    let mut complaints = Vec::new();
    let mut count = 0;
    for stage in STAGES.iter() {
        let model = engine::model(stage);
        for story in &stage.stories {
            complaints.extend(judge::complaints(story, &engine::tell(&model, story)));
            count += story.steps.len();
        }
    }
    text::none(&complaints);
    judged("stories", count);
}

/// Something that is wrong on purpose in each branch that looks at records.
fn spoiled(model: &mut Model, spoil: fn(&mut Hot)) {
    for branch in &mut model.branches {
        match &mut branch.kind {
            BranchKind::Hot(hot) => spoil(hot),
            BranchKind::Cold => {}
        }
    }
}

fn longer(hot: &mut Hot) {
    let Some(window) = &mut hot.window else { return };
    window.kind = match window.kind {
        Window::Tumbling { size } => Window::Tumbling { size: size + 1 },
        Window::Sliding { size, slide } => Window::Sliding { size: size + slide, slide },
        Window::Session { gap } => Window::Session { gap: gap + 1 },
    };
}

#[test]
fn an_engine_that_is_wrong_is_told() {
    let faults: [fn(&mut Model); 5] = [
        |model| model.streams.iter_mut().for_each(|it| it.watermark.delay.value.millis += 1),
        |model| spoiled(model, longer),
        |model| spoiled(model, |hot| hot.filter = None),
        |model| spoiled(model, |hot| hot.having = None),
        |model| {
            spoiled(model, |hot| {
                hot.adds.iter_mut().flat_map(|it| &mut it.aggregates).for_each(|it| it.filter = None)
            })
        },
    ];
    for (index, fault) in faults.into_iter().enumerate() {
        let told = STAGES.iter().any(|stage| {
            let mut model = engine::model(stage);
            fault(&mut model);
            stage.stories.iter().any(|it| !judge::complaints(it, &engine::tell(&model, it)).is_empty())
        });
        assert!(told, "no story tells of fault {index}");
    }
}
