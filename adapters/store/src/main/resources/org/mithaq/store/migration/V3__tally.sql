-- SPDX-License-Identifier: Apache-2.0
-- Numbers of rows, kept in the transaction that changes the rows: looking at a node costs the same however much it
-- holds. `part` says of whom or of what (a member, a member and a lane, a source).

CREATE TABLE tally (
    name  TEXT NOT NULL,
    part  BLOB NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name, part)
) STRICT, WITHOUT ROWID;

INSERT INTO tally SELECT 'objects', x'', count(*) FROM object;
INSERT INTO tally SELECT 'quarantined', x'', count(*) FROM quarantine;
INSERT INTO tally SELECT 'quarantined-of', CAST(source AS BLOB), count(*) FROM quarantine GROUP BY source;
INSERT INTO tally
    SELECT 'quarantined-bytes-of', CAST(source AS BLOB), sum(length(sealed)) FROM quarantine GROUP BY source;
INSERT INTO tally
    SELECT 'unsettled', CAST(recipient || unhex(printf('%02x', lane)) AS BLOB), count(*) FROM outbox_entry WHERE state <> 2
        GROUP BY recipient, lane;
INSERT INTO tally SELECT 'receipts-owed', addressee, count(*) FROM receipt WHERE delivered = 0 GROUP BY addressee;
INSERT INTO tally SELECT 'evidence-due', sender, count(*) FROM arrival WHERE evidence_due = 1 GROUP BY sender;

-- Nothing counts the rows of a source any more.
DROP INDEX quarantine_source;

PRAGMA user_version = 3;
