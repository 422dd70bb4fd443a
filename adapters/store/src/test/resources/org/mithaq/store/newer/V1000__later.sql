-- SPDX-License-Identifier: Apache-2.0
-- What a later program might add; for tests.
CREATE TABLE later (number INTEGER PRIMARY KEY) STRICT;
PRAGMA user_version = 1000;
