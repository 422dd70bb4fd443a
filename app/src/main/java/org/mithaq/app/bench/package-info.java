// SPDX-License-Identifier: Apache-2.0
/// `mithaq bench`: real nodes on this machine, measured, beside what the machine could do at best.
@NullMarked
package org.mithaq.app.bench;

import org.jspecify.annotations.NullMarked;
