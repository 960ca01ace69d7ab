//! A query: what it reads, what it selects, and what splits it into windows.

use super::expressions::Expressions;
use super::statements::{SOURCE, Streams};
use super::tokens::Token;
use super::{Fault, Kind, Reader};

/// A query's columns, with their names.
pub fn select(reader: &mut Reader, streams: &Streams) -> Result<Vec<(String, Kind)>, Fault> {
    reader.want("SELECT STREAM")?;
    let items = reader.at;
    // What is read stands behind what is selected.
    skip(reader, "FROM")?;
    let name = reader.name()?;
    let columns = match streams.get(&name) {
        None if name == SOURCE => None,
        None => return Err(format!("no stream is called `{name}`")),
        Some(columns) => Some(columns.as_slice()),
    };
    let mut expressions = Expressions { stream: &name, columns, groups: None, grouped: false, inside: false };
    if reader.took("WHERE") {
        condition(reader, &mut expressions)?;
    }
    if reader.took("GROUP BY") {
        expressions.groups = Some(groups(reader, &mut expressions)?);
        expressions.grouped = true;
    }
    if reader.took("HAVING") {
        if expressions.groups.is_none() {
            return Err("HAVING without GROUP BY".to_owned());
        }
        condition(reader, &mut expressions)?;
    }
    let end = std::mem::replace(&mut reader.at, items);
    let selected = selected(reader, &mut expressions)?;
    reader.at = end;
    Ok(selected)
}

fn condition(reader: &mut Reader, expressions: &mut Expressions) -> Result<(), Fault> {
    match expressions.read(reader)? {
        Kind::Boolean | Kind::Unknown => Ok(()),
        other => Err(format!("a condition is wanted, and not {other:?}")),
    }
}

/// Goes behind a word that stands in no brackets.
fn skip(reader: &mut Reader, word: &str) -> Result<(), Fault> {
    let mut depth = 0;
    loop {
        // One that belongs to an operator is none.
        reader.took("DISTINCT FROM");
        if depth == 0 && reader.took(word) {
            return Ok(());
        }
        match reader.next() {
            Some(Token::Symbol(it)) if it == "(" => depth += 1,
            Some(Token::Symbol(it)) if it == ")" => depth -= 1,
            Some(Token::Symbol(it)) if it == ";" => return Err(format!("{word} is missing")),
            None => return Err(format!("{word} is missing")),
            Some(_) => {}
        }
    }
}

/// The tokens of each group; one is a step of `ROWTIME`, or no window would ever end (`sql-reference-group-by-clause`).
fn groups(reader: &mut Reader, expressions: &mut Expressions) -> Result<Vec<Vec<Token>>, Fault> {
    let mut groups = Vec::new();
    loop {
        let start = reader.at;
        expressions.read(reader)?;
        groups.push(reader.tokens[start..reader.at].to_vec());
        if !reader.took(",") {
            break;
        }
    }
    let is_step = |it: &Vec<Token>| it.first() == Some(&Token::Word("STEP".to_owned()));
    if groups.iter().filter(|it| is_step(it)).count() == 1 {
        Ok(groups)
    } else {
        Err("a window is grouped by one step of ROWTIME".to_owned())
    }
}

fn selected(reader: &mut Reader, expressions: &mut Expressions) -> Result<Vec<(String, Kind)>, Fault> {
    let mut selected = Vec::new();
    loop {
        let own = match reader.peek() {
            Some(Token::Name(it)) => Some(it.clone()),
            Some(_) | None => None,
        };
        let kind = expressions.read(reader)?;
        let name = match (reader.took("AS"), own) {
            (true, _) => reader.name()?,
            (false, Some(own)) => own,
            (false, None) => return reader.fault("a value needs a name"),
        };
        selected.push((name, kind));
        if !reader.took(",") {
            break;
        }
    }
    reader.want("FROM")?;
    Ok(selected)
}
