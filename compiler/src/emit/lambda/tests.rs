//! Expressions as the generated Rust that a reviewer reads.

use super::rules::rules;
use super::schema::schema;
use super::{RULES, emit, render};
use crate::artifact::Artifacts;
use crate::compile;
use crate::plan::Plan;
use crate::source::Source;

/// The plan of a pipeline with one branch that adds `x`.
fn plan(sql: &str) -> Plan {
    let file = format!(
        r#"
version: 1
pipeline: p
schemas:
  it: {{ n: integer, m: bigint, d: double, c: "decimal(9,2)", t: string, b: boolean, at: timestamp }}
streams:
  its: {{ schema: it }}
thresholds:
  limit: 9000
hot:
  all:
    from: its
    add:
      x: >-
        {sql}
    to: queue
sinks:
  queue: {{ sqs: {{}} }}
"#
    );
    let compiled = compile(&Source::new("p.yaml", &file));
    compiled.plan.unwrap_or_else(|| panic!("{sql}: {:?}", compiled.diagnostics))
}

/// The body of the function that works `x` out.
fn check(sql: &str, expect: &str) {
    let plan = plan(sql);
    let text = render(RULES, rules(&plan, &schema(&plan)));
    let (_, function) = text.split_once("\nfn all_add_x").expect("there is one function");
    let (_, body) = function.split_once("{\n").expect("a function has a body");
    assert_eq!(body.trim_end().trim_end_matches('}').trim_end(), expect.trim_matches('\n'), "{sql}");
}

#[test]
fn a_simple_expression_is_a_line() {
    check("n > limit", "    Ok(ops::more(row.whole(0), context.whole(0)).into())");
    check("n + 500", "    Ok(ops::add(row.whole(0), Some(500_i64))?.into())");
    check("c = 9.5", "    Ok(ops::equal(row.decimal(3), cast::to_decimal(Decimal::new(95, 1), 2)?).into())");
    check(
        "b and t like 'A%'",
        "    Ok(logic::and(row.boolean(5), || Ok(ops::like(row.text(4), text(\"A%\"), None)))?.into())",
    );
    check("extract(year from at)", "    Ok(functions::extract(\"year\", row.timestamp(6)).into())");
    check("try_cast(t as integer)", "    Ok(cast::try_cast(row.text(4), Type::Integer).whole().into())");
    check(
        "n not in (1, 2)",
        "    Ok(logic::not(ops::is_in(row.whole(0), [Some(1_i64), Some(2_i64)])).into())",
    );
}

#[test]
fn a_member_that_may_fail_is_tried_after_those_before_it() {
    check(
        "n in (1, m div 2)",
        "
    let value = logic::or(ops::equal(row.whole(0), Some(1_i64)), || {
        Ok(ops::equal(row.whole(0), ops::div(row.whole(1), Some(2_i64))?))
    })?;
    Ok(value.into())",
    );
}

#[test]
fn a_choice_has_a_name_and_its_arms_differ() {
    check(
        "case when n > 1 then 'a' when b then 'a' else 'b' end",
        r#"
    let value = if logic::holds(logic::or(ops::more(row.whole(0), Some(1_i64)), || Ok(row.boolean(5)))?) {
        text("a")
    } else {
        text("b")
    };
    Ok(value.into())"#,
    );
    check(
        "case when n / m > 1e0 then 1 else 1 end",
        "
    let _ =
        ops::more(ops::divide(cast::to_double(row.whole(0)), cast::to_double(row.whole(1)))?, Some(1.0_f64));
    Ok(Some(1_i64).into())",
    );
}

/// The right side of `or` may not be worked out before the left one is known.
#[test]
fn what_may_not_be_needed_stays_in_its_closure() {
    check(
        "n = 0 or case when m div n > 1 then true when m div n > 2 then false end",
        r"
    let value = logic::or(ops::equal(row.whole(0), Some(0_i64)), || {
        let choice = if logic::holds(ops::more(ops::div(row.whole(1), row.whole(0))?, Some(1_i64))) {
            Some(true)
        } else if logic::holds(ops::more(ops::div(row.whole(1), row.whole(0))?, Some(2_i64))) {
            Some(false)
        } else {
            None
        };
        Ok(choice)
    })?;
    Ok(value.into())",
    );
}

#[test]
fn a_crate_comes_with_its_lock_its_layout_and_the_runtime() {
    let mut artifacts = Artifacts::new();
    emit(&plan("n"), &mut artifacts);
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        "rustfmt.toml",
        "src/main.rs",
        "runtime/Cargo.toml",
        "runtime/src/expr/mod.rs",
    ] {
        assert!(artifacts.get(&format!("lambda/{path}")).is_some(), "{path}");
    }
}

#[test]
fn without_a_job_there_is_no_crate() {
    let mut artifacts = Artifacts::new();
    let mut plan = plan("n");
    plan.jobs.clear();
    emit(&plan, &mut artifacts);
    assert_eq!(artifacts, Artifacts::new());
}
