//! A `${` that somebody writes is text: CloudFormation gives it as it was written, and cfn-lint sees no forgotten `Fn::Sub`.

use pipec::source::Source;
use pipec_tests::sample::Sample;
use pipec_tests::{annotation, judge, judged, place};
use serde_json::Value;

/// Texts that would be references, that would not be closed, that hold another, and that look like an escape.
const TEXTS: &[&str] =
    &["${AWS::Region}", "${", "a ${ b", "${a${AWS::Region}", "${!AWS::Region}", "$${AWS::Region}}", "$"];

/// A pipeline that says a text wherever the user's text reaches the template.
fn pipeline(text: &str) -> Source {
    let file = format!(
        "version: 1\n\
         pipeline: demo\n\
         schemas:\n  reading: {{ sensor: varchar(64) not null, note: varchar(200) }}\n\
         streams:\n  readings: {{ schema: reading, partition_key: sensor, description: '{text}' }}\n\
         thresholds: {{ word: plain }}\n\
         hot:\n  \
           said:\n    from: readings\n    engine: kinesis_analytics_sql\n    description: '{text}'\n    \
             where: \"note = '{text}' or note = word or note like '{text}%'\"\n    to: [notes, alerts]\n\
         sinks:\n  notes: {{ dynamodb: {{ partition_key: sensor }} }}\n  \
           alerts: {{ sns: {{ display_name: '{text}' }} }}\n"
    );
    Source::new("pipeline.yaml", file)
}

fn template(text: &str) -> Value {
    let compiled = pipec::compile(&pipeline(text));
    let found: Vec<_> = compiled.diagnostics.sorted().iter().map(|it| it.message.clone()).collect();
    let artifacts = compiled.artifacts.unwrap_or_else(|| panic!("{text}: {found:?}"));
    let template = artifacts.get("template.json").expect("there is a template");
    serde_json::from_slice(template).expect("a template is JSON")
}

/// The properties of the resource of a type, worked out.
fn properties(template: &Value, kind: &str) -> Value {
    let resources = template["Resources"].as_object().expect("a template has resources");
    let found = resources.values().find(|it| it["Type"] == kind).expect("there is one");
    Sample::of(template).value(&found["Properties"])
}

#[test]
fn a_dollar_and_a_brace_come_as_they_were_written() {
    for text in TEXTS {
        let template = template(text);
        assert_eq!(properties(&template, "AWS::SNS::Topic")["DisplayName"], *text);
        let application = properties(&template, "AWS::KinesisAnalyticsV2::Application");
        let code = &application["ApplicationConfiguration"]["ApplicationCodeConfiguration"]["CodeContent"];
        let sql = code["TextContent"].as_str().unwrap_or_else(|| panic!("{text}: {code}"));
        for line in [format!("\"note\" = '{text}'"), format!("LIKE '{text}%'"), format!("-- said: {text}\n")]
        {
            assert!(sql.contains(&line), "`{line}` is not in\n{sql}");
        }
        assert!(sql.contains("CAST('plain' AS"), "{sql}");
    }
}

#[test]
fn cfn_lint_takes_no_text_for_a_reference() {
    let folder = place::scratch("dollars");
    let mut lint = judge::python("lint");
    lint.args(["-c", "from cfnlint.runner import main; main()", "--include-checks", "I", "--format", "json"]);
    lint.args(["--regions", "eu-west-1", "--template"]);
    for (index, text) in TEXTS.iter().enumerate() {
        let path = folder.join(format!("{index}.json"));
        std::fs::write(&path, format!("{:#}", template(text))).expect("the scratch folder is ours");
        lint.arg(path);
    }
    // The same, written as plain text, is told.
    let planted = folder.join("planted.json");
    let mut wrong = template("plain");
    super::properties(&mut wrong, "AWS::SNS::Topic")["DisplayName"] = Value::from("${AWS::Region}");
    std::fs::write(&planted, format!("{wrong:#}")).expect("the scratch folder is ours");
    lint.arg(&planted);
    let found = judge::json(&judge::run(&mut lint));
    let found = found.as_array().expect("cfn-lint prints a list");
    let told: Vec<_> = found.iter().map(|it| (&it["Filename"], &it["Rule"]["Id"])).collect();
    assert!(told.len() == 1 && found[0]["Filename"] == *planted.to_string_lossy(), "{found:#?}");
    assert_eq!(found[0]["Rule"]["Id"], "E1029");
    judged("dollars", TEXTS.len());
}

/// A text that is joined counts as any other.
#[test]
fn sql_with_a_dollar_and_a_brace_is_measured() {
    let fixture = place::root().join("tests/diagnostics/sql-too-large.yaml");
    let plain = annotation::strip(&place::read(&fixture));
    let said = plain.replace("{ from: level_1 }", "{ from: level_1, description: '${AWS::Region}' }");
    let size = |text: &str| {
        let found = pipec::compile(&Source::new("large.yaml", text)).diagnostics;
        let told = found.sorted().into_iter().find(|it| it.code.name == "sql-too-large");
        let told = told.unwrap_or_else(|| panic!("nothing is told of {} bytes", text.len()));
        told.message.split(' ').find_map(|it| it.parse::<usize>().ok()).expect("it tells the bytes")
    };
    assert_eq!(size(&said), size(&plain) + ": ${AWS::Region}".len());
}
