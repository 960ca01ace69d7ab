-- The hot branches of click-audit in the SQL of Kinesis Data Analytics (SQL-1_0).
-- It says what these branches mean, whichever engine runs them. A section is the SQL of one application, which reads
-- one stream. A name in `${ }` is a parameter of the stack, whose value takes its place; `${!` stands for a plain `${`.
--
-- Unlike pipec, which gives a dead letter to whatever does not fit its column, this service's input
--   makes a 1 of true where a number is wanted, and the number 9500 of the text "9500",
--   cuts a text that is too long for its column,
--   gives a NULL to a key that is missing,
--   sends 123.4 for an INTEGER to "error_stream", and a timestamp that is not of the form 2026-01-31 23:59:59.999.
-- Divisions by zero go to "error_stream", too. What a double does that leaves its range is not documented.

-- ==== clicks ====

-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
CREATE OR REPLACE STREAM "clicks-accepted" (
    "clickId"      VARCHAR(65534) NOT NULL,
    "session"      VARCHAR(40) NOT NULL,
    "page"         VARCHAR(65534),
    "millisOnPage" INTEGER,
    "clickedAt"    TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "clicks-accepted-pump" AS
INSERT INTO "clicks-accepted" (
    "clickId", "session", "page", "millisOnPage", "clickedAt"
)
SELECT STREAM
    "clickId",
    "session",
    "page",
    "millisOnPage",
    "clickedAt"
FROM "SOURCE_SQL_STREAM_001"
WHERE "clickId" IS NOT NULL
  AND "session" IS NOT NULL
  AND "clickedAt" IS NOT NULL;

-- robots
-- where: millisOnPage between 0 and too_fast and page not in ('/health', '/ready')
-- to: robot_clicks

CREATE OR REPLACE STREAM "robots" (
    "clickId"      VARCHAR(65534) NOT NULL,
    "session"      VARCHAR(40) NOT NULL,
    "page"         VARCHAR(65534),
    "millisOnPage" INTEGER,
    "clickedAt"    TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "robots-pump" AS
INSERT INTO "robots" (
    "clickId", "session", "page", "millisOnPage", "clickedAt"
)
SELECT STREAM
    "clickId",
    "session",
    "page",
    "millisOnPage",
    "clickedAt"
FROM "clicks-accepted"
WHERE "millisOnPage" BETWEEN 0 AND CAST('${TooFastThreshold}' AS INTEGER)
  AND NOT ("page" IN ('/health', '/ready'));

-- ==== sign_ins ====

-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
CREATE OR REPLACE STREAM "sign_ins-accepted" (
    "userId"    VARCHAR(64) NOT NULL,
    "succeeded" BOOLEAN NOT NULL,
    "address"   VARCHAR(45),
    "at"        TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "sign_ins-accepted-pump" AS
INSERT INTO "sign_ins-accepted" (
    "userId", "succeeded", "address", "at"
)
SELECT STREAM
    "userId",
    "succeeded",
    "address",
    "at"
FROM "SOURCE_SQL_STREAM_001"
WHERE "userId" IS NOT NULL
  AND "succeeded" IS NOT NULL
  AND "at" IS NOT NULL;

-- failed_sign_ins
-- to: failures

CREATE OR REPLACE STREAM "failed_sign_ins" (
    "userId"    VARCHAR(64) NOT NULL,
    "succeeded" BOOLEAN NOT NULL,
    "address"   VARCHAR(45),
    "at"        TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "failed_sign_ins-pump" AS
INSERT INTO "failed_sign_ins" (
    "userId", "succeeded", "address", "at"
)
SELECT STREAM
    "userId",
    "succeeded",
    "address",
    "at"
FROM "sign_ins-accepted"
WHERE NOT "succeeded";
