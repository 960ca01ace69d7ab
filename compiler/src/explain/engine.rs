//! Which engine runs a branch, and why none of the others does.

use super::{Engine, Subject, cost};
use crate::engines::{self, Abilities, Windows};
use crate::model::{Branch, Hot};
use crate::retired;

/// The engine of a branch.
pub fn of(of: Subject) -> Engine {
    match of.branch.as_hot() {
        Some(hot) => chosen(of, hot),
        None => Engine {
            name: "firehose".to_owned(),
            because: "it keeps records as the bytes that came, and nothing looks at them".to_owned(),
            others: Vec::new(),
            costs: Vec::new(),
        },
    }
}

fn chosen(of: Subject, hot: &Hot) -> Engine {
    let others = engines::ALL.iter().filter(|it| it.name != hot.engine);
    Engine {
        name: hot.engine.word().to_owned(),
        because: because(of, hot),
        others: others.map(|it| other(it, of)).collect(),
        costs: engines::ALL.iter().map(|it| costs(it.name)).collect(),
    }
}

fn because(of: Subject, hot: &Hot) -> String {
    if hot.engine_span.is_some() {
        return "the file names it".to_owned();
    }
    let name = |it: &Branch| it.name.value.clone();
    let namer = together(of).find(|(_, other)| other.engine_span.is_some());
    if let Some((branch, _)) = namer {
        return format!("it runs together with `{}`, for which the file names it", name(branch));
    }
    match window_of(of) {
        None => "it is the first that can: no window here has to remember records".to_owned(),
        Some(owner) if name(owner) == name(of.branch) => {
            "it is the first that can: a window remembers records".to_owned()
        }
        Some(owner) => {
            format!("it is the first that can: this runs together with `{}`, which has a window", name(owner))
        }
    }
}

/// What is to be said of an engine that does not run a branch.
fn other(engine: &Abilities, of: Subject) -> String {
    let word = engine.name.word();
    if let Some(owner) = lacking(engine, of) {
        let owner = &owner.name.value;
        return match engine.windows {
            Windows::None => format!("{word} cannot: it remembers nothing, and `{owner}` has a window"),
            Windows::Tumbling | Windows::All => {
                format!("{word} cannot: it has tumbling windows only, and `{owner}` has another")
            }
        };
    }
    match (engine.built, retired::named(engine.runtime)) {
        (_, Some(_)) => format!("{word} is no choice: AWS has retired it"),
        (true, None) => format!("{word} could, too"),
        (false, None) => format!("{word} could, with `pipec test` and `pipec run` only so far"),
    }
}

/// The branch whose window an engine does not have, of those that run together with this one.
fn lacking<'m>(engine: &Abilities, of: Subject<'m>) -> Option<&'m Branch> {
    let has = |hot: &Hot| hot.window.as_ref().is_none_or(|it| engine.windows.has(it.kind));
    together(of).find(|(_, hot)| !has(hot)).map(|(branch, _)| branch)
}

/// What an engine costs before any record has come.
fn costs(engine: engines::Name) -> String {
    match engine {
        engines::Name::Lambda => "lambda costs nothing while no records come".to_owned(),
        engines::Name::Flink => format!("flink costs at least {}", cost::least_of_flink()),
        engines::Name::KinesisAnalyticsSql => {
            "kinesis_analytics_sql has no price, since AWS has retired it".to_owned()
        }
    }
}

/// The branch with a window that runs together with this one: itself, if it has one.
fn window_of(of: Subject<'_>) -> Option<&Branch> {
    if of.branch.as_hot().is_some_and(|it| it.window.is_some()) {
        return Some(of.branch);
    }
    together(of).find(|(_, hot)| hot.window.is_some()).map(|(branch, _)| branch)
}

/// The hot branches that run together with this one.
fn together(of: Subject<'_>) -> impl Iterator<Item = (&Branch, &Hot)> {
    let head = of.model.head(of.id);
    of.model.hot().filter(move |(id, _, _)| of.model.head(*id) == head).map(|(_, branch, hot)| (branch, hot))
}
