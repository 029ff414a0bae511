-- What is known of this file as a whole: startedMs, and once it takes no more rows: sealedMs, readings, events. Milliseconds, wall clock.
CREATE TABLE raw.fact (name VARCHAR NOT NULL, value BIGINT NOT NULL);
-- The views stand over all files of a history, so none of the files holds them.
DROP VIEW readings;
DROP VIEW events;
DROP VIEW signals;
DROP VIEW devices;
