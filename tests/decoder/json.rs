//! JSON, read sign by sign as RFC 8259 writes its grammar.

/// A value; what has no quotes is kept as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// A number, `true`, `false` or `null`.
    Bare(String),
    /// A text.
    Text(String),
    /// A list, of which nothing is wanted.
    List,
    /// The members of an object, in their order.
    Object(Vec<(String, Json)>),
}

/// The value that a whole text writes; none where it is not JSON or holds half of a surrogate pair.
pub fn read(text: &str) -> Option<Json> {
    let mut reader = Reader { signs: text.chars().collect(), at: 0 };
    let value = reader.value()?;
    reader.space();
    (reader.at == reader.signs.len()).then_some(value)
}

struct Reader {
    signs: Vec<char>,
    at: usize,
}

impl Reader {
    fn value(&mut self) -> Option<Json> {
        self.space();
        match self.peek()? {
            '{' => self.object().map(Json::Object),
            '[' => self.list().map(|()| Json::List),
            '"' => self.text().map(Json::Text),
            _ => self.bare().map(Json::Bare),
        }
    }

    fn object(&mut self) -> Option<Vec<(String, Json)>> {
        let mut members = Vec::new();
        self.eat('{')?;
        if self.eat('}').is_some() {
            return Some(members);
        }
        loop {
            self.space();
            let key = self.text()?;
            self.eat(':')?;
            members.push((key, self.value()?));
            if self.eat('}').is_some() {
                return Some(members);
            }
            self.eat(',')?;
        }
    }

    fn list(&mut self) -> Option<()> {
        self.eat('[')?;
        if self.eat(']').is_some() {
            return Some(());
        }
        loop {
            self.value()?;
            if self.eat(']').is_some() {
                return Some(());
            }
            self.eat(',')?;
        }
    }

    fn text(&mut self) -> Option<String> {
        let mut units = Vec::new();
        if self.next()? != '"' {
            return None;
        }
        loop {
            match self.next()? {
                '"' => return String::from_utf16(&units).ok(),
                '\\' => units.push(self.escape()?),
                sign if sign < ' ' => return None,
                sign => units.extend_from_slice(sign.encode_utf16(&mut [0; 2])),
            }
        }
    }

    /// The UTF-16 unit of an escape.
    fn escape(&mut self) -> Option<u16> {
        let plain = match self.next()? {
            sign @ ('"' | '\\' | '/') => sign,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return (0..4).try_fold(0, |unit, _| Some(unit * 16 + self.next()?.to_digit(16)? as u16)),
            _ => return None,
        };
        u16::try_from(u32::from(plain)).ok()
    }

    fn bare(&mut self) -> Option<String> {
        let start = self.at;
        while self.peek().is_some_and(|it| it.is_ascii_alphanumeric() || "+-.".contains(it)) {
            self.at += 1;
        }
        let bare: String = self.signs[start..self.at].iter().collect();
        (matches!(bare.as_str(), "true" | "false" | "null") || is_number(&bare)).then_some(bare)
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|it| " \t\r\n".contains(it)) {
            self.at += 1;
        }
    }

    fn eat(&mut self, sign: char) -> Option<()> {
        self.space();
        (self.peek()? == sign).then(|| self.at += 1)
    }

    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += 1;
        next
    }
}

/// `-`, a whole number, a fraction, an exponent: all but the second may be absent.
fn is_number(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    [whole, fraction, exponent].into_iter().all(is_digits) && (whole == "0" || !whole.starts_with('0'))
}
