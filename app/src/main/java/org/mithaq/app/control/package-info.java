// SPDX-License-Identifier: Apache-2.0
/// What the command line asks of a running node, and how it answers, on loopback.
@NullMarked
package org.mithaq.app.control;

import org.jspecify.annotations.NullMarked;
