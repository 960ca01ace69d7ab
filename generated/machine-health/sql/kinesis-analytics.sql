-- The hot branches of machine-health in the SQL of Kinesis Data Analytics (SQL-1_0).
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

-- ==== sensor_readings ====

-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
CREATE OR REPLACE STREAM "sensor_readings-accepted" (
    "machineId"            VARCHAR(24) NOT NULL,
    "hall"                 VARCHAR(16),
    "celsius"              DOUBLE,
    "millimetersPerSecond" DOUBLE,
    "firmware"             VARCHAR(16),
    "measuredAt"           TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "sensor_readings-accepted-pump" AS
INSERT INTO "sensor_readings-accepted" (
    "machineId", "hall", "celsius", "millimetersPerSecond", "firmware", "measuredAt"
)
SELECT STREAM
    "machineId",
    "hall",
    "celsius",
    "millimetersPerSecond",
    "firmware",
    "measuredAt"
FROM "SOURCE_SQL_STREAM_001"
WHERE "machineId" IS NOT NULL
  AND "measuredAt" IS NOT NULL;

-- clean: Readings in units that people think in, without test machines.
-- this dialect cannot say it: its case mapping beyond ASCII is not documented (`upper(hall)`)

-- latest: What each machine looks like now.
-- this dialect cannot say it: it reads `clean`, which it cannot say
-- to: machine_states

-- troubled
-- this dialect cannot say it: it reads `clean`, which it cannot say
-- to: troubled_machines

-- dangerous
-- this dialect cannot say it: it reads `troubled`, which it cannot say
-- to: stop_orders
