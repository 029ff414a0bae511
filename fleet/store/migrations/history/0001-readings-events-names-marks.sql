-- Columns as they are written; the views below give them names.
CREATE SCHEMA raw;
CREATE TABLE raw.reading (device_key UINTEGER NOT NULL, signal_key UINTEGER NOT NULL, time TIMESTAMP_MS NOT NULL, value DOUBLE NOT NULL);
CREATE TABLE raw.event (
  device_key UINTEGER NOT NULL, boot UINTEGER NOT NULL, sequence UINTEGER NOT NULL, time TIMESTAMP_MS NOT NULL,
  kind VARCHAR NOT NULL, name VARCHAR NOT NULL, message VARCHAR NOT NULL, detail VARCHAR NOT NULL
);
CREATE TABLE raw.device (key UINTEGER NOT NULL, id VARCHAR NOT NULL, digest VARCHAR NOT NULL);
CREATE TABLE raw.signal (
  key UINTEGER NOT NULL, digest VARCHAR NOT NULL, profile VARCHAR NOT NULL, id UINTEGER NOT NULL,
  name VARCHAR NOT NULL, unit VARCHAR NOT NULL, category VARCHAR NOT NULL
);
-- Watermarks are only appended, and thinned to the newest of each device now and then. Each commit has one row in batch.
CREATE TABLE raw.mark (device_key UINTEGER NOT NULL, boot UINTEGER NOT NULL, sequence UINTEGER NOT NULL, batch UBIGINT NOT NULL);
CREATE TABLE raw.batch (number UBIGINT NOT NULL, readings UINTEGER NOT NULL, events UINTEGER NOT NULL);

-- A device that nobody named shows as "key-N".
CREATE VIEW readings AS
  SELECT coalesce(device.id, 'key-' || reading.device_key) AS device, signal.name AS signal, signal.unit AS unit, reading.time AS time, reading.value AS value
  FROM raw.reading AS reading
  LEFT JOIN raw.device AS device ON device.key = reading.device_key
  LEFT JOIN raw.signal AS signal ON signal.key = reading.signal_key;
CREATE VIEW events AS
  SELECT coalesce(device.id, 'key-' || event.device_key) AS device, event.kind AS kind, event.name AS name, event.message AS message,
    event.time AS time, event.boot AS boot, event.sequence AS sequence, event.detail AS detail
  FROM raw.event AS event LEFT JOIN raw.device AS device ON device.key = event.device_key;
CREATE VIEW signals AS
  SELECT profile, name AS signal, unit, category, id, digest FROM raw.signal;
CREATE VIEW devices AS
  SELECT device.id AS device, profile.profile AS profile
  FROM raw.device AS device
  LEFT JOIN (SELECT digest, max(profile) AS profile FROM raw.signal GROUP BY digest) AS profile ON profile.digest = device.digest;
