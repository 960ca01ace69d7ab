//! Records as lines in bytes that come in pieces of any length: found where they lie, in memory that is bounded.

use pipec_runtime::lines::LONGEST;

/// Bytes that are read at once where there are so many: few enough for a processor's own memory.
const PIECE: usize = 256 * 1024;
/// The most bytes of a record.
const MOST: usize = LONGEST as usize;
/// How much is kept of a line that is too long, from its beginning.
pub const HEAD: usize = 64 * 1024;

/// Bytes on their way to become records.
pub struct Lines {
    buffer: Vec<u8>,
    /// Where the next record begins.
    start: usize,
    /// Up to where no line feed is.
    scanned: usize,
    end: usize,
    /// Up to where bytes are in the sum.
    summed: usize,
    tail: Tail,
    bytes: u64,
    /// Their sum, where that is asked for.
    sum: Option<crc32fast::Hasher>,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Tail {
    /// A record.
    Fresh,
    /// The line feed of the last record, if anything: it was taken where the input ended.
    Taken,
    /// The rest of a line that is too long.
    Skipped,
}

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A record.
    Whole(&'a [u8]),
    /// The beginning of a line that no stream would carry.
    TooLarge(&'a [u8]),
    /// The line that was taken at the end of the input has grown since.
    Grown,
}

/// How far an input was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// How many bytes.
    pub bytes: u64,
    /// Their CRC-32.
    pub sum: u32,
    /// What comes next.
    pub tail: Tail,
}

impl Mark {
    /// The beginning of an input.
    pub const START: Mark = Mark { bytes: 0, sum: 0, tail: Tail::Fresh };
}

impl Lines {
    /// The lines of an input after this mark, whose sum is wanted or not.
    pub fn new(mark: Mark, is_summed: bool) -> Lines {
        let sum = || crc32fast::Hasher::new_with_initial_len(mark.sum, mark.bytes);
        Lines {
            buffer: vec![0; PIECE],
            start: 0,
            scanned: 0,
            end: 0,
            summed: 0,
            tail: mark.tail,
            bytes: mark.bytes,
            sum: is_summed.then(sum),
        }
    }

    /// Where the next bytes go; there is always room.
    pub fn space(&mut self) -> &mut [u8] {
        self.add_up();
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.scanned -= self.start;
        (self.start, self.summed) = (0, 0);
        if self.end == self.buffer.len() {
            // A line that is longer than `MOST` leaves the buffer, so this ends.
            self.buffer.resize((2 * self.end).min(MOST + PIECE), 0);
        }
        &mut self.buffer[self.end..]
    }

    /// So many bytes went there.
    pub fn filled(&mut self, count: usize) {
        self.end += count;
    }

    /// The next line; none where more bytes are needed.
    pub fn line(&mut self) -> Option<Line<'_>> {
        if self.tail != Tail::Fresh && !self.pass()? {
            return Some(Line::Grown);
        }
        let found = memchr::memchr(b'\n', &self.buffer[self.scanned..self.end]);
        let start = self.start;
        let Some(feed) = found.map(|it| self.scanned + it) else {
            self.scanned = self.end;
            if self.end - start <= MOST {
                return None;
            }
            self.start = self.end;
            self.tail = Tail::Skipped;
            return Some(Line::TooLarge(&self.buffer[start..start + HEAD]));
        };
        (self.start, self.scanned) = (feed + 1, feed + 1);
        if feed - start > MOST {
            return Some(Line::TooLarge(&self.buffer[start..start + HEAD]));
        }
        Some(Line::Whole(&self.buffer[start..feed]))
    }

    /// The record that no line feed ends, at the end of the input.
    pub fn last(&mut self) -> Option<&[u8]> {
        if self.start == self.end || self.tail != Tail::Fresh {
            return None;
        }
        self.tail = Tail::Taken;
        let start = std::mem::replace(&mut self.start, self.end);
        self.scanned = self.end;
        Some(&self.buffer[start..self.end])
    }

    /// Passes over what is left of the last line; false where that is more than was there when it was taken.
    fn pass(&mut self) -> Option<bool> {
        let rest = &self.buffer[self.start..self.end];
        let found = memchr::memchr(b'\n', rest);
        let passed = &rest[..found.unwrap_or(rest.len())];
        let is_right = self.tail == Tail::Skipped || matches!(passed, b"" | b"\r");
        self.start += found.map_or(rest.len(), |it| it + 1);
        self.scanned = self.start;
        if !is_right {
            return Some(false);
        }
        found?;
        self.tail = Tail::Fresh;
        Some(true)
    }

    fn add_up(&mut self) {
        if let Some(sum) = &mut self.sum {
            sum.update(&self.buffer[self.summed..self.start]);
        }
        self.bytes += (self.start - self.summed) as u64;
        self.summed = self.start;
    }

    /// How far the input is read: up to the end of the last line that was given.
    pub fn mark(&mut self) -> Mark {
        self.add_up();
        let sum = self.sum.as_ref().map(|it| it.clone().finalize()).unwrap_or_default();
        Mark { bytes: self.bytes, sum, tail: self.tail }
    }
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Line, Lines, MOST, Mark, Tail};

    /// What the lines of these pieces are, by length and first byte.
    fn lines(lines: &mut Lines, pieces: &[&[u8]]) -> Vec<String> {
        let mut all = Vec::new();
        for piece in pieces {
            let mut rest = *piece;
            while !rest.is_empty() {
                let space = lines.space();
                let count = space.len().min(rest.len());
                space[..count].copy_from_slice(&rest[..count]);
                rest = &rest[count..];
                lines.filled(count);
                while let Some(line) = lines.line() {
                    all.push(shown(&line));
                }
            }
        }
        all
    }

    fn shown(line: &Line<'_>) -> String {
        let text = |it: &[u8]| match it.len() {
            0..20 => String::from_utf8_lossy(it).into_owned(),
            length => format!("{length}"),
        };
        match line {
            Line::Whole(it) => text(it),
            Line::TooLarge(it) => format!("too large {}", text(it)),
            Line::Grown => "grown".to_owned(),
        }
    }

    fn check(pieces: &[&[u8]], expect: &[&str], last: Option<&[u8]>) {
        let mut all = Lines::new(Mark::START, true);
        assert_eq!(lines(&mut all, pieces), expect);
        assert_eq!(all.last(), last);
        let whole: Vec<u8> = pieces.concat();
        assert_eq!(all.mark().bytes, whole.len() as u64);
        assert_eq!(all.mark().sum, crc32fast::hash(&whole));
    }

    #[test]
    fn a_line_is_what_stands_before_a_line_feed_however_it_comes() {
        check(&[], &[], None);
        check(&[b"a\nb\r\n\n"], &["a", "b\r", ""], None);
        check(&[b"a", b"b", b"\n", b"c"], &["ab"], Some(b"c"));
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_in_bounded_memory() {
        let most = vec![b'x'; MOST];
        let head = format!("too large {HEAD}");
        check(&[&most, b"\na"], &[&format!("{MOST}")], Some(b"a"));
        check(&[&most, b"y\na\n"], &[&head, "a"], None);
        check(&[&most, &most, &most, b"y"], &[&head], None);
        let mut all = Lines::new(Mark::START, true);
        lines(&mut all, &[&most, &most, &most]);
        assert!(all.buffer.len() <= MOST + super::PIECE);
        assert_eq!(all.mark().tail, Tail::Skipped);
    }

    #[test]
    fn what_was_taken_at_the_end_may_not_grow() {
        let taken = Mark { tail: Tail::Taken, ..Mark::START };
        for (rest, expect) in
            [("\nb\n", &["b"][..]), ("\r\nb\n", &["b"]), ("", &[]), ("b\n", &["grown"]), (" \n", &["grown"])]
        {
            assert_eq!(lines(&mut Lines::new(taken, true), &[rest.as_bytes()]), expect, "{rest:?}");
        }
        let skipped = Mark { tail: Tail::Skipped, ..Mark::START };
        assert_eq!(lines(&mut Lines::new(skipped, true), &[b"bc\nd\n"]), ["d"]);
    }
}
