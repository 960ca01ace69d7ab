-- The hot branches of click-audit in the SQL of Kinesis Data Analytics (SQL-1_0).
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
-- to: robot_clicks, blocked_sessions, to_block
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
-- to: failures, sign_in_files
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
