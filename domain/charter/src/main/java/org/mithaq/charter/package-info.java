// SPDX-License-Identifier: Apache-2.0

/// Who the members are, with which keys, in which channels: the charter, a chain of signed acts and their fold.
///
/// `docs/protocol/02-charter.md` is the text; [org.mithaq.charter.CharterClause] holds its sentences.
@NullMarked
package org.mithaq.charter;

import org.jspecify.annotations.NullMarked;
