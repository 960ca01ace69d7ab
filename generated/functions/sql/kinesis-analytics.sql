-- The hot branches of functions in the SQL of Kinesis Data Analytics (SQL-1_0).
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
-- this dialect cannot say it: it does not say what it counts beyond the basic plane of Unicode (`substring(postcode, 1, 1)`)
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
