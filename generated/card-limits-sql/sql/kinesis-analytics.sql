-- The hot branches of card-limits-sql in the SQL of Kinesis Data Analytics (SQL-1_0).
-- It says what these branches mean, whichever engine runs them. A section is the SQL of one application, which reads
-- one stream. A name in `${ }` is a parameter of the stack, whose value takes its place; `${!` stands for a plain `${`.
--
-- Unlike pipec, which gives a dead letter to whatever does not fit its column, this service's input
--   makes a 1 of true where a number is wanted, and the number 9500 of the text "9500",
--   cuts a text that is too long for its column,
--   gives a NULL to a key that is missing,
--   sends 123.4 for an INTEGER to "error_stream", and a timestamp that is not of the form 2026-01-31 23:59:59.999.
-- Divisions by zero go to "error_stream", too. What a double does that leaves its range is not documented.

-- ==== transactions ====

-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
CREATE OR REPLACE STREAM "transactions-accepted" (
    "transactionId" VARCHAR(64) NOT NULL,
    "name"          VARCHAR(64),
    "age"           INTEGER,
    "address"       VARCHAR(256),
    "city"          VARCHAR(32),
    "state"         VARCHAR(32),
    "transaction"   INTEGER,
    "bankId"        VARCHAR(32),
    "createdAt"     TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "transactions-accepted-pump" AS
INSERT INTO "transactions-accepted" (
    "transactionId", "name", "age", "address", "city", "state", "transaction", "bankId", "createdAt"
)
SELECT STREAM
    "transactionId",
    "name",
    "age",
    "address",
    "city",
    "state",
    "transaction",
    "bankId",
    "createdAt"
FROM "SOURCE_SQL_STREAM_001"
WHERE "transactionId" IS NOT NULL
  AND "createdAt" IS NOT NULL;

-- high: The transactions that are looked at.
-- where: transaction > high_transaction

CREATE OR REPLACE STREAM "high" (
    "transactionId" VARCHAR(64) NOT NULL,
    "name"          VARCHAR(64),
    "age"           INTEGER,
    "address"       VARCHAR(256),
    "city"          VARCHAR(32),
    "state"         VARCHAR(32),
    "transaction"   INTEGER,
    "bankId"        VARCHAR(32),
    "createdAt"     TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "high-pump" AS
INSERT INTO "high" (
    "transactionId", "name", "age", "address", "city", "state", "transaction", "bankId", "createdAt"
)
SELECT STREAM
    "transactionId",
    "name",
    "age",
    "address",
    "city",
    "state",
    "transaction",
    "bankId",
    "createdAt"
FROM "transactions-accepted"
WHERE "transaction" > CAST('${HighTransactionThreshold}' AS INTEGER);

-- abnormal
-- customEnrichment: transaction + 500
-- inspectedAt: now()
-- to: abnormals, abnormal_alerts

CREATE OR REPLACE STREAM "abnormal" (
    "transactionId"    VARCHAR(64) NOT NULL,
    "name"             VARCHAR(64),
    "city"             VARCHAR(32),
    "transaction"      INTEGER,
    "bankId"           VARCHAR(32),
    "createdAt"        TIMESTAMP NOT NULL,
    "customEnrichment" BIGINT,
    "inspectedAt"      TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "abnormal-pump" AS
INSERT INTO "abnormal" (
    "transactionId", "name", "city", "transaction", "bankId", "createdAt", "customEnrichment",
    "inspectedAt"
)
SELECT STREAM
    "transactionId",
    "name",
    "city",
    "transaction",
    "bankId",
    "createdAt",
    CAST("transaction" AS BIGINT) + 500 AS "customEnrichment",
    CURRENT_ROW_TIMESTAMP AS "inspectedAt"
FROM "high";

-- by_bank: How many there were of each bank in each minute, and the highest.
-- Its windows go by the time at which records arrive, not by the stream's event time.
-- to: bank_minutes

CREATE OR REPLACE STREAM "by_bank" (
    "bankId"       VARCHAR(32),
    "window_start" TIMESTAMP NOT NULL,
    "window_end"   TIMESTAMP NOT NULL,
    "transactions" BIGINT NOT NULL,
    "highest"      INTEGER
);

CREATE OR REPLACE PUMP "by_bank-pump" AS
INSERT INTO "by_bank" (
    "bankId", "window_start", "window_end", "transactions", "highest"
)
SELECT STREAM
    "bankId",
    STEP("high".ROWTIME BY INTERVAL '60' SECOND) AS "window_start",
    STEP("high".ROWTIME BY INTERVAL '60' SECOND) + INTERVAL '60' SECOND AS "window_end",
    COUNT(*) AS "transactions",
    MAX("transaction") AS "highest"
FROM "high"
GROUP BY "bankId",
         STEP("high".ROWTIME BY INTERVAL '60' SECOND);
