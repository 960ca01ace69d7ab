-- The hot branches of machine-health in the SQL of Kinesis Data Analytics (SQL-1_0).
-- It says what these branches mean, whichever engine runs them. A section is the SQL of one application, which reads
-- one stream. A name in `${ }` is a parameter of the stack, whose value takes its place; `${!` stands for a plain `${`.
--
-- Unlike pipec, which gives a dead letter to whatever does not fit its column, this service's input
--   makes a 1 of true where a number is wanted, and the number 9500 of the text "9500",
--   cuts a text that is too long for its column,
--   gives a NULL to a key that is missing,
--   sends 123.4 for an INTEGER to "error_stream", and a timestamp that is not of the form 2026-01-31 23:59:59.999.
-- Divisions by zero go to "error_stream", too. What a double does that leaves its range is not documented.

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

-- troubled
-- this dialect cannot say it: it reads `clean`, which it cannot say
-- to: troubled_machines

-- dangerous
-- this dialect cannot say it: it reads `troubled`, which it cannot say
-- to: stop_orders
