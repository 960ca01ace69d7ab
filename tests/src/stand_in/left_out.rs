//! What the stand-in does not make, and a template without it.

use serde_json::Value;

/// Types of resources that it refuses: it has applications of Flink only, and no outputs.
pub const LEFT_OUT: &[&str] = &[
    "AWS::KinesisAnalyticsV2::Application",
    "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption",
    "AWS::KinesisAnalyticsV2::ApplicationOutput",
];

/// A template without resources of these types, and without outputs that tell of them. Nothing else refers to them.
pub fn without(template: &Value, types: &[&str]) -> Value {
    let mut template = template.clone();
    let resources = template["Resources"].as_object_mut().expect("a template has resources");
    let is_left_out = |it: &Value| it["Type"].as_str().is_some_and(|it| types.contains(&it));
    let gone: Vec<String> =
        resources.iter().filter(|(_, it)| is_left_out(it)).map(|(id, _)| id.clone()).collect();
    resources.retain(|id, _| !gone.contains(id));
    if let Some(outputs) = template["Outputs"].as_object_mut() {
        let told = |it: &Value| it["Value"]["Ref"].as_str().is_some_and(|it| gone.iter().any(|id| id == it));
        outputs.retain(|_, it| !told(it));
    }
    template
}
