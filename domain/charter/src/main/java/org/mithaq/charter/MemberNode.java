// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;

/// One node of a member: where it answers, and by which certificates it is known (Charter 1.4).
///
/// @param id unique in the federation
/// @param endpoints 0 to 8 different ones, the best first; a node without one is reached by media or through others
/// @param tlsPins 1 to 4 different ones, the present first
public record MemberNode(NodeId id, List<Endpoint> endpoints, List<TlsPin> tlsPins) {

    /// Most endpoints of one node.
    public static final int ENDPOINTS_MAX = 8;

    /// Most pins of one node.
    public static final int TLS_PINS_MAX = 4;

    public MemberNode {
        endpoints = Bounds.distinct(endpoints, 0, ENDPOINTS_MAX, CharterClause.NODES, "endpoints");
        tlsPins = Bounds.distinct(tlsPins, 1, TLS_PINS_MAX, CharterClause.NODES, "TLS pins");
    }
}
