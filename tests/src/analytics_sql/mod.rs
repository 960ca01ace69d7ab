//! The dialect of Kinesis Data Analytics for SQL applications, read after its reference by itself: what it takes, with names,
//! types and windows, as far as it can be known without the service.

mod expressions;
mod select;
mod statements;
mod tokens;

pub use statements::{Checked, check};
pub use tokens::SECTION;
use tokens::Token;

/// A kind of value; what is not known agrees with all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `VARCHAR`.
    Text,
    /// `INTEGER`.
    Integer,
    /// `BIGINT`.
    Bigint,
    /// `DOUBLE`.
    Double,
    /// `DECIMAL`.
    Decimal,
    /// `BOOLEAN`.
    Boolean,
    /// `TIMESTAMP`.
    Timestamp,
    /// `DATE`.
    Date,
    /// A column of the source, whose type stands elsewhere.
    Unknown,
}

impl Kind {
    fn is_whole(self) -> bool {
        matches!(self, Kind::Integer | Kind::Bigint | Kind::Unknown)
    }

    fn is_number(self) -> bool {
        self.is_whole() || matches!(self, Kind::Double | Kind::Decimal)
    }

    fn agrees(self, other: Kind) -> bool {
        self == other || self == Kind::Unknown || other == Kind::Unknown
    }

    /// Whether both can be compared: numbers with numbers, anything with its own kind.
    fn meets(self, other: Kind) -> bool {
        self.agrees(other) || (self.is_number() && other.is_number())
    }
}

/// What is wrong, and the token at which it was seen.
pub type Fault = String;

/// Reads tokens one by one.
struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Reader<'t> {
    fn new(tokens: &'t [Token]) -> Reader<'t> {
        Reader { tokens, at: 0 }
    }

    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&'t Token> {
        self.at += 1;
        self.tokens.get(self.at - 1)
    }

    fn fault<T>(&self, what: &str) -> Result<T, Fault> {
        let seen = self.peek().map_or("the end".to_owned(), |it| format!("{it:?}"));
        Err(format!("{what}, and not {seen}"))
    }

    /// Whether these words come next, and if so, goes behind them.
    fn took(&mut self, words: &str) -> bool {
        let words: Vec<&str> = words.split(' ').collect();
        let found = words.iter().enumerate().all(|(index, word)| match self.tokens.get(self.at + index) {
            Some(Token::Word(it) | Token::Symbol(it)) => it == word,
            Some(Token::Name(_) | Token::Text(_) | Token::Parameter | Token::Number(_)) | None => false,
        });
        if found {
            self.at += words.len();
        }
        found
    }

    fn want(&mut self, words: &str) -> Result<(), Fault> {
        if self.took(words) { Ok(()) } else { self.fault(&format!("`{words}` is wanted")) }
    }

    /// An identifier. One without quotes is never taken: it may be reserved, and it is in capitals anyway.
    fn name(&mut self) -> Result<String, Fault> {
        match self.peek() {
            Some(Token::Name(it)) if it.is_empty() || it.chars().count() > 128 => {
                Err(format!("a name of 1 to 128 characters is wanted, and not `{it}`"))
            }
            Some(Token::Name(it)) => {
                self.at += 1;
                Ok(it.clone())
            }
            Some(
                Token::Word(_) | Token::Text(_) | Token::Parameter | Token::Number(_) | Token::Symbol(_),
            )
            | None => self.fault("a name in quotes is wanted"),
        }
    }

    fn number(&mut self) -> Result<u32, Fault> {
        match self.peek() {
            Some(Token::Number(it)) => {
                self.at += 1;
                it.parse().map_err(|_| format!("a whole number is wanted, and not {it}"))
            }
            Some(Token::Word(_) | Token::Text(_) | Token::Parameter | Token::Name(_) | Token::Symbol(_))
            | None => self.fault("a number is wanted"),
        }
    }

    /// A type within its bounds (`sql-reference-data-types`, `sql-reference-numeric-types-precision`).
    fn ty(&mut self) -> Result<Kind, Fault> {
        let plain = [
            ("INTEGER", Kind::Integer),
            ("BIGINT", Kind::Bigint),
            ("DOUBLE", Kind::Double),
            ("BOOLEAN", Kind::Boolean),
            ("TIMESTAMP", Kind::Timestamp),
            ("DATE", Kind::Date),
        ];
        if let Some((_, kind)) = plain.iter().find(|(word, _)| self.took(word)) {
            return Ok(*kind);
        }
        if self.took("VARCHAR (") {
            let length = self.number()?;
            self.want(")")?;
            let fits = (1..65535).contains(&length);
            return if fits { Ok(Kind::Text) } else { Err(format!("there is no VARCHAR({length})")) };
        }
        if self.took("DECIMAL (") {
            let precision = self.number()?;
            self.want(",")?;
            let scale = self.number()?;
            self.want(")")?;
            let fits = (1..=18).contains(&precision) && scale <= precision;
            return if fits {
                Ok(Kind::Decimal)
            } else {
                Err(format!("there is no DECIMAL({precision}, {scale})"))
            };
        }
        self.fault("a type is wanted")
    }
}
