-- SPDX-License-Identifier: Apache-2.0
-- What proves the number of an arrival to a third, and whether its log evidence still lacks a quorum of witnesses.

ALTER TABLE arrival ADD COLUMN place BLOB NOT NULL DEFAULT x'';
ALTER TABLE arrival ADD COLUMN evidence_due INTEGER NOT NULL DEFAULT 0;
CREATE INDEX arrival_evidence_due ON arrival (sender, payload_hash) WHERE evidence_due = 1;

CREATE INDEX quarantine_source ON quarantine (source);

PRAGMA user_version = 2;
