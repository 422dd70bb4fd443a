// SPDX-License-Identifier: Apache-2.0

/// What every implementation of a port must do, small rows to do it with, and the fakes in memory.
@NullMarked
package org.mithaq.contracts;

import org.jspecify.annotations.NullMarked;
