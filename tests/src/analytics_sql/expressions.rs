//! Expressions and their kinds, by descent: each function that the reference has and that we use, with its arguments.

use super::tokens::Token;
use super::{Fault, Kind, Reader};

const AGGREGATES: [&str; 5] = ["AVG", "COUNT", "MAX", "MIN", "SUM"];
const UNITS: [&str; 6] = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"];
const SIGNS: [&str; 8] = ["IS NOT DISTINCT FROM", "IS DISTINCT FROM", "<>", "<=", ">=", "=", "<", ">"];

/// Reads expressions over the columns of a stream.
pub struct Expressions<'e> {
    /// The stream.
    pub stream: &'e str,
    /// Its columns; none are known of the source.
    pub columns: Option<&'e [(String, Kind)]>,
    /// What it is grouped by.
    pub groups: Option<Vec<Vec<Token>>>,
    /// Whether aggregates may stand here, and columns only inside of them.
    pub grouped: bool,
    /// Whether this is inside of an aggregate.
    pub inside: bool,
}

impl Expressions<'_> {
    /// The kind of the next expression.
    pub fn read(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        self.chain(reader, "OR", |it, reader| it.chain(reader, "AND", Expressions::not))
    }

    fn chain(
        &mut self,
        reader: &mut Reader,
        word: &str,
        part: fn(&mut Self, &mut Reader) -> Result<Kind, Fault>,
    ) -> Result<Kind, Fault> {
        let first = part(self, reader)?;
        let mut kind = first;
        while reader.took(word) {
            let next = part(self, reader)?;
            if !kind.agrees(Kind::Boolean) || !next.agrees(Kind::Boolean) {
                return Err(format!("{word} of {kind:?} and {next:?}"));
            }
            kind = Kind::Boolean;
        }
        Ok(kind)
    }

    fn not(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        if !reader.took("NOT") {
            return self.test(reader);
        }
        match self.not(reader)? {
            Kind::Boolean | Kind::Unknown => Ok(Kind::Boolean),
            other => Err(format!("NOT of {other:?}")),
        }
    }

    fn test(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let left = self.sum(reader)?;
        if let Some(sign) = SIGNS.iter().find(|it| reader.took(it)) {
            let right = self.sum(reader)?;
            let ordered =
                matches!(*sign, "<" | ">" | "<=" | ">=") && matches!(left, Kind::Boolean | Kind::Text);
            return if left.meets(right) && !ordered {
                Ok(Kind::Boolean)
            } else {
                Err(format!("{left:?} {sign} {right:?}"))
            };
        }
        if ["IS NOT NULL", "IS NULL"].iter().any(|it| reader.took(it)) {
            return Ok(Kind::Boolean);
        }
        let wanted = match () {
            () if ["IS TRUE", "IS FALSE"].iter().any(|it| reader.took(it)) => Kind::Boolean,
            () if reader.took("BETWEEN") => {
                let low = self.sum(reader)?;
                reader.want("AND")?;
                let high = self.sum(reader)?;
                return if left.meets(low) && left.meets(high) {
                    Ok(Kind::Boolean)
                } else {
                    Err("BETWEEN".to_owned())
                };
            }
            () if reader.took("IN (") => {
                let members = self.list(reader)?;
                return if members.iter().all(|it| left.meets(*it)) {
                    Ok(Kind::Boolean)
                } else {
                    Err("IN".to_owned())
                };
            }
            () if reader.took("LIKE") => {
                let pattern = self.sum(reader)?;
                if reader.took("ESCAPE")
                    && !matches!(reader.next(), Some(Token::Text(it)) if it.chars().count() == 1)
                {
                    return Err("an escape is one character".to_owned());
                }
                if pattern.agrees(Kind::Text) { Kind::Text } else { return Err("LIKE of no text".to_owned()) }
            }
            () => return Ok(left),
        };
        if left.agrees(wanted) { Ok(Kind::Boolean) } else { Err(format!("{left:?} is no {wanted:?}")) }
    }

    fn sum(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let mut kind = if reader.took("-") { self.number(reader)? } else { self.product(reader)? };
        loop {
            kind = match () {
                () if reader.took("||") => match (kind, self.product(reader)?) {
                    (Kind::Text | Kind::Unknown, Kind::Text | Kind::Unknown) => Kind::Text,
                    (left, right) => return Err(format!("{left:?} || {right:?}")),
                },
                () if kind == Kind::Timestamp && reader.took("+") => {
                    interval(reader)?;
                    Kind::Timestamp
                }
                () if reader.took("+") || reader.took("-") => number(kind, self.product(reader)?)?,
                () => return Ok(kind),
            };
        }
    }

    fn product(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let mut kind = self.primary(reader)?;
        while reader.took("*") || reader.took("/") {
            kind = number(kind, self.primary(reader)?)?;
        }
        Ok(kind)
    }

    fn number(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let kind = self.product(reader)?;
        number(kind, kind)
    }

    fn list(&mut self, reader: &mut Reader) -> Result<Vec<Kind>, Fault> {
        let mut kinds = vec![self.read(reader)?];
        while reader.took(",") {
            kinds.push(self.read(reader)?);
        }
        reader.want(")")?;
        Ok(kinds)
    }

    fn primary(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let start = reader.at;
        match reader.next() {
            Some(Token::Name(name)) => self.column(name, start, reader),
            Some(Token::Text(_)) => Ok(Kind::Text),
            Some(Token::Number(it)) if it.contains('E') => Ok(Kind::Double),
            Some(Token::Number(it)) if it.contains('.') => Ok(Kind::Decimal),
            Some(Token::Number(it)) => {
                Ok(if it.parse::<i32>().is_ok() { Kind::Integer } else { Kind::Bigint })
            }
            Some(Token::Symbol(it)) if it == "(" => {
                let kind = self.read(reader)?;
                reader.want(")")?;
                Ok(kind)
            }
            Some(Token::Word(word)) => self.word(word, start, reader),
            Some(Token::Parameter) => Err("a parameter stands outside of a CAST".to_owned()),
            Some(Token::Symbol(_)) | None => {
                reader.at = start;
                reader.fault("a value is wanted")
            }
        }
    }

    fn column(&mut self, name: &str, start: usize, reader: &mut Reader) -> Result<Kind, Fault> {
        if reader.took(". ROWTIME") {
            return Err("ROWTIME stands in a STEP".to_owned());
        }
        let kind = match self.columns {
            None => Kind::Unknown,
            Some(columns) => {
                let found = columns.iter().find(|(it, _)| it == name);
                found.ok_or(format!("`{}` has no column `{name}`", self.stream))?.1
            }
        };
        self.is_grouped(&reader.tokens[start..reader.at])?;
        Ok(kind)
    }

    /// Whether these tokens may stand outside of an aggregate.
    fn is_grouped(&self, tokens: &[Token]) -> Result<(), Fault> {
        let groups = self.groups.iter().flatten();
        match !self.grouped || self.inside || groups.into_iter().any(|it| it == tokens) {
            true => Ok(()),
            false => Err(format!("{tokens:?} is neither grouped nor in an aggregate")),
        }
    }

    fn word(&mut self, word: &str, start: usize, reader: &mut Reader) -> Result<Kind, Fault> {
        match word {
            "TRUE" | "FALSE" => return Ok(Kind::Boolean),
            "CURRENT_ROW_TIMESTAMP" => return Ok(Kind::Timestamp),
            "TIMESTAMP" => return timestamp(reader),
            "CASE" => return self.case(reader),
            _ => {}
        }
        if !reader.took("(") {
            return Err(format!("`{word}` is no value of this dialect"));
        }
        match word {
            "CAST" => self.cast(reader),
            "STEP" => self.step(start, reader),
            "EXTRACT" => {
                unit(reader)?;
                reader.want("FROM")?;
                self.arguments(reader, &[Kind::Timestamp], Kind::Decimal)
            }
            "TRIM" => {
                reader.want("BOTH")?;
                self.sum(reader)?;
                reader.want("FROM")?;
                self.arguments(reader, &[Kind::Text], Kind::Text)
            }
            "SUBSTRING" => {
                let text = self.sum(reader)?;
                reader.want("FROM")?;
                let from = self.sum(reader)?;
                reader.want("FOR")?;
                let rest = self.arguments(reader, &[Kind::Bigint], Kind::Text)?;
                if text.agrees(Kind::Text) && from.is_whole() {
                    Ok(rest)
                } else {
                    Err("SUBSTRING".to_owned())
                }
            }
            "FLOOR" | "CEIL" => self.rounded(reader),
            "ABS" => self.same(reader, 1, Kind::is_number),
            "NULLIF" => self.same(reader, 2, |_| true),
            "COALESCE" => self.same(reader, 0, |_| true),
            "MOD" => self.same(reader, 2, Kind::is_whole),
            "CHAR_LENGTH" => self.arguments(reader, &[Kind::Text], Kind::Integer),
            "TO_TIMESTAMP" => self.arguments(reader, &[Kind::Bigint], Kind::Timestamp),
            "UNIX_TIMESTAMP" => self.arguments(reader, &[Kind::Timestamp], Kind::Bigint),
            it if AGGREGATES.contains(&it) => self.aggregate(it, reader),
            _ => Err(format!("there is no function `{word}`")),
        }
    }

    fn arguments(&mut self, reader: &mut Reader, wanted: &[Kind], gives: Kind) -> Result<Kind, Fault> {
        let found = self.list(reader)?;
        let fit = |(wanted, it): (&Kind, &Kind)| wanted.agrees(*it) || (wanted.is_whole() && it.is_whole());
        let fits = found.len() == wanted.len() && wanted.iter().zip(&found).all(fit);
        if fits { Ok(gives) } else { Err(format!("{wanted:?} are wanted, and not {found:?}")) }
    }

    /// Arguments of one kind, so many of them; with 0 any number.
    fn same(&mut self, reader: &mut Reader, count: usize, is: fn(Kind) -> bool) -> Result<Kind, Fault> {
        let found = self.list(reader)?;
        let alike =
            found.iter().all(|it| is(*it) && it.meets(found[0])) && (count == 0 || found.len() == count);
        let kind = found.iter().copied().try_fold(found[0], wider);
        kind.filter(|_| alike).ok_or(format!("arguments do not fit: {found:?}"))
    }

    fn rounded(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let kind = self.read(reader)?;
        let to_unit = reader.took("TO");
        if to_unit {
            unit(reader)?;
        }
        reader.want(")")?;
        match (kind, to_unit) {
            (Kind::Timestamp | Kind::Unknown, true) => Ok(Kind::Timestamp),
            (kind, false) if kind.is_number() => Ok(kind),
            (kind, _) => Err(format!("nothing rounds {kind:?}")),
        }
    }

    /// The casts that there are (`sql-reference-cast`).
    fn cast(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let from = match reader.peek() {
            Some(Token::Parameter) => {
                reader.next();
                Kind::Text
            }
            Some(Token::Word(it)) if it == "NULL" => {
                reader.next();
                Kind::Unknown
            }
            Some(_) | None => self.read(reader)?,
        };
        reader.want("AS")?;
        let to = reader.ty()?;
        reader.want(")")?;
        let casts = from.agrees(to)
            || to == Kind::Text
            || from == Kind::Text
            || (from.is_number() && to.is_number())
            || (from, to) == (Kind::Timestamp, Kind::Date);
        if casts { Ok(to) } else { Err(format!("no cast from {from:?} to {to:?}")) }
    }

    fn step(&mut self, start: usize, reader: &mut Reader) -> Result<Kind, Fault> {
        let stream = reader.name()?;
        if stream != self.stream {
            return Err(format!("`{stream}` is not what is read"));
        }
        reader.want(". ROWTIME BY")?;
        interval(reader)?;
        reader.want(")")?;
        self.is_grouped(&reader.tokens[start..reader.at])?;
        Ok(Kind::Timestamp)
    }

    fn case(&mut self, reader: &mut Reader) -> Result<Kind, Fault> {
        let mut kind = None;
        while reader.took("WHEN") {
            if !self.read(reader)?.agrees(Kind::Boolean) {
                return Err("WHEN wants a condition".to_owned());
            }
            reader.want("THEN")?;
            kind = Some(self.arm(reader, kind)?);
        }
        if reader.took("ELSE") {
            kind = Some(self.arm(reader, kind)?);
        }
        reader.want("END")?;
        kind.ok_or("a CASE without WHEN".to_owned())
    }

    fn arm(&mut self, reader: &mut Reader, before: Option<Kind>) -> Result<Kind, Fault> {
        let own = self.read(reader)?;
        let kind = wider(before.unwrap_or(own), own);
        kind.ok_or(format!("{own:?} and {before:?} in one CASE"))
    }

    fn aggregate(&mut self, name: &str, reader: &mut Reader) -> Result<Kind, Fault> {
        if !self.grouped || self.inside {
            return Err(format!("{name} outside of a window"));
        }
        if name == "COUNT" && reader.took("* )") {
            return Ok(Kind::Bigint);
        }
        self.inside = true;
        let kind = self.read(reader)?;
        self.inside = false;
        reader.want(")")?;
        match name {
            "COUNT" => Ok(Kind::Bigint),
            "MIN" | "MAX" if !matches!(kind, Kind::Boolean | Kind::Text) => Ok(kind),
            "SUM" if kind.is_number() => Ok(kind),
            "AVG" if kind == Kind::Double => Ok(kind),
            _ => Err(format!("{name} of {kind:?}")),
        }
    }
}

/// The kind of both: the wider of two numbers.
fn wider(left: Kind, right: Kind) -> Option<Kind> {
    let ranks = [Kind::Integer, Kind::Bigint, Kind::Decimal, Kind::Double];
    let rank = |kind: Kind| ranks.iter().position(|it| *it == kind);
    match (left, right) {
        (left, right) if left == right => Some(left),
        (Kind::Unknown, _) | (_, Kind::Unknown) => Some(Kind::Unknown),
        (left, right) => Some(ranks[rank(left)?.max(rank(right)?)]),
    }
}

fn number(left: Kind, right: Kind) -> Result<Kind, Fault> {
    let kind = wider(left, right).filter(|_| left.is_number() && right.is_number());
    kind.ok_or(format!("{left:?} and {right:?} are no numbers"))
}

fn unit(reader: &mut Reader) -> Result<(), Fault> {
    if UNITS.iter().any(|it| reader.took(it)) { Ok(()) } else { reader.fault("a unit is wanted") }
}

/// An interval of one unit, of at most two digits.
fn interval(reader: &mut Reader) -> Result<(), Fault> {
    reader.want("INTERVAL")?;
    let good = matches!(reader.next(), Some(Token::Text(it)) if it.len() < 3 && it.parse::<u8>().is_ok_and(|it| it > 0));
    if good { unit(reader) } else { Err("an interval has one or two digits".to_owned()) }
}

/// `'2026-01-31 23:59:59.999'`.
fn timestamp(reader: &mut Reader) -> Result<Kind, Fault> {
    let shape = |text: &str| text.replace(|it: char| it.is_ascii_digit(), "0") == "0000-00-00 00:00:00.000";
    match reader.next() {
        Some(Token::Text(it)) if shape(it) => Ok(Kind::Timestamp),
        Some(_) | None => Err("a timestamp of another form".to_owned()),
    }
}
