// SPDX-License-Identifier: Apache-2.0
/// Dispatches of opaque bytes: sign, seal, order, log, acknowledge, recall, relay. `docs/protocol` is the text.
@NullMarked
package org.mithaq.exchange;

import org.jspecify.annotations.NullMarked;
