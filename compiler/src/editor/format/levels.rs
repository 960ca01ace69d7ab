//! The lists and mappings that are open at a line, each with its column as it was and as it will be.

/// How many spaces a level is indented below the one that holds it.
pub(super) const STEP: usize = 2;

#[derive(Debug, Clone, Copy)]
struct Level {
    was: usize,
    is: usize,
    is_list: bool,
}

/// The open levels, the innermost last.
#[derive(Debug, Clone, Default)]
pub(super) struct Levels(Vec<Level>);

impl Levels {
    /// Where an item or a key goes that begins a line.
    pub(super) fn enter(&mut self, column: usize, is_list: bool) -> usize {
        // A list may stand in the column of its key: then it ends where the next key begins.
        self.0.retain(|it| it.was < column || it.was == column && (is_list || !it.is_list));
        match self.0.last() {
            Some(level) if level.was == column && level.is_list == is_list => level.is,
            _ => self.begin(column, is_list),
        }
    }

    /// A list or mapping begins here, inside of the innermost.
    pub(super) fn begin(&mut self, column: usize, is_list: bool) -> usize {
        let level = Level { was: column, is: self.inside(), is_list };
        self.0.push(level);
        level.is
    }

    /// Where a value goes that has a line of its own.
    pub(super) fn value(&mut self, column: usize) -> usize {
        self.0.retain(|it| it.was < column);
        self.inside()
    }

    /// The column of the innermost level, as it was and as it will be.
    pub(super) fn innermost(&self) -> (usize, usize) {
        self.0.last().map_or((0, 0), |it| (it.was, it.is))
    }

    /// The column of what the innermost level holds.
    pub(super) fn inside(&self) -> usize {
        self.0.last().map_or(0, |it| it.is + STEP)
    }

    /// Where a comment goes above a line that was in one column and will be in another: with what it continues, where
    /// that is deeper, else with that line.
    pub(super) fn comment(&self, column: usize, (next_was, next_is): (usize, usize)) -> usize {
        let deeper = self.0.iter().rfind(|it| it.was <= column && it.was > next_was);
        deeper.map_or(next_is, |it| it.is)
    }
}
