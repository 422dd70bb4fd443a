// SPDX-License-Identifier: Apache-2.0

/// Exchange over the network: what a peer may ask at our door, and a link with two connections to each peer.
@NullMarked
package org.mithaq.peers;

import org.jspecify.annotations.NullMarked;
