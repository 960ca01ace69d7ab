//! Faults in a text that is right, each of which the checker must see.

use pipec_tests::analytics_sql::check;

const RIGHT: &str = r#"-- A branch.
CREATE OR REPLACE STREAM "kept" (
    "ticker" VARCHAR(8) NOT NULL,
    "transaction" INTEGER,
    "price" DECIMAL(10, 2),
    "worth" DOUBLE,
    "at" TIMESTAMP
);
CREATE OR REPLACE PUMP "kept-pump" AS
INSERT INTO "kept" ("ticker", "transaction", "price", "worth", "at")
SELECT STREAM "ticker", "transaction", "price", "worth", TO_TIMESTAMP("at") AS "at"
FROM "SOURCE_SQL_STREAM_001"
WHERE "ticker" IS NOT NULL AND NOT (("price" > 0.00) IS FALSE);
CREATE OR REPLACE STREAM "wide" ("ticker" VARCHAR(8), "more" BIGINT, "high" BOOLEAN, "name" VARCHAR(9));
CREATE OR REPLACE PUMP "wide-pump" AS
INSERT INTO "wide" ("ticker", "more", "high", "name")
SELECT STREAM "ticker", CAST("transaction" AS BIGINT) + 500 AS "more",
    "price" BETWEEN 1 AND CAST('${LimitThreshold}' AS DECIMAL(10, 2)) AS "high", u&'Z\00fcrich' AS "name"
FROM "kept"
WHERE "ticker" LIKE 'A!_%' ESCAPE '!' OR "at" > TIMESTAMP '2026-01-01 00:00:00.000';
CREATE OR REPLACE STREAM "minutes" ("ticker" VARCHAR(8), "start" TIMESTAMP, "end" TIMESTAMP, "mean" DOUBLE);
CREATE OR REPLACE PUMP "minutes-pump" AS
INSERT INTO "minutes" ("ticker", "start", "end", "mean")
SELECT STREAM "ticker", STEP("kept".ROWTIME BY INTERVAL '60' SECOND) AS "start",
    STEP("kept".ROWTIME BY INTERVAL '60' SECOND) + INTERVAL '60' SECOND AS "end", AVG("worth") AS "mean"
FROM "kept"
GROUP BY "ticker", STEP("kept".ROWTIME BY INTERVAL '60' SECOND)
HAVING COUNT(*) > 2;
"#;

/// What is written in the place of what, the first time that it stands there.
const PLANTED: &[(&str, &str)] = &[
    ("CREATE OR REPLACE STREAM", "CREATE OR REPLCE STREAM"),
    ("CREATE OR REPLACE PUMP", "CREATE OR REPLACE PUM"),
    ("SELECT STREAM \"ticker\", \"tran", "SELECT \"ticker\", \"tran"),
    ("FROM \"SOURCE_SQL_STREAM_001\"\n", ""),
    ("    \"at\" TIMESTAMP\n)", "    \"at\" TIMESTAMP\n"),
    ("IS FALSE);", "IS FALSE;"),
    ("\"transaction\" INTEGER", "transaction INTEGER"),
    ("CAST(\"transaction\"", "CAST(transaction"),
    ("CAST(\"transaction\"", "CAST(\"transactions\""),
    ("FROM \"kept\"", "FROM \"keep\""),
    ("FROM \"kept\"", "FROM \"minutes\""),
    ("INSERT INTO \"wide\"", "INSERT INTO \"wider\""),
    ("INSERT INTO \"wide\" (\"ticker\", ", "INSERT INTO \"wide\" ("),
    ("INSERT INTO \"wide\" (\"ticker\", \"more\"", "INSERT INTO \"wide\" (\"more\", \"ticker\""),
    ("SELECT STREAM \"ticker\", CAST", "SELECT STREAM CAST"),
    ("\"more\" BIGINT", "\"more\" DOUBLE"),
    ("\"high\" BOOLEAN", "\"high\" TIMESTAMP"),
    ("AS \"more\"", "AS \"most\""),
    ("+ 500 AS \"more\"", "+ 500"),
    ("VARCHAR(8)", "VARCHAR(65535)"),
    ("VARCHAR(8)", "VARCHAR"),
    ("DECIMAL(10, 2)", "DECIMAL(20, 2)"),
    ("DECIMAL(10, 2)", "DECIMAL(2, 3)"),
    ("\"worth\" DOUBLE", "\"worth\" STRING"),
    ("CAST('${LimitThreshold}' AS DECIMAL(10, 2))", "'${LimitThreshold}'"),
    ("CAST('${LimitThreshold}' AS", "CAST(${LimitThreshold} AS"),
    ("'${LimitThreshold}'", "'at ${LimitThreshold}'"),
    ("'A!_%'", "'${A}!_%'"),
    ("-- A branch.", "-- A branch of ${Pipeline}."),
    ("'A!_%'", "'A!_%"),
    ("'A!_%'", "'Ä!_%'"),
    ("ESCAPE '!'", "ESCAPE '!!'"),
    ("u&'Z\\00fcrich'", "u&'Z\\fcrich'"),
    ("TIMESTAMP '2026-01-01 00:00:00.000'", "TIMESTAMP '2026-01-01T00:00:00Z'"),
    ("\"at\" > TIMESTAMP", "\"ticker\" > TIMESTAMP"),
    ("\"ticker\" LIKE", "\"price\" LIKE"),
    ("+ 500", "|| 500"),
    ("+ 500", "AND 500"),
    ("TO_TIMESTAMP(", "TO_TIME("),
    ("NOT ((\"price\"", "UPPER((\"price\""),
    ("GROUP BY \"ticker\", STEP(\"kept\".ROWTIME BY INTERVAL '60' SECOND)\n", ""),
    ("GROUP BY \"ticker\", STEP(\"kept\".ROWTIME BY INTERVAL '60' SECOND)", "GROUP BY \"ticker\""),
    ("GROUP BY \"ticker\", ", "GROUP BY "),
    (
        "GROUP BY \"ticker\", STEP(\"kept\".ROWTIME BY INTERVAL '60' SECOND)",
        "GROUP BY \"ticker\", STEP(\"kept\".ROWTIME BY INTERVAL '30' SECOND)",
    ),
    ("GROUP BY \"ticker\", STEP(\"kept\"", "GROUP BY \"ticker\", STEP(\"wide\""),
    ("INTERVAL '60' SECOND", "INTERVAL '600' SECOND"),
    ("INTERVAL '60' SECOND", "INTERVAL '60' WEEK"),
    ("AVG(\"worth\")", "AVG(\"ticker\")"),
    ("AVG(\"worth\")", "AVG(MAX(\"worth\"))"),
    ("AVG(\"worth\") AS", "\"worth\" AS"),
    ("AVG(\"worth\")", "MEDIAN(\"worth\")"),
    ("WHERE \"ticker\" LIKE 'A!_%' ESCAPE '!'", "WHERE COUNT(*) > 2"),
    ("WHERE \"ticker\" LIKE 'A!_%' ESCAPE '!'", "HAVING \"ticker\" LIKE 'A!_%' ESCAPE '!'"),
    ("WHERE \"ticker\" LIKE 'A!_%' ESCAPE '!' OR", "WHERE \"transaction\" OR"),
    ("HAVING COUNT(*) > 2", "HAVING \"worth\" > 2"),
    ("\"wide-pump\"", "\"kept-pump\""),
    ("STREAM \"minutes\"", "STREAM \"kept\""),
    ("STREAM \"minutes\"", "STREAM \"error_stream\""),
    ("(\"ticker\" VARCHAR(8), \"start\"", "(\"ticker\" VARCHAR(8), \"ticker\""),
    ("(\"ticker\" VARCHAR(8), \"start\"", "(\"ROWTIME\" VARCHAR(8), \"start\""),
    ("\"price\" > 0.00", "\"price\" >> 0.00"),
    ("HAVING COUNT(*) > 2;", "HAVING COUNT(*) > 2"),
];

/// Puts each fault into the text that is right; gives how many were refused.
pub fn refused() -> usize {
    check(RIGHT).unwrap_or_else(|it| panic!("{it}"));
    for (right, wrong) in PLANTED {
        assert!(RIGHT.contains(right), "{right}");
        let text = RIGHT.replacen(right, wrong, 1);
        assert!(check(&text).is_err(), "`{wrong}` in the place of `{right}` is not seen");
    }
    PLANTED.len()
}
