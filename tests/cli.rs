//! What a person sees: every command, its output, its exit status, and what it leaves in the folder.

use pipec_tests::place::{self, files, read};
use pipec_tests::{judge, shipped};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SEED: &str = "high-transactions";

/// A folder with the seed's spec in it.
fn folder(name: &str) -> PathBuf {
    let folder = place::scratch(&format!("cli/{name}"));
    let spec = place::root().join(format!("specs/{SEED}.yaml"));
    fs::copy(spec, folder.join("pipeline.yaml")).expect("the scratch folder is ours");
    folder
}

/// A command line and what came of it.
struct Said {
    status: i32,
    out: String,
    err: String,
}

fn pipec(folder: &Path, line: &str) -> Said {
    said(shipped::pipec(folder).args(line.split(' ')), "")
}

fn said(command: &mut Command, input: &str) -> Said {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("pipec can be run");
    child
        .stdin
        .take()
        .expect("its input is a pipe")
        .write_all(input.as_bytes())
        .expect("pipec takes its input");
    let output = child.wait_with_output().expect("pipec ends");
    let text = |it: &[u8]| String::from_utf8(it.to_vec()).expect("pipec speaks UTF-8");
    Said { status: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

/// A session as it stands on a screen, both outputs in the order they came.
fn session(folder: &Path, lines: &[&str]) -> String {
    let mut shown = String::new();
    for line in lines {
        let (screen, status) = shipped::screen(folder, line);
        shown += &screen;
        if status != 0 {
            shown.push_str(&format!("[exit {status}]\n"));
        }
        shown.push('\n');
    }
    shown
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("the scratch folder is ours");
}

const MISTAKEN: &str = "version: 1\npipeline: demo\nstreems: {}\n";

#[test]
fn help() {
    let folder = folder("help");
    let commands = [
        "compile",
        "build",
        "check",
        "fmt",
        "test",
        "run",
        "produce",
        "show",
        "graph",
        "explain",
        "schema",
        "completions",
        "man",
        "init",
    ];
    let mut lines = vec!["--help".to_owned(), "--version".to_owned()];
    lines.extend(commands.iter().map(|it| format!("{it} --help")));
    insta::assert_snapshot!("help", session(&folder, &lines.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn compile() {
    let folder = folder("compile");
    let mut shown = session(&folder, &["compile --check", "compile", "compile", "compile --check"]);
    let template = format!("generated/{SEED}/template.json");
    write(&folder, &template, "{}");
    shown += &session(&folder, &["compile --check", "compile", "compile --force", "compile --check"]);
    insta::assert_snapshot!("compile", shown);
}

/// CloudFormation takes a large template from a bucket only.
#[test]
fn a_large_template_is_deployed_through_a_bucket() {
    let folder = folder("large");
    let spec = place::root().join("tests/diagnostics/large-template.yaml");
    fs::copy(spec, folder.join("large.yaml")).expect("the scratch folder is ours");
    let deploys = |file: &str| {
        let said = pipec(&folder, &format!("compile {file}"));
        assert_eq!(said.status, 0, "{}", said.err);
        let line = said.out.lines().find(|it| it.contains("--capabilities")).map(str::to_owned);
        line.expect("a compile tells how to deploy")
    };
    assert_eq!(deploys("pipeline.yaml"), "         --capabilities CAPABILITY_IAM \\");
    assert_eq!(deploys("large.yaml"), "         --capabilities CAPABILITY_IAM --s3-bucket BUCKET \\");
}

/// Where nothing but what is there already tells the region, the stack is deployed there.
#[test]
fn a_stack_is_deployed_where_its_things_are() {
    let folder = place::scratch("cli/region");
    let deploys = |existing: &str| {
        let text =
            pipec::diagnostic::BASE.replace("{ schema: reading,", &format!("{{ {existing} schema: reading,"));
        write(&folder, "pipeline.yaml", &text);
        let said = pipec(&folder, "compile --force");
        assert_eq!(said.status, 0, "{}", said.err);
        let line = said.out.lines().find(|it| it.contains("--capabilities")).map(str::to_owned);
        line.expect("a compile tells how to deploy").trim().to_owned()
    };
    assert_eq!(deploys(""), "--capabilities CAPABILITY_IAM \\");
    assert_eq!(
        deploys("existing: 'arn:aws:kinesis:eu-central-1:111122223333:stream/readings',"),
        "--capabilities CAPABILITY_IAM --region eu-central-1 \\"
    );
}

/// The owner of a key must let log groups use it wherever the stack stands, so the next steps name what to add.
#[test]
fn a_compile_tells_to_have_a_given_key_allow_its_use() {
    let folder = place::scratch("cli/given-key");
    let key = "settings: { encryption: { key: 'arn:aws:kms:eu-west-1:111122223333:key/k' } }\n";
    let says = |settings: &str| {
        write(&folder, "pipeline.yaml", &format!("{}\n{settings}", pipec::diagnostic::BASE));
        let said = pipec(&folder, "compile --force");
        assert_eq!(said.status, 0, "{}", said.err);
        said.out
    };
    let own = says("");
    assert!(!own.contains("what is there already") && !own.contains("iam/grants"), "{own}");
    for (environments, folder, words) in [
        ("", "", "add these statements to its policies: each says when it is needed\n"),
        (
            "environments: { dev: { account: '111122223333', region: eu-west-1 } }\n",
            "environments/dev/",
            "add these statements to its policies\n",
        ),
    ] {
        let given = says(&format!("{key}{environments}"));
        assert!(given.contains(words), "{given}");
        assert!(given.contains(&format!("/{folder}iam/grants/111122223333.json\n")), "{given}");
    }
}

/// Each stage is that of the environment.
#[test]
fn what_is_shown_of_an_environment_has_it_laid_over() {
    let folder = place::scratch("cli/laid");
    let spec = read(&place::root().join("specs/staged-transactions.yaml"));
    write(&folder, "pipeline.yaml", &spec);
    for (stage, said) in [("node", "\"100\""), ("spec", "100"), ("model", "= 100")] {
        let shown = |rest: &str| pipec(&folder, &format!("show {stage}{rest}"));
        let (whole, dev) = (shown(""), shown(" --env dev"));
        assert_eq!((whole.status, dev.status), (0, 0), "{stage}: {}", dev.err);
        assert!(dev.out.contains(said) && dev.out != whole.out, "{stage}: {}", dev.out);
        assert_eq!(shown(" --env dve").status, 2, "{stage}");
    }
    // Of a file that is wrong nothing is shown that was not asked for.
    write(&folder, "pipeline.yaml", &spec.replace("version: 1", "version: 1\nodd: 1"));
    let lost = pipec(&folder, "show node --env dve");
    assert_eq!((lost.status, lost.out.as_str()), (1, ""), "{}", lost.err);
}

/// What AWS refuses is written all the same, and the steps say so.
#[test]
fn what_aws_has_retired_is_compiled_and_told() {
    let folder = place::scratch("cli/retired");
    let name = "card-limits-sql";
    write(&folder, "pipeline.yaml", &read(&place::root().join(format!("specs/{name}.yaml"))));
    let it = pipec(&folder, "compile");
    assert_eq!(it.status, 0, "{}{}", it.out, it.err);
    assert!(it.err.contains("warning[retired-engine]") && it.err.contains("2025-10-15"), "{}", it.err);
    assert!(
        it.out.contains("deploy the stack of `prod`; AWS refuses it, as it has retired `SQL-1_0`"),
        "{}",
        it.out
    );
    assert!(folder.join(format!("generated/{name}/environments/prod/template.json")).exists());
}

#[test]
fn compile_deletes_only_what_it_wrote() {
    let folder = folder("deletes");
    let out = folder.join("generated").join(SEED);
    assert_eq!(pipec(&folder, "compile").status, 0);
    write(&out, "notes.txt", "mine");
    let text = read(&folder.join("pipeline.yaml"));
    let before = files(&out.join("iam"), |_| false);
    // Without its archive, the pipeline has no delivery stream, so one role less.
    let without = text.split("\ncold:").next().expect("the seed keeps what comes").to_owned()
        + "\nsinks:"
        + text.split("\nsinks:").nth(1).expect("the seed has sinks");
    write(&folder, "pipeline.yaml", &without);
    let said = pipec(&folder, "compile");
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    assert!(files(&out.join("iam"), |_| false).len() < before.len(), "{before:?} are still there");
    assert_eq!(read(&out.join("notes.txt")), "mine");
}

#[test]
fn nothing_is_written_when_there_is_an_error() {
    let folder = folder("error");
    write(&folder, "pipeline.yaml", MISTAKEN);
    assert_eq!(pipec(&folder, "compile").status, 1);
    assert_eq!(files(&folder, |_| false), ["pipeline.yaml"]);
}

#[test]
fn show() {
    let folder = folder("show");
    for stage in ["node", "spec", "model", "plan", "rights"] {
        insta::assert_snapshot!(
            format!("show-{stage}"),
            session(&folder, &[&format!("show {stage} pipeline.yaml")])
        );
    }
}

#[test]
fn mistakes() {
    let folder = folder("mistakes");
    write(&folder, "bad.yaml", MISTAKEN);
    let lines = [
        "check",
        "check bad.yaml",
        "check --message-format json bad.yaml",
        "check missing.yaml",
        "compile bad.yaml",
        "show plan bad.yaml",
        "explain unknown-key",
        "explain unknown-kye",
        "chekc",
        "compile --message-format xml",
    ];
    insta::assert_snapshot!("mistakes", session(&folder, &lines));
}

#[test]
fn standard_input_is_a_file() {
    let folder = folder("stdin");
    let good = said(shipped::pipec(&folder).args(["check", "-"]), &read(&folder.join("pipeline.yaml")));
    assert_eq!(good.status, 0, "{}{}", good.out, good.err);
    let bad = said(shipped::pipec(&folder).args(["check", "-"]), MISTAKEN);
    assert_eq!(bad.status, 1);
    assert!((bad.out + &bad.err).contains("<stdin>:3:1"));
}

#[test]
fn init_gives_a_pipeline_that_compiles() {
    let folder = place::scratch("cli/init");
    let mut shown = session(&folder, &["init", "init", "compile"]);
    for name in files(&folder, |it| it == "generated" || it.ends_with("schema.json")) {
        shown.push_str(&format!("──── {name}\n{}\n", read(&folder.join(&name))));
    }
    insta::assert_snapshot!("init", shown);
    let schema = pipec(&folder, "schema").out;
    assert_eq!(schema, read(&folder.join("pipec.schema.json")));
}

#[test]
fn json_has_one_object_a_line_with_all_its_keys() {
    let folder = folder("json");
    write(&folder, "bad.yaml", MISTAKEN);
    let it = pipec(&folder, "check --message-format json bad.yaml");
    let text = it.out + &it.err;
    let lines: Vec<serde_json::Value> =
        text.lines().map(|it| serde_json::from_str(it).expect("each line is JSON")).collect();
    assert!(!lines.is_empty());
    let keys = [
        "code",
        "severity",
        "message",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "labels",
        "help",
        "edit",
    ];
    for line in lines {
        assert!(keys.iter().all(|it| line.get(*it).is_some()), "{line}");
    }
}

/// On a terminal, made by Python's `pty`.
#[test]
fn colour_is_for_terminals_that_want_it() {
    let folder = folder("colour");
    write(&folder, "bad.yaml", MISTAKEN);
    let colour = |no_colour: Option<&str>| {
        let mut python = Command::new("python3");
        python
            .args(["-c", "import pty, sys; pty.spawn(sys.argv[1:])"])
            .arg(shipped::path())
            .args(["check", "bad.yaml"]);
        python.current_dir(&folder).env("TERM", "xterm-256color").env_remove("NO_COLOR").stdin(Stdio::null());
        python.envs(no_colour.map(|it| ("NO_COLOR", it)));
        let text = String::from_utf8_lossy(&judge::run(&mut python).stdout).into_owned();
        assert!(text.contains("streems"), "{text}");
        text.contains('\u{1b}')
    };
    assert!(colour(None), "there is no colour on a terminal");
    assert!(!colour(Some("1")), "there is colour in spite of NO_COLOR");
    let piped = said(shipped::pipec(&folder).args(["check", "bad.yaml"]).env_remove("NO_COLOR"), "");
    assert!(!(piped.out + &piped.err).contains('\u{1b}'), "there is colour in a pipe");
}

#[test]
fn standard_output_that_cannot_be_written_is_told() {
    let folder = folder("full");
    for line in ["schema", "graph", "show spec", "explain comment-in-sql", "show node", "completions bash"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has a full disk");
        let mut command = shipped::pipec(&folder);
        command.args(line.split(' ')).stdin(Stdio::null()).stdout(full).stderr(Stdio::piped());
        let output = judge::run(&mut command);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            said.matches("error: standard output could not be written: ").count(),
            1,
            "{line}: {said}"
        );
        assert_eq!(output.status.code(), Some(3), "{line}");
    }
}
