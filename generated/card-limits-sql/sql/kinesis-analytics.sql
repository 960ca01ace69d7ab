-- The hot branches of card-limits-sql in the SQL of Kinesis Data Analytics (SQL-1_0).
-- Whichever engine runs them, this is what they mean. A section is the SQL of one application, which reads one stream. A
-- constant that begins with a dollar sign and a brace is a threshold: the value of that parameter of the stack stands
-- there. `${!` is a plain dollar sign and brace.
--
-- Unlike pipec, which makes a dead letter of whatever does not fit its column, the input of this service
--   gives NULL where a key is missing,
--   makes 1 of true for a number, and 9500 of the text "9500",
--   sends 123.4 for an INTEGER to "error_stream", and a timestamp of another form than yyyy-MM-dd HH:mm:ss.SSS,
--   cuts a text that is too long for its column.
-- A division by zero goes to "error_stream", too. Where a double leaves its range nothing is promised.

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
-- Its windows go by the time at which the application reads records, not by the stream's event time.
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
