//! What a person sees of `pipec fmt`, and what becomes of the files.

use pipec_tests::judge::{self, fed};
use pipec_tests::place::{self, read, scratch};
use pipec_tests::shipped;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const ROUGH: &str = "version:   1\r\npipeline: 'demo' # it\r\nhot:\r\n    a: {from: b,to: [c,d]}\r\n\r\n\r\n";
const NEAT: &str = "version: 1\npipeline: \"demo\" # it\nhot:\n  a: { from: b, to: [c, d] }\n";

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("the scratch folder is ours");
}

/// The screen and the status of some command lines.
fn session(folder: &Path, lines: &[&str]) -> String {
    let shown = lines.iter().map(|it| {
        let (screen, status) = shipped::screen(folder, it);
        format!("{screen}[exit {status}]\n\n")
    });
    shown.collect()
}

#[test]
fn a_session() {
    let folder = scratch("format/session");
    write(&folder, "pipeline.yaml", ROUGH);
    write(&folder, "neat.yaml", NEAT);
    write(&folder, "broken.yaml", "version: 1\npipeline: [demo\n");
    let lines = [
        "fmt --check pipeline.yaml neat.yaml",
        "fmt --diff",
        "fmt --check --diff",
        "fmt broken.yaml missing.yaml pipeline.yaml neat.yaml",
        "fmt --check pipeline.yaml neat.yaml",
        "fmt",
    ];
    insta::assert_snapshot!("session", session(&folder, &lines));
    assert_eq!(read(&folder.join("pipeline.yaml")), NEAT);
    assert_eq!(read(&folder.join("broken.yaml")), "version: 1\npipeline: [demo\n");
    assert_eq!(place::files(&folder, |_| false), ["broken.yaml", "neat.yaml", "pipeline.yaml"]);
}

#[test]
fn nothing_is_written_to_check_or_to_show() {
    let folder = scratch("format/reading");
    write(&folder, "pipeline.yaml", ROUGH);
    for (line, status) in [("fmt --check", 1), ("fmt --diff", 0), ("fmt --check --diff", 1)] {
        assert_eq!(shipped::screen(&folder, line).1, status, "{line}");
        assert_eq!(read(&folder.join("pipeline.yaml")), ROUGH, "{line}");
    }
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = scratch("format/pipe");
    let said = fed(shipped::pipec(&folder).args(["fmt", "-"]), ROUGH.as_bytes());
    assert_eq!((said.status.code(), said.stdout.as_slice()), (Some(0), NEAT.as_bytes()));
    let said = fed(shipped::pipec(&folder).args(["fmt", "-"]), NEAT.as_bytes());
    assert_eq!((said.status.code(), said.stdout.as_slice()), (Some(0), NEAT.as_bytes()));
    let said = fed(shipped::pipec(&folder).args(["fmt", "-"]), b"a: [");
    assert_eq!((said.status.code(), said.stdout.as_slice()), (Some(1), "".as_bytes()));
    let said = fed(shipped::pipec(&folder).args(["fmt", "--check", "-"]), ROUGH.as_bytes());
    assert!(
        said.status.code() == Some(1) && judge::said(&said).contains("<stdin>"),
        "{}",
        judge::said(&said)
    );
}

#[test]
fn a_file_keeps_its_permissions_and_a_link_its_file() {
    let folder = scratch("format/modes");
    write(&folder, "real.yaml", ROUGH);
    let mode = |mode: u32| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.join("real.yaml"), permissions).expect("the file is ours");
    };
    symlink("real.yaml", folder.join("pipeline.yaml")).expect("the scratch folder is ours");
    mode(0o640);
    assert_eq!(shipped::screen(&folder, "fmt").1, 0);
    assert_eq!(read(&folder.join("real.yaml")), NEAT);
    let metadata = fs::symlink_metadata(folder.join("pipeline.yaml")).expect("the link is there");
    assert!(metadata.is_symlink(), "the link was replaced");
    let metadata = fs::metadata(folder.join("real.yaml")).expect("the file is there");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o640);
    write(&folder, "real.yaml", ROUGH);
    mode(0o440);
    let (screen, status) = shipped::screen(&folder, "fmt");
    assert!(status == 3 && screen.contains("this user may not"), "{screen}");
    assert_eq!(read(&folder.join("real.yaml")), ROUGH);
    assert_eq!(place::files(&folder, |_| false), ["pipeline.yaml", "real.yaml"]);
}

#[test]
fn what_we_ship_is_formatted() {
    let specs: Vec<String> = place::every_spec().iter().map(|it| it.path.display().to_string()).collect();
    let said = judge::run(shipped::pipec(place::root()).args(["fmt", "--check"]).args(specs));
    assert!(said.status.success(), "{}", judge::said(&said));
    let folder = scratch("format/starter");
    let shown = session(&folder, &["init", "fmt --check"]);
    assert!(shown.ends_with("$ pipec fmt --check\n[exit 0]\n\n"), "{shown}");
}
