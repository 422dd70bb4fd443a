// SPDX-License-Identifier: Apache-2.0
/// How a running node is seen from outside: one look at all of it, and the pages that are made of the look.
@NullMarked
package org.mithaq.app.seen;

import org.jspecify.annotations.NullMarked;
