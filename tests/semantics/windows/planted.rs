//! A story that is not met is told: a row or a dead letter too few, too many, wrong, or not at its moment.

use super::story::{Gives, Letter, Row, Story};
use super::{STAGES, judge};
use std::mem;

/// What meets a story, to the byte: doubles that need not be equal are as they are written.
fn answers(story: &Story) -> Vec<Gives> {
    let mut answers: Vec<Gives> = story.steps.iter().map(|it| it.gives.clone()).collect();
    answers.iter_mut().flat_map(|it| &mut it.rows).for_each(|it| it.row = it.row.replace('≈', ""));
    answers
}

fn stories() -> impl Iterator<Item = &'static Story> {
    STAGES.iter().flat_map(|it| &it.stories)
}

/// Checks that a change of the answers is told: in their order, and as a bag where that shows it.
fn check(story: &Story, shows_in_bag: bool, change: impl Fn(&mut [Gives])) {
    let mut found = answers(story);
    change(&mut found);
    assert!(!judge::complaints(story, &found).is_empty(), "{}", story.place);
    assert_eq!(judge::bag(story, &whole(&found)).is_some(), shows_in_bag, "{}", story.place);
}

fn whole(answers: &[Gives]) -> Gives {
    Gives {
        rows: answers.iter().flat_map(|it| it.rows.clone()).collect(),
        dead: answers.iter().flat_map(|it| it.dead.clone()).collect(),
    }
}

#[test]
fn what_meets_a_story_is_not_told() {
    for story in stories() {
        assert_eq!(judge::complaints(story, &answers(story)), Vec::<String>::new());
        assert_eq!(judge::bag(story, &whole(&answers(story))), None);
    }
}

#[test]
fn each_row_counts() {
    for story in stories() {
        for (at, step) in story.steps.iter().enumerate() {
            for row in 0..step.gives.rows.len() {
                check(story, true, |it| drop(it[at].rows.remove(row)));
                check(story, true, |it| it[at].rows[row].row.insert_str(1, "\"more\":1,"));
                let again = step.gives.rows[row].clone();
                check(story, true, |it| it[at].rows.push(again.clone()));
            }
        }
    }
}

#[test]
fn each_dead_letter_counts() {
    for story in stories() {
        for (at, step) in story.steps.iter().enumerate() {
            for letter in 0..step.gives.dead.len() {
                check(story, true, |it| drop(it[at].dead.remove(letter)));
                check(story, true, |it| it[at].dead[letter].reason = "write".to_owned());
                let again = step.gives.dead[letter].clone();
                check(story, true, |it| it[at].dead.push(again.clone()));
            }
        }
    }
}

#[test]
fn moments_and_order_count_where_an_engine_tells_them() {
    let row = |branch: &str, value: u8| Row { branch: branch.to_owned(), row: format!("{{\"v\":{value}}}") };
    let mut story = stories().find(|it| it.steps.len() > 1).expect("most have more than an end").clone();
    story.asked = ["a", "b"].map(str::to_owned).into();
    story.watched = story.asked.clone();
    story.steps.iter_mut().for_each(|it| it.gives = Gives::default());
    story.steps[0].gives.rows = vec![row("a", 1), row("b", 1), row("a", 2)];
    let letter = |raw: Option<&str>| Letter {
        reason: "late".to_owned(),
        about: "b".to_owned(),
        raw: raw.map(|it| it.as_bytes().to_vec()),
    };
    story.steps[1].gives.dead = vec![letter(Some("x")), letter(None)];
    check(&story, false, |it| it[0].rows.swap(0, 1));
    check(&story, false, |it| it[1].rows = mem::take(&mut it[0].rows));
    check(&story, false, |it| it[0].dead = mem::take(&mut it[1].dead));
    check(&story, true, |it| it[1].dead[0].raw = Some(b"y".to_vec()));
    check(&story, true, |it| it[0].rows[1].branch = "a".to_owned());
    let mut found = answers(&story);
    found[0].rows.push(row("c", 1));
    found[1].dead[1].raw = Some(b"anything".to_vec());
    found[1].dead.reverse();
    assert_eq!(judge::complaints(&story, &found), Vec::<String>::new(), "`c` is not asked");
}

#[test]
fn doubles_may_differ_in_their_thirteenth_digit() {
    let mut story = stories().next().expect("there are stories").clone();
    story.asked = ["a".to_owned()].into();
    story.steps.truncate(1);
    let gives = |row: &str| {
        let rows = vec![Row { branch: "a".to_owned(), row: row.to_owned() }];
        Gives { rows, dead: Vec::new() }
    };
    story.steps[0].gives = gives("{\"k\":\"≈\",\"v\":≈1.5}");
    let met = |row: &str| judge::complaints(&story, &[gives(row)]).is_empty();
    assert!(met("{\"k\":\"≈\",\"v\":1.5}") && met("{\"k\":\"≈\",\"v\":1.5000000000000002}"));
    assert!(!met("{\"k\":\"≈\",\"v\":1.50000000001}") && !met("{\"k\":\"≈\",\"w\":1.5}"));
    assert!(!met("{\"k\":\"≈\",\"v\":null}") && !met("{\"k\":\"≈\"}") && !met("{\"k\":\"a\",\"v\":1.5}"));
}
