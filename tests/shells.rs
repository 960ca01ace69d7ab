//! What shells and `man` are given: every command and option of the command line, from its one definition.

use pipec_tests::place::{self, read, scratch};
use pipec_tests::{judge, judged, shipped};
use std::process::Command;
use std::sync::LazyLock;

/// What a command prints.
fn printed(arguments: &[&str]) -> String {
    let said = judge::run(shipped::pipec(place::root()).args(arguments));
    assert!(said.status.success(), "{arguments:?}: {}", judge::said(&said));
    String::from_utf8(said.stdout).expect("pipec speaks UTF-8")
}

/// The commands, and the long options of each, as their help has them.
static COMMANDS: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let help = printed(&["--help"]);
    let (_, list) = help.split_once("Commands:\n").expect("the help lists commands");
    let names = list.lines().take_while(|it| it.starts_with("  ")).filter(|it| !it.starts_with("   "));
    let names = names.filter_map(|it| it.split_whitespace().next());
    let found: Vec<_> = names.map(|it| (it.to_owned(), options(&printed(&[it, "--help"])))).collect();
    assert!(found.iter().any(|(name, options)| name == "fmt" && options.contains(&"--diff".to_owned())));
    found
});

fn options(help: &str) -> Vec<String> {
    let lines = help.lines().map(str::trim_start);
    let option = |line: &str| {
        let line = line.strip_prefix("-h, ").unwrap_or(line);
        let word = line.split_whitespace().next()?.to_owned();
        word.starts_with("--").then_some(word)
    };
    lines.filter_map(option).collect()
}

/// What bash, with our script loaded, offers for each line; the last word of a line is the one that is being typed.
fn offered(lines: &[String]) -> Vec<Vec<String>> {
    const TRY: &str = r#"
        source "$1" || exit 1
        complete -p pipec >/dev/null || exit 1
        while IFS= read -r line; do
            read -ra COMP_WORDS <<<"$line"
            [[ $line == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
            _pipec pipec "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            echo "${COMPREPLY[*]}"
        done"#;
    let script = scratch("shells/bash").join("pipec.bash");
    std::fs::write(&script, printed(&["completions", "bash"])).expect("the scratch folder is ours");
    let mut bash = Command::new("bash");
    bash.args(["--norc", "--noprofile", "-c", TRY, "bash"]).arg(&script);
    let said = judge::fed(&mut bash, (lines.join("\n") + "\n").as_bytes());
    assert!(said.status.success() && said.stderr.is_empty(), "{}", judge::said(&said));
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    String::from_utf8_lossy(&said.stdout).lines().map(words).collect()
}

#[test]
fn bash_completes_every_command_and_option() {
    let mut lines = vec![
        "pipec te".to_owned(),
        "pipec completions b".to_owned(),
        "pipec zz".to_owned(),
        "pipec ".to_owned(),
    ];
    lines.extend(COMMANDS.iter().map(|(name, _)| format!("pipec {name} --")));
    let mut found = offered(&lines).into_iter();
    assert_eq!(found.next(), Some(vec!["test".to_owned()]));
    assert_eq!(found.next(), Some(vec!["bash".to_owned()]));
    assert_eq!(found.next(), Some(vec![]));
    let all = found.next().expect("bash answers each line");
    let mut seen = 0;
    for ((name, options), offered) in COMMANDS.iter().zip(found) {
        assert!(all.contains(name), "`{name}` is not in {all:?}");
        for option in options {
            assert!(offered.contains(option), "`pipec {name} {option}` is not in {offered:?}");
            seen += 1;
        }
    }
    judged("completions", seen);
}

/// Neither shell is everywhere, so what they would load is read.
#[test]
fn zsh_and_fish_are_told_of_every_command_and_option() {
    for shell in ["zsh", "fish"] {
        let script = printed(&["completions", shell]);
        for (name, options) in COMMANDS.iter() {
            let part = part(shell, &script, name);
            for option in options {
                let bare = &option[2..];
                let is_told = match shell {
                    "zsh" => part.contains(&format!("--{bare}[")) || part.contains(&format!("--{bare}=[")),
                    _ => part.contains(&format!("-l {bare} ")),
                };
                assert!(is_told, "{shell}: `{name}` without `{option}` in {part}");
            }
        }
        insta::assert_snapshot!(format!("{shell}-fmt"), part(shell, &script, "fmt"));
    }
}

/// What a script has on a command.
fn part(shell: &str, script: &str, command: &str) -> String {
    let lines = script.lines();
    let (zsh, fish) = (format!("({command})"), format!("using_subcommand {command}\""));
    let part: Vec<&str> = match shell {
        "zsh" => lines.skip_while(|it| it.trim() != zsh).take_while(|it| *it != ";;").collect(),
        _ => lines.filter(|it| it.contains(&fish)).collect(),
    };
    part.join("\n")
}

#[test]
fn every_command_has_a_page() {
    let folder = scratch("shells/man");
    let said = judge::run(shipped::pipec(&folder).arg("man"));
    assert!(said.status.success(), "{}", judge::said(&said));
    let mut pages: Vec<String> = COMMANDS.iter().map(|(name, _)| format!("pipec-{name}.1")).collect();
    pages.push("pipec.1".to_owned());
    pages.sort();
    let folder = folder.join("man");
    assert_eq!(place::files(&folder, |_| false), pages);
    for (name, options) in COMMANDS.iter() {
        let page = read(&folder.join(format!("pipec-{name}.1"))).replace("\\-", "-");
        for option in options {
            assert!(page.contains(&format!("\\fB{option}\\fR")), "the page of `{name}` lacks `{option}`");
        }
    }
    insta::assert_snapshot!("pipec-fmt.1", read(&folder.join("pipec-fmt.1")));
}
