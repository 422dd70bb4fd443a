// SPDX-License-Identifier: Apache-2.0
/// What a fuzz target is, and what must hold of every parser whatever it is given.
@NullMarked
package org.mithaq.fuzz;

import org.jspecify.annotations.NullMarked;
