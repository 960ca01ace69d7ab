//! Where values stand in a record: the objects around them, and the keys in front.

use crate::model::Column;
use pipec_runtime::encode;

/// The shape of a stream's records.
#[derive(Debug, Clone)]
pub struct Layout {
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
enum Step {
    Open(Vec<u8>),
    Value { key: Vec<u8>, column: usize },
    Close,
}

impl Layout {
    /// The layout of these columns, or two of them that want one place.
    pub fn new(columns: &[Column]) -> Result<Layout, (usize, usize)> {
        let mut places: Vec<usize> = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            let (clashing, others): (Vec<usize>, Vec<usize>) =
                places.iter().partition(|it| clash(&columns[**it], column));
            let Some(first) = clashing.first() else {
                places.push(index);
                continue;
            };
            if clashing.iter().all(|it| is_null_below(column, &columns[*it])) {
                places = others;
                places.push(index);
            } else if !clashing.iter().all(|it| is_null_below(&columns[*it], column)) {
                return Err((*first, index));
            }
        }
        let mut steps = Vec::new();
        inside(columns, &places, 0, &mut steps);
        Ok(Layout { steps })
    }

    /// The columns that have a value of their own.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        self.steps.iter().filter_map(|it| match it {
            Step::Value { column, .. } => Some(*column),
            Step::Open(_) | Step::Close => None,
        })
    }

    /// Writes a record. A value that writes nothing is not there, nor is its key.
    pub fn write(&self, out: &mut Vec<u8>, mut value: impl FnMut(usize, &mut Vec<u8>)) {
        out.push(b'{');
        for step in &self.steps {
            match step {
                Step::Open(key) => {
                    comma(out);
                    out.extend_from_slice(key);
                }
                Step::Value { key, column } => {
                    let before = out.len();
                    comma(out);
                    out.extend_from_slice(key);
                    let start = out.len();
                    value(*column, out);
                    if out.len() == start {
                        out.truncate(before);
                    }
                }
                Step::Close => out.push(b'}'),
            }
        }
        out.push(b'}');
    }
}

fn comma(out: &mut Vec<u8>) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
}

/// Whether one of the paths leads through or to the end of the other.
fn clash(left: &Column, right: &Column) -> bool {
    left.path.starts_with(&right.path) || right.path.starts_with(&left.path)
}

/// Whether the inner column finds nothing, which is null, where the outer one has its value.
fn is_null_below(outer: &Column, inner: &Column) -> bool {
    inner.nullable && inner.path.len() > outer.path.len() && inner.path.starts_with(&outer.path)
}

/// The steps of the columns whose paths are the same down to this depth.
fn inside(columns: &[Column], places: &[usize], depth: usize, steps: &mut Vec<Step>) {
    let mut done: Vec<&str> = Vec::new();
    for index in places {
        let path = &columns[*index].path;
        let key = path[depth].as_str();
        if path.len() == depth + 1 {
            steps.push(Step::Value { key: written(key, ""), column: *index });
        } else if !done.contains(&key) {
            done.push(key);
            let below: Vec<usize> =
                places.iter().copied().filter(|it| columns[*it].path[depth] == key).collect();
            steps.push(Step::Open(written(key, "{")));
            inside(columns, &below, depth + 1, steps);
            steps.push(Step::Close);
        }
    }
}

fn written(key: &str, after: &str) -> Vec<u8> {
    let mut text = String::new();
    encode::quoted(key, &mut text);
    format!("{text}:{after}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::Layout;
    use crate::source::{Source, Spanned};
    use crate::{compile, model::Column};

    /// The columns that paths name, a `?` behind those that may be null.
    fn columns(paths: &[&str]) -> Vec<Column> {
        let source = Source::new("base.yaml", crate::diagnostic::BASE);
        let model = compile(&source).model.expect("the base compiles");
        let base = &model.streams[0].columns[0];
        let column = |path: &&str| Column {
            name: Spanned::new((*path).to_owned(), base.name.span),
            nullable: path.ends_with('?'),
            path: path.trim_end_matches('?').split('.').map(str::to_owned).collect(),
            ..base.clone()
        };
        paths.iter().map(column).collect()
    }

    fn check(paths: &[&str], expect: &str) {
        let mut out = Vec::new();
        match Layout::new(&columns(paths)) {
            Ok(layout) => layout.write(&mut out, |it, out| out.extend_from_slice(it.to_string().as_bytes())),
            Err((left, right)) => out.extend_from_slice(format!("{left} or {right}").as_bytes()),
        }
        assert_eq!(String::from_utf8_lossy(&out), expect, "{paths:?}");
    }

    #[test]
    fn objects_gather_what_is_in_them() {
        check(&["a"], r#"{"a":0}"#);
        check(&["a.x", "b", "a.y.z", "a.y.w"], r#"{"a":{"x":0,"y":{"z":2,"w":3}},"b":1}"#);
    }

    #[test]
    fn a_place_has_one_value() {
        check(&["a", "a"], "0 or 1");
        check(&["a", "a.x"], "0 or 1");
        check(&["a", "a.x?"], r#"{"a":0}"#);
        check(&["a.x?", "a.y?", "a?"], r#"{"a":2}"#);
        check(&["a.x?", "a.y", "a"], "0 or 2");
    }

    #[test]
    fn what_is_not_there_has_no_key() {
        let layout = Layout::new(&columns(&["a", "b.x", "b.y", "c"])).expect("the paths are apart");
        let mut out = Vec::new();
        layout.write(&mut out, |it, out| {
            if it % 2 == 1 {
                out.push(b'1')
            }
        });
        assert_eq!(String::from_utf8_lossy(&out), r#"{"b":{"x":1},"c":1}"#);
    }
}
