-- The hot branches of card-payments in the SQL of Kinesis Data Analytics (SQL-1_0).
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

-- ==== payments ====

-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
CREATE OR REPLACE STREAM "payments-accepted" (
    "paymentId"   VARCHAR(36) NOT NULL,
    "cardId"      VARCHAR(36) NOT NULL,
    "merchantId"  VARCHAR(36),
    "country"     VARCHAR(2),
    "amount"      DECIMAL(12, 2) NOT NULL,
    "contactless" BOOLEAN,
    "paidAt"      TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "payments-accepted-pump" AS
INSERT INTO "payments-accepted" (
    "paymentId", "cardId", "merchantId", "country", "amount", "contactless", "paidAt"
)
SELECT STREAM
    "paymentId",
    "cardId",
    "merchantId",
    "country",
    "amount",
    "contactless",
    TO_TIMESTAMP("paidAt") AS "paidAt"
FROM "SOURCE_SQL_STREAM_001"
WHERE "paymentId" IS NOT NULL
  AND "cardId" IS NOT NULL
  AND "amount" IS NOT NULL
  AND "paidAt" IS NOT NULL
  AND NOT (("amount" > 0.00) IS FALSE);

-- large_payments: Payments that a person looks at.
-- where: amount >= large
-- seenAt: now()
-- to: large_payment_items, large_payment_alerts
CREATE OR REPLACE STREAM "large_payments" (
    "paymentId"   VARCHAR(36) NOT NULL,
    "cardId"      VARCHAR(36) NOT NULL,
    "merchantId"  VARCHAR(36),
    "country"     VARCHAR(2),
    "amount"      DECIMAL(12, 2) NOT NULL,
    "contactless" BOOLEAN,
    "paidAt"      TIMESTAMP NOT NULL,
    "seenAt"      TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "large_payments-pump" AS
INSERT INTO "large_payments" (
    "paymentId", "cardId", "merchantId", "country", "amount", "contactless", "paidAt", "seenAt"
)
SELECT STREAM
    "paymentId",
    "cardId",
    "merchantId",
    "country",
    "amount",
    "contactless",
    "paidAt",
    CURRENT_ROW_TIMESTAMP AS "seenAt"
FROM "payments-accepted"
WHERE "amount" >= CAST('${LargeThreshold}' AS DECIMAL(12, 2));

-- payments_over_the_contactless_limit
-- where: contactless and amount > contactless_limit
-- to: review_queue
CREATE OR REPLACE STREAM "payments_over_the_contactless_limit" (
    "paymentId" VARCHAR(36) NOT NULL,
    "cardId"    VARCHAR(36) NOT NULL,
    "amount"    DECIMAL(12, 2) NOT NULL
);

CREATE OR REPLACE PUMP "payments_over_the_contactless_limit-pump" AS
INSERT INTO "payments_over_the_contactless_limit" (
    "paymentId", "cardId", "amount"
)
SELECT STREAM
    "paymentId",
    "cardId",
    "amount"
FROM "payments-accepted"
WHERE "contactless"
  AND "amount" > CAST('${ContactlessLimitThreshold}' AS DECIMAL(18, 2));

-- abroad
-- where: country is not null and country <> home_country
-- to: payments_abroad
CREATE OR REPLACE STREAM "abroad" (
    "paymentId" VARCHAR(36) NOT NULL,
    "cardId"    VARCHAR(36) NOT NULL,
    "country"   VARCHAR(2),
    "amount"    DECIMAL(12, 2) NOT NULL,
    "paidAt"    TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "abroad-pump" AS
INSERT INTO "abroad" (
    "paymentId", "cardId", "country", "amount", "paidAt"
)
SELECT STREAM
    "paymentId",
    "cardId",
    "country",
    "amount",
    "paidAt"
FROM "payments-accepted"
WHERE "country" IS NOT NULL
  AND "country" <> CAST('${HomeCountryThreshold}' AS VARCHAR(256));

-- to_clear
-- cents: cast(amount * 100 as bigint)
-- to: clearing
CREATE OR REPLACE STREAM "to_clear" (
    "paymentId" VARCHAR(36) NOT NULL,
    "amount"    DECIMAL(12, 2) NOT NULL,
    "cents"     BIGINT NOT NULL
);

CREATE OR REPLACE PUMP "to_clear-pump" AS
INSERT INTO "to_clear" (
    "paymentId", "amount", "cents"
)
SELECT STREAM
    "paymentId",
    "amount",
    CAST(CASE WHEN "amount" * 100 < 0 THEN CEIL("amount" * 100) ELSE FLOOR("amount" * 100) END AS BIGINT) AS "cents"
FROM "payments-accepted";

-- ==== payments_abroad ====

-- The records whose columns hold what `not null` and `check` say. The others end here, without a dead letter.
CREATE OR REPLACE STREAM "payments_abroad-accepted" (
    "paymentId" VARCHAR(36) NOT NULL,
    "cardId"    VARCHAR(36) NOT NULL,
    "country"   VARCHAR(2),
    "amount"    DECIMAL(12, 2) NOT NULL,
    "paidAt"    TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "payments_abroad-accepted-pump" AS
INSERT INTO "payments_abroad-accepted" (
    "paymentId", "cardId", "country", "amount", "paidAt"
)
SELECT STREAM
    "paymentId",
    "cardId",
    "country",
    "amount",
    "paidAt"
FROM "SOURCE_SQL_STREAM_001"
WHERE "paymentId" IS NOT NULL
  AND "cardId" IS NOT NULL
  AND "amount" IS NOT NULL
  AND "paidAt" IS NOT NULL;

-- abroad_archive
-- to: abroad_files
CREATE OR REPLACE STREAM "abroad_archive" (
    "paymentId" VARCHAR(36) NOT NULL,
    "cardId"    VARCHAR(36) NOT NULL,
    "country"   VARCHAR(2),
    "amount"    DECIMAL(12, 2) NOT NULL,
    "paidAt"    TIMESTAMP NOT NULL
);

CREATE OR REPLACE PUMP "abroad_archive-pump" AS
INSERT INTO "abroad_archive" (
    "paymentId", "cardId", "country", "amount", "paidAt"
)
SELECT STREAM
    "paymentId",
    "cardId",
    "country",
    "amount",
    "paidAt"
FROM "payments_abroad-accepted";
