//! What `pipec build` says and leaves, with a cargo that takes no time.

use super::desk::{AARCH64, Desk, SPEC, X86_64, head};
use pipec_tests::{function, place};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

const ZIP: &str = "generated/demo/bootstrap.zip";

#[test]
fn a_build_tells_what_it_did_and_what_is_next() {
    let desk = Desk::new("tells");
    insta::assert_snapshot!("build", desk.session(&["build", "build", "build --out elsewhere"]));
    assert_eq!(
        place::files(&desk.folder.join("generated"), |it| it.ends_with("lambda")),
        [
            "demo/bootstrap.stamp",
            "demo/bootstrap.zip",
            "demo/graph.mmd",
            "demo/iam/readings-function.json",
            "demo/manifest.json",
            "demo/sql/kinesis-analytics.sql",
            "demo/template.json",
        ]
    );
    let manifest = place::read(&desk.folder.join("generated/demo/manifest.json"));
    assert!(!manifest.contains("bootstrap"), "{manifest}");
}

#[test]
fn cargo_is_called_only_where_something_has_changed() {
    let desk = Desk::new("stamp");
    let built = |why: &str, is_built: bool| {
        assert_eq!(desk.said("build").status, 0, "{why}");
        assert_eq!(desk.calls().contains("cargo build"), is_built, "{why}");
    };
    built("nothing is there", true);
    let first = desk.read(ZIP);
    built("nothing has changed", false);
    assert_eq!(desk.calls(), "", "a cargo was called");
    desk.write("pipeline.yaml", format!("# A comment.\n{SPEC}"));
    built("the crate is the same", false);
    desk.write("pipeline.yaml", SPEC.replace("level > 90", "level > 91"));
    built("a rule has changed", true);
    desk.write(ZIP, "half of a zi");
    built("the zip is another", true);
    assert_eq!(desk.read(ZIP), first);
    fs::remove_file(desk.folder.join(ZIP)).expect("the scratch folder is ours");
    built("the zip is gone", true);
    desk.program("rustc", &place::read(&desk.folder.join("programs/rustc")).replace("1.95.0", "1.95.1"));
    built("the compiler is another", true);
}

#[test]
fn what_cannot_be_built_leaves_what_was_there() {
    let desk = Desk::new("fails");
    assert_eq!(desk.said("build").status, 0);
    let before = desk.read(ZIP);
    desk.write("pipeline.yaml", SPEC.replace("level > 90", "level > 91"));
    desk.program("cargo", "echo \"error: something is odd\" >&2; exit 101");
    insta::assert_snapshot!("build-fails", desk.session(&["build"]));
    assert_eq!(desk.read(ZIP), before);

    desk.write("pipeline.yaml", SPEC.replace("readings, where", "readigns, where"));
    let said = desk.said("build");
    assert!(said.status == 1 && said.text.contains("unknown-input"), "{}", said.text);
    assert_eq!(desk.read(ZIP), before);
}

#[test]
fn a_pipeline_without_a_function_needs_no_cargo() {
    let desk = Desk::new("archive");
    let archive = SPEC.replace("hot: { alarm", "cold: { keep").replace(", where: level > 90", "");
    desk.write(
        "pipeline.yaml",
        archive.replace("dynamodb: { partition_key: sensor, sort_key: takenAt }", "s3: {}"),
    );
    insta::assert_snapshot!("build-archive", desk.session(&["build"]));
    assert_eq!(desk.calls(), "");
}

#[test]
fn what_is_missing_is_named_with_what_installs_it() {
    let desk = Desk::new("missing");
    desk.write("pipeline.yaml", format!("{SPEC}settings: {{ architecture: arm64 }}\n"));
    let mut shown = desk.session(&["build"]);
    fs::remove_dir(desk.folder.join("library")).expect("the scratch folder is ours");
    shown += &desk.session(&["build"]);
    fs::remove_file(desk.folder.join("programs/rustc")).expect("the scratch folder is ours");
    shown += &desk.session(&["build"]);
    insta::assert_snapshot!("build-missing", shown);
    assert_eq!(desk.calls(), "");
}

#[test]
fn arm64_takes_a_linker_of_the_machine_or_one_that_is_named() {
    let desk = Desk::new("arm64");
    desk.write("pipeline.yaml", format!("{SPEC}settings: {{ architecture: arm64 }}\n"));
    desk.write("program", head(AARCH64));
    let cargo = place::read(&desk.folder.join("programs/cargo"));
    let variable = "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER";
    desk.program("cargo", &format!("{cargo}\necho \"linker ${variable}\" >>\"$DESK/calls\"\n"));
    let named = desk.pipec("build").env(variable, "mine").output().expect("pipec can be run");
    assert!(named.status.success(), "{}", String::from_utf8_lossy(&named.stderr));
    assert!(desk.calls().ends_with("--target aarch64-unknown-linux-gnu\nlinker mine\n"));

    desk.program("aarch64-linux-gnu-gcc", "");
    assert_eq!(desk.said("build").status, 0);
    assert!(desk.calls().ends_with("linker aarch64-linux-gnu-gcc\n"));
    let template = place::read(&desk.folder.join("generated/demo/template.json"));
    assert!(template.contains(r#""Architectures": ["arm64"]"#));
}

#[test]
fn a_program_that_lambda_cannot_start_is_refused() {
    let desk = Desk::new("misfit");
    let refused = |program: &[u8], why: &str| {
        desk.write("program", program);
        let said = desk.said("build");
        assert!(said.status == 3 && said.text.contains(why), "{why} is not in: {}", said.text);
        assert_eq!(desk.read(ZIP), None);
    };
    refused(b"#!/bin/sh", "what cargo built is no program");
    refused(&head(AARCH64), "what cargo built is not for x86_64-unknown-linux-gnu");
    // A function as it really is, but for one of the versions that it asks for.
    let mut function = fs::read(function::built("high-transactions").join("bootstrap")).expect("it is built");
    desk.write("program", &function);
    let said = desk.said("build --out fits");
    assert_eq!(said.status, 0, "{}", said.text);
    let version = b"\0GLIBC_2.34\0";
    let at = function.windows(version.len()).position(|it| it == version).expect("Rust asks for it");
    function[at..at + version.len()].copy_from_slice(b"\0GLIBC_2.38\0");
    refused(&function, "the function asks for GLIBC_2.38, and Lambda's C library is of version 2.34");
    refused(&function, "`pip install cargo-lambda ziglang`");
    desk.write("program", head(X86_64));
    assert_eq!(desk.said("build").status, 0);
}

#[test]
fn cargo_lambda_builds_where_it_and_zig_are_there() {
    let desk = Desk::new("lambda");
    desk.program("cargo-lambda", "");
    let cargo = place::read(&desk.folder.join("programs/cargo"));
    let lambda = "lambda/bootstrap\"; /bin/mkdir -p \"$CARGO_TARGET_DIR/$to\"; \
                  /bin/cp \"$DESK/program\" \"$CARGO_TARGET_DIR/$to/bootstrap\"";
    desk.program("cargo", &format!("{cargo}\n[ \"$1\" != lambda ] || {{ to=\"{lambda}; }}\n"));
    assert!(desk.said("build").text.contains("with cargo\n"), "cargo-lambda is called without zig");
    desk.calls();
    desk.program("zig", "echo 0.17.1");
    let said = desk.said("build");
    assert!(said.status == 0 && said.text.contains("with cargo-lambda"), "{}", said.text);
    insta::assert_snapshot!("build-lambda", desk.calls());
}

#[test]
fn builds_at_once_wait_for_each_other() {
    let desk = Desk::new("lock");
    let target = desk.folder.join("target/pipec");
    fs::create_dir_all(&target).expect("the scratch folder is ours");
    let lock = File::create(target.join("lock")).expect("the scratch folder is ours");
    lock.lock().expect("files can be locked");
    let mut child =
        desk.pipec("build").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("pipec runs");
    let mut said = BufReader::new(child.stderr.take().expect("its errors are a pipe"));
    let mut line = String::new();
    said.read_line(&mut line).expect("pipec speaks UTF-8");
    assert_eq!(line, format!("waiting for another build in `{}`\n", target.display()));
    assert_eq!(desk.calls(), "");
    drop(lock);
    said.read_to_string(&mut line).expect("pipec speaks UTF-8");
    assert!(child.wait().expect("pipec ends").success(), "{line}");
    assert!(desk.read(ZIP).is_some());
}

#[test]
fn the_folder_to_build_in_can_be_chosen() {
    let desk = Desk::new("target");
    let stands = |name: &str| desk.folder.join(name).join("crate/src/main.rs").exists();
    let mut pipec = desk.pipec("build");
    pipec.env("CARGO_TARGET_DIR", "shared");
    assert!(pipec.output().expect("pipec can be run").status.success());
    assert!(stands("shared/pipec") && !stands("target/pipec"));
    assert_eq!(desk.said("build --target-dir mine --out other").status, 0);
    assert!(stands("mine") && !stands("target/pipec"));
}
