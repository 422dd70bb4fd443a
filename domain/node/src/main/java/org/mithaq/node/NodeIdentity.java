// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;

/// Whose node this is.
///
/// @param member the member that it speaks for
/// @param node which of the member's nodes
public record NodeIdentity(MemberId member, NodeId node) {}
