-- SPDX-License-Identifier: Apache-2.0
-- Ids and hashes are BLOBs of 16 or 32 bytes, times are microseconds since 1970, flags are 0 or 1.

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE act (
    number INTEGER PRIMARY KEY,
    signed BLOB NOT NULL
) STRICT;

CREATE TABLE bilateral (
    id            BLOB NOT NULL PRIMARY KEY,
    peer          BLOB NOT NULL,
    name          TEXT NOT NULL,
    proposed_here INTEGER NOT NULL,
    open          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    name           TEXT NOT NULL PRIMARY KEY,
    secret_hash    BLOB NOT NULL,
    scopes         TEXT NOT NULL,
    created_micros INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE submission (
    id          TEXT NOT NULL PRIMARY KEY,
    time_micros INTEGER NOT NULL,
    json        BLOB NOT NULL
) STRICT;

-- Highest values ever given. They outlive the rows, so that nothing is numbered twice after a removal.
CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
    number      INTEGER PRIMARY KEY,
    salt        BLOB NOT NULL,
    paths_table BLOB NOT NULL,
    sealed      BLOB NOT NULL
) STRICT;

-- The unique key is 8 bytes of a hash of the STIX id, then 16 of a hash of originator, channel, id and version: one
-- index answers both "is it here already" and "what is held under this id".
CREATE TABLE object (
    number       INTEGER PRIMARY KEY,
    object_key   BLOB NOT NULL UNIQUE,
    stix_id      TEXT NOT NULL,
    version      TEXT NOT NULL,
    stix_type    TEXT NOT NULL,
    originator   BLOB NOT NULL,
    channel      BLOB,
    batch        INTEGER NOT NULL,
    slot         INTEGER NOT NULL,
    offset_bytes INTEGER NOT NULL,
    length_bytes INTEGER NOT NULL,
    leaf_hash    BLOB,
    payload_hash BLOB,
    position     INTEGER NOT NULL,
    exercise     INTEGER NOT NULL,
    defects      INTEGER NOT NULL,
    added_micros INTEGER NOT NULL
) STRICT;
CREATE INDEX object_in_dispatch ON object (payload_hash, position) WHERE payload_hash IS NOT NULL;
CREATE INDEX object_in_channel ON object (channel, number) WHERE channel IS NOT NULL;

CREATE TABLE relay (
    leaf_hash BLOB NOT NULL,
    member    BLOB NOT NULL,
    destroyed INTEGER NOT NULL,
    PRIMARY KEY (leaf_hash, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatch (
    number       INTEGER PRIMARY KEY,
    payload_hash BLOB NOT NULL UNIQUE,
    header       BLOB NOT NULL,
    signature    BLOB,
    key_id       BLOB NOT NULL,
    record       BLOB NOT NULL,
    key_number   INTEGER NOT NULL,
    log_salt     BLOB NOT NULL,
    log_index    INTEGER NOT NULL,
    lane         INTEGER NOT NULL,
    time_micros  INTEGER NOT NULL,
    sealed       BLOB NOT NULL
) STRICT;

CREATE TABLE outbox_entry (
    recipient    BLOB NOT NULL,
    lane         INTEGER NOT NULL,
    stream       BLOB NOT NULL,
    sequence     INTEGER NOT NULL,
    payload_hash BLOB NOT NULL,
    state        INTEGER NOT NULL,
    status       INTEGER NOT NULL,
    order_proof  BLOB NOT NULL,
    stanza       BLOB NOT NULL,
    receipt      BLOB,
    PRIMARY KEY (recipient, lane, stream, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_entry_of_dispatch ON outbox_entry (payload_hash);
CREATE INDEX outbox_entry_unsettled ON outbox_entry (recipient, lane, stream, sequence) WHERE state <> 2;

CREATE TABLE line_out (
    recipient    BLOB NOT NULL,
    lane         INTEGER NOT NULL,
    stream       BLOB NOT NULL,
    sequence     INTEGER NOT NULL,
    payload_hash BLOB NOT NULL,
    PRIMARY KEY (recipient, lane)
) STRICT, WITHOUT ROWID;

CREATE TABLE arrival (
    number       INTEGER PRIMARY KEY,
    payload_hash BLOB NOT NULL UNIQUE,
    sender       BLOB NOT NULL,
    id           BLOB NOT NULL,
    node         BLOB NOT NULL,
    lane         INTEGER NOT NULL,
    stream       BLOB NOT NULL,
    sequence     INTEGER NOT NULL,
    log_salt     BLOB NOT NULL,
    batch        INTEGER NOT NULL,
    time_micros  INTEGER NOT NULL,
    envelope     BLOB NOT NULL,
    log          BLOB NOT NULL,
    UNIQUE (sender, id),
    UNIQUE (node, lane, stream, sequence)
) STRICT;

CREATE INDEX arrival_of_batch ON arrival (batch) WHERE batch <> 0;

CREATE TABLE line_in (
    node         BLOB NOT NULL,
    lane         INTEGER NOT NULL,
    stream       BLOB NOT NULL,
    sender       BLOB NOT NULL,
    sequence     INTEGER NOT NULL,
    payload_hash BLOB NOT NULL,
    highest      INTEGER NOT NULL,
    PRIMARY KEY (node, lane, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
    number       INTEGER PRIMARY KEY,
    addressee    BLOB NOT NULL,
    payload_hash BLOB NOT NULL,
    status       INTEGER NOT NULL,
    payload      BLOB NOT NULL,
    signature    BLOB,
    delivered    INTEGER NOT NULL
) STRICT;
CREATE INDEX receipt_of_dispatch ON receipt (payload_hash);
CREATE INDEX receipt_undelivered ON receipt (addressee, number) WHERE delivered = 0;

CREATE TABLE log_record (
    idx    INTEGER PRIMARY KEY,
    record BLOB NOT NULL
) STRICT;

-- One row at most.
CREATE TABLE witnessed_checkpoint (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    note BLOB NOT NULL
) STRICT;

CREATE TABLE witnessed (
    origin TEXT NOT NULL PRIMARY KEY,
    size   INTEGER NOT NULL,
    root   BLOB NOT NULL,
    note   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    number      INTEGER PRIMARY KEY,
    source      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    key_number  INTEGER NOT NULL,
    time_micros INTEGER NOT NULL,
    sealed      BLOB NOT NULL
) STRICT;

CREATE TABLE alarm (
    alarm_key    TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    sentence     TEXT NOT NULL,
    action       TEXT NOT NULL,
    proof        BLOB NOT NULL,
    count        INTEGER NOT NULL,
    first_micros INTEGER NOT NULL,
    last_micros  INTEGER NOT NULL
) STRICT;

-- "Mith", which tells this file from every other SQLite database; then the version that programs look at first.
PRAGMA application_id = 1298756712;
PRAGMA user_version = 1;
