// SPDX-License-Identifier: Apache-2.0
/// STIX 2.1 (OASIS Standard with errata 01), read byte-exact. Clauses are those of that text.
@NullMarked
package org.mithaq.stix;

import org.jspecify.annotations.NullMarked;
