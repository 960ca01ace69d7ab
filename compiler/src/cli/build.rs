//! `pipec build`: compiles a pipeline and makes the zip that Lambda runs, the same bytes in every folder.

mod cargo;
mod elf;
mod pack;
mod stage;
mod stamp;
mod tools;

use super::Status;
use super::arguments::BuildArguments;
use super::files;
use super::output::Output;
use super::pipeline::Pipeline;
use super::steps::{self, Code};
use crate::artifact::Artifacts;
use crate::emit;
use stage::Stage;
use stamp::Stamp;
use std::path::{Path, PathBuf};
use std::{env, fs, path};
use tools::Tools;

/// What the zip is called.
pub const ZIP: &str = "bootstrap.zip";
/// How many digits of its hash it is called by in a bucket.
const DIGITS: usize = 16;

/// A file of the crate: its path there, and its bytes.
type Source<'a> = (&'a str, &'a [u8]);

/// A zip that stands beside the artifacts.
struct Zip {
    bytes: usize,
    sha256: String,
    news: String,
}

/// Compiles, and builds what has changed.
pub fn run(arguments: &BuildArguments, output: &mut Output) -> Status {
    built(arguments, output).unwrap_or_else(|status| status)
}

fn built(arguments: &BuildArguments, output: &mut Output) -> Result<Status, Status> {
    let pipeline = Pipeline::read(&arguments.write, output)?;
    let written = pipeline.write(arguments.write.force, output)?;
    output.tell(&steps::written(&pipeline, &written));
    if pipeline.plan.jobs.is_empty() {
        output.tell(&format!("`{}` has no function to build\n", pipeline.plan.pipeline));
        let code = Code::Unbuilt { command: arguments.write.build_command() };
        output.tell(&steps::next(&pipeline, &code));
        return Ok(Status::Done);
    }
    let zip = zip(&pipeline, arguments, output).map_err(|it| output.failure(&it))?;
    let file = pipeline.folder.path().join(ZIP);
    output.tell(&format!("{} {}: {} bytes\n", file.display(), zip.news, zip.bytes));
    output.tell(&format!("sha256 {}\n", zip.sha256));
    let code = Code::Built { hash: zip.sha256[..DIGITS].to_owned() };
    output.tell(&steps::next(&pipeline, &code));
    Ok(Status::Done)
}

/// The zip of a pipeline, built where it is not what its sources give.
fn zip(pipeline: &Pipeline, arguments: &BuildArguments, output: &mut Output) -> Result<Zip, String> {
    let architecture = pipeline.model.settings.architecture;
    let file = pipeline.folder.path().join(ZIP);
    let target = target(arguments)?;
    let tools = Tools::find(architecture, &target)?;
    let sources = sources(&pipeline.artifacts);
    let stamp = Stamp::new(&sources, &tools);
    if let Some((bytes, sha256)) = stamp.kept(&file) {
        return Ok(Zip { bytes, sha256, news: "is up to date".to_owned() });
    }
    let stage = Stage::open(&target, &sources, output)?;
    let builder = tools.builder.name();
    output.progress(&format!("building `{}` for {} with {builder}", pipeline.plan.pipeline, tools.triple));
    let program = cargo::build(&stage, &tools, &arguments.command())?;
    elf::check(&program, architecture).map_err(|it| tools.misfit(&it))?;
    let packed = pack::zip(&program);
    files::replace(&file, &packed)?;
    let sha256 = emit::sha256(&packed);
    stamp.write(&file, &sha256)?;
    Ok(Zip { bytes: packed.len(), sha256, news: format!("built with {builder}") })
}

/// The files of the crate.
fn sources(artifacts: &Artifacts) -> Vec<Source<'_>> {
    artifacts.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("lambda/")?, bytes))).collect()
}

/// The folder that all pipelines are built in. It is there, for a toolchain may hang on where it stands.
fn target(arguments: &BuildArguments) -> Result<PathBuf, String> {
    let cargos = || env::var_os("CARGO_TARGET_DIR").filter(|it| !it.is_empty());
    let default = || cargos().map_or(PathBuf::from("target"), PathBuf::from).join("pipec");
    let folder = arguments.target_dir.clone().unwrap_or_else(default);
    let made = path::absolute(&folder).and_then(|it| fs::create_dir_all(&it).map(|()| it));
    made.map_err(|error| outside("made", &folder, &error))
}

/// What went wrong with a file of the folder that is built in.
fn outside(what: &str, path: &Path, error: &std::io::Error) -> String {
    files::failed(what, path, error, "Nothing was built; `--target-dir` names another folder to build in.")
}
