-- SPDX-License-Identifier: Apache-2.0
-- Dispatches by their place in the log: what a restored node gets back of its own is added after what it sent since.

CREATE INDEX dispatch_by_log ON dispatch (log_index);

PRAGMA user_version = 5;
