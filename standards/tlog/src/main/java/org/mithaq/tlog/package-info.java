// SPDX-License-Identifier: Apache-2.0
/// Merkle trees (RFC 6962, RFC 9162) and the C2SP formats of transparency logs: tiles, notes, checkpoints,
/// cosignatures, witness requests, proofs and policies. Pure: no clock, socket, file or thread.
@NullMarked
package org.mithaq.tlog;

import org.jspecify.annotations.NullMarked;
