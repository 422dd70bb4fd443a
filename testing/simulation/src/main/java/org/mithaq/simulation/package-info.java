// SPDX-License-Identifier: Apache-2.0
/// Whole nodes in one process: the domain's own code, and around it a clock, a network and disks that one seed rules.
@NullMarked
package org.mithaq.simulation;

import org.jspecify.annotations.NullMarked;
