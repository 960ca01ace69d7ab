//! Every rule that a readable, resolved file can still break, one file each.
//!
//! A rule says nothing of what is not `intact`: its cause has been told already.

mod application_limits;
mod archive_from_latest;
mod archived_twice;
mod arrival_time;
mod branch_without_sink;
mod chain_too_long;
mod cold_from_branch;
mod compare_with_null;
mod contract_misfit;
mod crowded_stream;
mod cycle;
mod decided_comparison;
mod deployable;
mod dialect_cannot;
mod empty_pipeline;
mod empty_window;
mod engine_cannot;
mod environments;
mod event_time_type;
mod existing_thing;
mod firehose_rounding;
mod hot_shard;
mod id_may_be_null;
mod key_column;
mod listed_twice;
mod log_retention;
mod misplaced_record_id;
mod name_clash;
mod not_built_yet;
mod nothing_yet;
mod other_region;
mod overridden;
mod override_misfit;
mod override_refused;
mod physical_name;
mod queue_limits;
mod quotes_in_sql;
mod record_too_large;
mod replace_out_of_order;
mod reserved_column;
mod retired_engine;
mod retry_limits;
mod s3_buffer;
mod s3_prefix;
mod same_thing;
mod schema_without_columns;
mod shared_name;
mod stream_limits;
mod stream_readers;
mod stream_without_columns;
mod tags;
mod text_too_long;
mod threshold_bounds;
mod threshold_shadowed;
mod topic_limits;
mod unused;
mod viewer_table;
mod watermark;
mod window_length;
mod window_slide;
mod window_without_event_time;
mod wrong_arn;

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// A rule: the kinds of findings it can make, and the rule itself.
struct Rule {
    codes: &'static [&'static Code],
    run: fn(&Model, &mut Diagnostics),
}

/// All rules, in the order that they run.
const RULES: &[Rule] = &[
    Rule { codes: &[&empty_pipeline::CODE], run: empty_pipeline::run },
    Rule { codes: &[], run: not_built_yet::run },
    Rule { codes: &[], run: environments::run },
    Rule { codes: &[&nothing_yet::CODE], run: nothing_yet::run },
    Rule { codes: &[&cycle::CODE], run: cycle::run },
    Rule { codes: &[&chain_too_long::CODE], run: chain_too_long::run },
    Rule { codes: &[&cold_from_branch::CODE], run: cold_from_branch::run },
    Rule { codes: engine_cannot::CODES, run: engine_cannot::run },
    Rule { codes: &[&dialect_cannot::CODE], run: dialect_cannot::run },
    Rule { codes: &[&retired_engine::CODE], run: retired_engine::run },
    Rule { codes: &[&application_limits::CODE], run: application_limits::run },
    Rule { codes: arrival_time::CODES, run: arrival_time::run },
    Rule { codes: &[&branch_without_sink::CODE], run: branch_without_sink::run },
    Rule { codes: unused::CODES, run: unused::run },
    Rule { codes: &[&listed_twice::CODE], run: listed_twice::run },
    Rule { codes: &[&archived_twice::CODE], run: archived_twice::run },
    Rule { codes: &[&name_clash::CODE], run: name_clash::run },
    Rule { codes: physical_name::CODES, run: physical_name::run },
    Rule { codes: &[&same_thing::CODE], run: same_thing::run },
    Rule { codes: &[&reserved_column::CODE], run: reserved_column::run },
    Rule { codes: &[&threshold_shadowed::CODE], run: threshold_shadowed::run },
    Rule { codes: &[&threshold_bounds::CODE], run: threshold_bounds::run },
    Rule { codes: &[&schema_without_columns::CODE], run: schema_without_columns::run },
    Rule { codes: &[&stream_without_columns::CODE], run: stream_without_columns::run },
    Rule { codes: &[&contract_misfit::CODE], run: contract_misfit::run },
    Rule { codes: &[&event_time_type::CODE], run: event_time_type::run },
    Rule { codes: &[&id_may_be_null::CODE], run: id_may_be_null::run },
    Rule { codes: &[&misplaced_record_id::CODE], run: misplaced_record_id::run },
    Rule { codes: &[&window_without_event_time::CODE], run: window_without_event_time::run },
    Rule { codes: &[&window_length::CODE], run: window_length::run },
    Rule { codes: window_slide::CODES, run: window_slide::run },
    Rule { codes: &[&empty_window::CODE], run: empty_window::run },
    Rule { codes: watermark::CODES, run: watermark::run },
    Rule { codes: &[&hot_shard::CODE], run: hot_shard::run },
    Rule { codes: &[&existing_thing::CODE], run: existing_thing::run },
    Rule { codes: &[&crowded_stream::CODE], run: crowded_stream::run },
    Rule { codes: &[&record_too_large::CODE], run: record_too_large::run },
    Rule { codes: &[&firehose_rounding::CODE], run: firehose_rounding::run },
    Rule { codes: &[&wrong_arn::CODE], run: wrong_arn::run },
    Rule { codes: &[&other_region::CODE], run: other_region::run },
    Rule { codes: &[&stream_limits::CODE], run: stream_limits::run },
    Rule { codes: &[&stream_readers::CODE], run: stream_readers::run },
    Rule { codes: &[&archive_from_latest::CODE], run: archive_from_latest::run },
    Rule { codes: &[&compare_with_null::CODE], run: compare_with_null::run },
    Rule { codes: &[&decided_comparison::CODE], run: decided_comparison::run },
    Rule { codes: &[&quotes_in_sql::CODE], run: quotes_in_sql::run },
    Rule { codes: key_column::CODES, run: key_column::run },
    Rule { codes: &[&replace_out_of_order::CODE], run: replace_out_of_order::run },
    Rule { codes: &[&s3_buffer::CODE], run: s3_buffer::run },
    Rule { codes: &[&s3_prefix::CODE], run: s3_prefix::run },
    Rule { codes: &[&queue_limits::CODE], run: queue_limits::run },
    Rule { codes: &[&topic_limits::CODE], run: topic_limits::run },
    Rule { codes: &[&log_retention::CODE], run: log_retention::run },
    Rule { codes: &[&retry_limits::CODE], run: retry_limits::run },
    Rule { codes: &[&tags::CODE], run: tags::run },
    Rule { codes: &[&text_too_long::CODE], run: text_too_long::run },
    // What is refused is not told again as a misfit, and what is told not again as overridden.
    Rule { codes: override_refused::CODES, run: override_refused::run },
    Rule { codes: override_misfit::CODES, run: override_misfit::run },
    Rule { codes: &[&overridden::CODE], run: overridden::run },
    Rule { codes: &[&viewer_table::CODE], run: viewer_table::run },
];

/// All kinds of findings that rules can make.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    RULES.iter().flat_map(|it| it.codes.iter().copied()).chain([&shared_name::CODE])
}

/// Finds what stands against a deployment only, and against nothing else that is done with a model.
pub fn deployable(model: &Model) -> Diagnostics {
    let mut findings = Diagnostics::new();
    deployable::run(model, &mut findings);
    findings
}

/// Finds what environments take from each other.
pub fn together(environments: &[&Model]) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let named = environments.iter().filter_map(|it| {
        let environment = it.environment.as_ref()?;
        Some((environment, it.names().collect()))
    });
    shared_name::run(&named.collect::<Vec<_>>(), &mut findings);
    findings
}

/// Puts a model to every rule.
pub fn all(model: &Model) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for rule in RULES {
        (rule.run)(model, &mut findings);
    }
    findings
}
