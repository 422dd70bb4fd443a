// SPDX-License-Identifier: Apache-2.0
/// The command line, and the wiring of everything by plain constructors.
@NullMarked
package org.mithaq.app;

import org.jspecify.annotations.NullMarked;
