// SPDX-License-Identifier: Apache-2.0
/// The use cases of a node: a single-threaded state machine over the ports in [org.mithaq.node.port].
@NullMarked
package org.mithaq.node;

import org.jspecify.annotations.NullMarked;
