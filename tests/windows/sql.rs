//! A story as DuckDB's SQL: all records in a table, and one query over it.

use super::story::{COLUMNS, Story, Window};

/// The query for the rows of the last branch, as the moment, the keys, the bounds in milliseconds and the values.
pub fn rows(story: &Story) -> String {
    let mut parts = vec![seen(story), kept(story)];
    parts.extend(windows(story));
    let having = story.having.as_ref().map(|it| format!(" WHERE {it}")).unwrap_or_default();
    let adds: String = (0..story.adds.len()).map(|it| format!(", a{it}")).collect();
    let keys: String = story.keys.iter().map(|it| format!("\"{it}\", ")).collect();
    let order: String = story.keys.iter().map(|it| format!(", \"{it}\" NULLS FIRST")).collect();
    parts.push(format!("rows AS (SELECT * FROM grouped{having})"));
    let mut rows = format!("SELECT {}, {keys}ws, we{adds} FROM rows ORDER BY 1, we, ws{order}", moment("we"));
    if let Some(size) = story.chained {
        // A row of a window happens a millisecond before its end, and is never late.
        let start = format!("we - 1 - (((we - 1) % {size}) + {size}) % {size}");
        parts.push(format!(
            "chained AS (SELECT {start} AS ws, {start} + {size} AS we, count(a0) AS a0, count(*) AS a1 FROM rows GROUP BY ALL)"
        ));
        rows = format!("SELECT {}, ws, we, a0, a1 FROM chained ORDER BY 1, we, ws", moment("we"));
    }
    format!("WITH {} {rows}", parts.join(",\n"))
}

/// The query for the numbers of the records that are late; a session's are not asked for.
pub fn late(story: &Story) -> Option<String> {
    let Window::Sliding { size, slide } = story.window else { return None };
    Some(format!(
        "WITH {}, {} SELECT n FROM kept WHERE watermark >= {} + {size} - 1 ORDER BY n",
        seen(story),
        kept(story),
        last_start(slide)
    ))
}

/// The number of the record that closes a window of this end; that of records where only the end does.
fn moment(end: &str) -> String {
    format!("coalesce((SELECT min(n) FROM seen WHERE moved >= {end} - 1), (SELECT count(*) FROM r))")
}

/// The statement that makes the table of the records.
pub fn table(story: &Story) -> String {
    let row = |(n, it): (usize, &super::story::Record)| {
        let value = |it: &Option<String>| match it {
            None => "NULL".to_owned(),
            // Types are given once, to the whole column: a cast in each row takes long.
            Some(it) => format!("'{}'", it.trim_end_matches('Z')),
        };
        let values: Vec<String> = it.values.iter().map(value).collect();
        format!("({n}, {}, {})", it.time, values.join(", "))
    };
    let rows: Vec<String> = story.records.iter().enumerate().map(row).collect();
    let types: Vec<String> = COLUMNS
        .iter()
        .map(|(name, ty, _)| format!("CAST(\"{name}\" AS {}) AS \"{name}\"", sql_type(ty)))
        .collect();
    let names: Vec<String> = COLUMNS.iter().map(|(name, ..)| format!("\"{name}\"")).collect();
    format!(
        "CREATE OR REPLACE TABLE r AS SELECT CAST(n AS BIGINT) AS n, CAST(t AS BIGINT) AS t, {} FROM (VALUES {}) v(n, t, {})",
        types.join(", "),
        rows.join(","),
        names.join(", ")
    )
}

fn sql_type(ty: &str) -> String {
    match ty {
        _ if ty == "string" || ty.starts_with("varchar") => "VARCHAR".to_owned(),
        // Whole numbers are added up in 64 bits here, whatever their column has.
        "integer" => "BIGINT".to_owned(),
        _ => ty.to_uppercase(),
    }
}

/// Each record with the watermark that it meets, and the one that it leaves.
fn seen(story: &Story) -> String {
    let delay = story.delay;
    format!(
        "seen AS (SELECT *, max(t) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) - {delay} AS watermark, \
         max(t) OVER (ORDER BY n) - {delay} AS moved FROM r)"
    )
}

fn kept(story: &Story) -> String {
    let filter = story.filter.as_deref().unwrap_or("true");
    format!("kept AS (SELECT * FROM seen WHERE {filter})")
}

/// The start of the last sliding window over a record's time.
fn last_start(slide: i64) -> String {
    format!("(t - ((t % {slide}) + {slide}) % {slide})")
}

/// The windows of each record, and the groups of these.
fn windows(story: &Story) -> Vec<String> {
    let keys: String = story.keys.iter().map(|it| format!("\"{it}\", ")).collect();
    let adds: String =
        story.adds.iter().enumerate().map(|(at, it)| format!(", {} AS a{at}", of_doubles(it))).collect();
    match story.window {
        Window::Sliding { size, slide } => {
            let start = last_start(slide);
            let count = size / slide;
            vec![
                format!(
                    "entered AS (SELECT *, {start} - nth * {slide} AS ws, {start} - nth * {slide} + {size} AS we FROM kept CROSS JOIN \
                     range({count}) AS w(nth) WHERE watermark IS NULL OR watermark < {start} - nth * {slide} + {size} - 1)"
                ),
                format!("grouped AS (SELECT {keys}ws, we{adds} FROM entered GROUP BY {keys}ws, we)"),
            ]
        }
        Window::Session { gap } => {
            let by: Vec<String> = story.keys.iter().map(|it| format!("\"{it}\"")).collect();
            let partition =
                if by.is_empty() { String::new() } else { format!("PARTITION BY {}", by.join(", ")) };
            vec![
                format!(
                    "marked AS (SELECT *, CASE WHEN t - lag(t) OVER ({partition} ORDER BY t, n) <= {gap} THEN 0 ELSE 1 END AS \
                     begins FROM kept)"
                ),
                format!(
                    "entered AS (SELECT *, sum(begins) OVER ({partition} ORDER BY t, n) AS session FROM marked)"
                ),
                format!(
                    "grouped AS (SELECT {keys}min(t) AS ws, max(t) + {gap} AS we{adds} FROM entered GROUP BY {keys}session)"
                ),
            ]
        }
    }
}

/// A sum of doubles without what adding up loses, as DuckDB has it.
fn of_doubles(call: &str) -> String {
    if call.starts_with("sum(f)") { call.replacen("sum(", "kahan_sum(", 1) } else { call.to_owned() }
}
