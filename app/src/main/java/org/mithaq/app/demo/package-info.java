// SPDX-License-Identifier: Apache-2.0
/// The demo: who takes part, what they tell each other, and how a terminal shows it.
@NullMarked
package org.mithaq.app.demo;

import org.jspecify.annotations.NullMarked;
