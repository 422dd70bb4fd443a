-- SPDX-License-Identifier: Apache-2.0
-- Records of other members' logs, kept for a member that loses its past.

CREATE TABLE kept_record (
    origin TEXT NOT NULL,
    idx    INTEGER NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (origin, idx)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;
