// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.Hash;

/// Two rotations of one card under one root: a portable proof against the member, or that its root is in other
/// hands (Charter 9.7).
///
/// @param member whose root signed both
/// @param replaced payload hash of the card that both replace
/// @param one the act of the lesser payload hash
/// @param other the other
public record RotationFork(MemberId member, Hash replaced, SignedAct one, SignedAct other) {}
