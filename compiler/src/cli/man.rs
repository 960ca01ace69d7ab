//! `pipec man`: a manual page for `pipec`, and one for each of its commands.

use super::arguments::Arguments;
use super::output::Output;
use super::{Status, files};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::fs;
use std::io;
use std::path::Path;

/// Writes the pages into a folder.
pub fn run(folder: &Path, output: &mut Output) -> Status {
    let pages = match pages() {
        Ok(pages) => pages,
        Err(error) => return output.failure(&format!("the manual pages could not be made: {error}")),
    };
    if let Err(error) = fs::create_dir_all(folder) {
        return output.failure(&files::failed("made", folder, &error, "Nothing was written."));
    }
    for (name, page) in &pages {
        if let Err(text) = files::replace(&folder.join(name), page) {
            return output.failure(&text);
        }
    }
    output.tell(&format!("wrote {} pages to {}\n", pages.len(), folder.display()));
    Status::Done
}

/// The pages by the names of their files.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    whole.build();
    let mut pages = vec![page("pipec", whole.clone())?];
    for command in whole.get_subcommands() {
        pages.push(page(&format!("pipec-{}", command.get_name()), command.clone())?);
    }
    Ok(pages)
}

fn page(title: &str, command: Command) -> io::Result<(String, Vec<u8>)> {
    // A date would make other pages of the same sources.
    let source = concat!("pipec ", env!("CARGO_PKG_VERSION"));
    let man =
        Man::new(command).title(title.to_uppercase()).date("\"\"").source(source).manual("User Commands");
    let mut page = Vec::new();
    man.render(&mut page)?;
    Ok((format!("{title}.1"), page))
}
