-- Quarters of an hour of one signal of one device. A quarter may have several rows, one for each file of raw readings it came from:
-- readings that come late make a row of their own, and whoever reads merges them.
CREATE SCHEMA raw;
CREATE TABLE raw.part (
  device_key UINTEGER NOT NULL, signal_key UINTEGER NOT NULL, start TIMESTAMP_MS NOT NULL,
  count UBIGINT NOT NULL, sum DOUBLE NOT NULL, minimum DOUBLE NOT NULL, maximum DOUBLE NOT NULL
);
CREATE TABLE raw.event (
  device_key UINTEGER NOT NULL, boot UINTEGER NOT NULL, sequence UINTEGER NOT NULL, time TIMESTAMP_MS NOT NULL,
  kind VARCHAR NOT NULL, name VARCHAR NOT NULL, message VARCHAR NOT NULL, detail VARCHAR NOT NULL
);
-- Files of raw readings that are in here: a row comes in the same transaction as what was made of the file.
CREATE TABLE raw.done (
  segment UINTEGER NOT NULL, sealed_ms BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, readings BIGINT NOT NULL, events BIGINT NOT NULL,
  parts BIGINT NOT NULL, first_ms BIGINT NOT NULL
);
