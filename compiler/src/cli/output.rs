//! Standard output and standard error: colour only on a terminal, and a closed pipe is no accident.

use super::Status;
use super::arguments::MessageFormat;
use super::files::why;
use crate::diagnostic::{Diagnostics, json, sarif, terminal};
use crate::source::Source;
use std::io::{self, ErrorKind, IsTerminal, StdoutLock, Write};

/// Where a command prints.
pub struct Output {
    format: MessageFormat,
    colour: bool,
    plain: bool,
    failed: bool,
    closed: bool,
    printed: bool,
    log: Option<sarif::Log>,
}

impl Output {
    /// For this process.
    pub fn new(format: MessageFormat) -> Output {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
        let colour = !plain && io::stderr().is_terminal();
        Output { format, colour, plain, failed: false, closed: false, printed: false, log: None }
    }

    /// How it prints.
    pub fn format(&self) -> MessageFormat {
        self.format
    }

    /// Whether standard output shows colours.
    pub fn has_colour(&self) -> bool {
        !self.plain && io::stdout().is_terminal()
    }

    /// Clears the screen, if standard output is one.
    pub fn clear(&mut self) {
        if io::stdout().is_terminal() {
            self.print("\u{1b}[2J\u{1b}[H");
        }
    }

    /// Whether whoever read what is printed has gone.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Prints what was asked for to standard output.
    pub fn print(&mut self, text: &str) -> Status {
        self.printed = true;
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        if let Some(error) =
            written.as_ref().err().filter(|it| it.kind() != ErrorKind::BrokenPipe && !self.failed)
        {
            // Nobody may read this either; there is nowhere else to say it.
            let _ =
                writeln!(io::stderr().lock(), "error: standard output could not be written: {}", why(error));
        }
        self.note(written);
        Status::Done
    }

    /// Standard output, for data that comes piece by piece.
    pub fn data(&mut self) -> StdoutLock<'static> {
        self.printed = true;
        io::stdout().lock()
    }

    /// A file has been read, so there is a document of findings, where that was asked for, even if it holds none.
    pub fn has_read(&mut self) {
        if self.format == MessageFormat::Sarif {
            self.log.get_or_insert_default();
        }
    }

    /// Prints findings: to people on standard error, to programs on standard output.
    pub fn findings(&mut self, findings: &Diagnostics, source: &Source) {
        match self.format {
            MessageFormat::Human => {
                let text = terminal::render(findings, source, self.colour);
                let written = io::stderr().lock().write_all(text.as_bytes());
                self.note(written);
            }
            MessageFormat::Json => {
                self.print(&json::render(findings, source));
            }
            // One document tells of all files, so it comes at the end.
            MessageFormat::Sarif => self.log.get_or_insert_default().add(findings, source),
        }
    }

    /// Tells people something on standard output; programs are spared.
    pub fn tell(&mut self, text: &str) {
        if self.format == MessageFormat::Human {
            self.print(text);
        }
    }

    /// Tells what is being done, on standard error, where it takes a while.
    pub fn progress(&mut self, text: &str) {
        let written = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
        self.note(written);
    }

    /// Tells what came of a command whose standard output is data: on standard error, in the form that was asked for.
    pub fn summary(&mut self, human: &str, json: &str) {
        let text = match self.format {
            MessageFormat::Human => human,
            MessageFormat::Json => json,
            // The document of all findings stands there, alone.
            MessageFormat::Sarif => "",
        };
        let written = io::stderr().lock().write_all(text.as_bytes());
        self.note(written);
    }

    /// Tells that the outside world failed: what, what state that left, and what to do.
    pub fn failure(&mut self, text: &str) -> Status {
        let written = io::stderr().lock().write_all(format!("error: {text}\n").as_bytes());
        self.note(written);
        Status::Outside
    }

    /// Prints the document of all findings, where that was asked for; on standard error behind what a command printed.
    /// Gives the status to end with.
    pub fn finish(&mut self, status: Status) -> Status {
        if let Some(text) = self.log.take().map(|it| it.print()) {
            if self.printed {
                let written = io::stderr().lock().write_all(text.as_bytes());
                self.note(written);
            } else {
                self.print(&text);
            }
        }
        if self.failed { Status::Outside } else { status }
    }

    fn note(&mut self, written: io::Result<()>) {
        // Whoever closed the pipe has read enough.
        self.closed |= written.as_ref().is_err_and(|it| it.kind() == ErrorKind::BrokenPipe);
        self.failed |= written.is_err_and(|it| it.kind() != ErrorKind::BrokenPipe);
    }
}
