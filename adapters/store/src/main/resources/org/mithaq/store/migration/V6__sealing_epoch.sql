-- SPDX-License-Identifier: Apache-2.0
-- Which of the recipient's sealing keys a stanza is for. What was numbered before is for the first one: no node could
-- replace its sealing key.
ALTER TABLE outbox_entry ADD COLUMN sealing_epoch INTEGER NOT NULL DEFAULT 1;
PRAGMA user_version = 6;
