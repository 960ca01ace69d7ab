-- The hot branches of functions in the SQL of Kinesis Data Analytics (SQL-1_0).
-- It says what these branches mean, whichever engine runs them. A section is the SQL of one application, which reads
-- one stream. A name in `${ }` is a parameter of the stack, whose value takes its place; `${!` stands for a plain `${`.
--
-- Unlike pipec, which gives a dead letter to whatever does not fit its column, this service's input
--   makes a 1 of true where a number is wanted, and the number 9500 of the text "9500",
--   cuts a text that is too long for its column,
--   gives a NULL to a key that is missing,
--   sends 123.4 for an INTEGER to "error_stream", and a timestamp that is not of the form 2026-01-31 23:59:59.999.
-- Divisions by zero go to "error_stream", too. What a double does that leaves its range is not documented.

-- ==== scans ====

-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
CREATE OR REPLACE STREAM "scans-accepted" (
    "scanId"     VARCHAR(36) NOT NULL,
    "parcelId"   VARCHAR(20) NOT NULL,
    "carrier"    VARCHAR(16),
    "country"    VARCHAR(2),
    "postcode"   VARCHAR(12),
    "note"       VARCHAR(65534),
    "kilograms"  DOUBLE,
    "declared"   DECIMAL(9, 2),
    "pieces"     INTEGER NOT NULL,
    "grams"      BIGINT,
    "insured"    BOOLEAN,
    "signed"     BOOLEAN NOT NULL,
    "scannedAt"  TIMESTAMP NOT NULL,
    "promisedAt" TIMESTAMP,
    "sentAt"     TIMESTAMP
);

CREATE OR REPLACE PUMP "scans-accepted-pump" AS
INSERT INTO "scans-accepted" (
    "scanId", "parcelId", "carrier", "country", "postcode", "note", "kilograms", "declared",
    "pieces", "grams", "insured", "signed", "scannedAt", "promisedAt", "sentAt"
)
SELECT STREAM
    "scanId",
    "parcelId",
    "carrier",
    "country",
    "postcode",
    "note",
    "kilograms",
    "declared",
    "pieces",
    "grams",
    "insured",
    "signed",
    "scannedAt",
    TO_TIMESTAMP("promisedAt") AS "promisedAt",
    TO_TIMESTAMP("sentAt" * 1000) AS "sentAt"
FROM "SOURCE_SQL_STREAM_001"
WHERE "scanId" IS NOT NULL
  AND "parcelId" IS NOT NULL
  AND "pieces" IS NOT NULL
  AND "signed" IS NOT NULL
  AND "scannedAt" IS NOT NULL;

-- worth_a_look: Scans that a person looks at.
-- this dialect cannot say it: it reads no timestamp that has a `T`, a zone or no fraction, as a threshold's value may (`opened_on`)
-- to: looks

-- labelled: Scans whose label can be read, with what it says.
-- this dialect cannot say it: a start below 1 does not count from the end there (`substring(postcode, 1, 1)`)
-- to: labels

-- labelled_scans

CREATE OR REPLACE STREAM "labelled_scans" (
    "scanId"     VARCHAR(36) NOT NULL,
    "parcelId"   VARCHAR(20) NOT NULL,
    "carrier"    VARCHAR(16),
    "country"    VARCHAR(2),
    "postcode"   VARCHAR(12),
    "note"       VARCHAR(65534),
    "kilograms"  DOUBLE,
    "declared"   DECIMAL(9, 2),
    "pieces"     INTEGER NOT NULL,
    "grams"      BIGINT,
    "insured"    BOOLEAN,
    "signed"     BOOLEAN NOT NULL,
    "scannedAt"  TIMESTAMP NOT NULL,
    "promisedAt" TIMESTAMP,
    "sentAt"     TIMESTAMP
);

CREATE OR REPLACE PUMP "labelled_scans-pump" AS
INSERT INTO "labelled_scans" (
    "scanId", "parcelId", "carrier", "country", "postcode", "note", "kilograms", "declared",
    "pieces", "grams", "insured", "signed", "scannedAt", "promisedAt", "sentAt"
)
SELECT STREAM
    "scanId",
    "parcelId",
    "carrier",
    "country",
    "postcode",
    "note",
    "kilograms",
    "declared",
    "pieces",
    "grams",
    "insured",
    "signed",
    "scannedAt",
    "promisedAt",
    "sentAt"
FROM "scans-accepted"
WHERE "parcelId" IS NOT NULL;

-- late: Parcels that come after the day they were promised for.
-- this dialect cannot say it: it has differences in milliseconds only (`timestampdiff(day, promisedAt, scannedAt)`)
-- to: late_parcels

-- priced: What a parcel costs.
-- this dialect cannot say it: what it does where a whole number leaves 64 bits is not documented (`grams div pieces`)
-- to: prices
