// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.CompositePublicKey;

/// What a member says of itself: names, contacts, nodes and keys (Charter 1). Worth something only once its root has
/// signed it: see [CertifiedCard].
///
/// @param id hash of the root key, by [MemberId#of]
/// @param rootKey the offline root
/// @param names what the member is called
/// @param kind what kind of organisation it is
/// @param contacts 1 to 8 duty roles, the first to be called first
/// @param nodes 1 to 16 nodes of different ids and pins
/// @param signingKey the present online signing key, never the root
/// @param sealingKey the present sealing key
/// @param log the member's transparency log
/// @param witness the member as a witness of others' logs
/// @param validity when the card holds
/// @param serial counts the member's cards, from 1
public record MemberCard(
        MemberId id,
        CompositePublicKey rootKey,
        Names names,
        MemberKind kind,
        List<Contact> contacts,
        List<MemberNode> nodes,
        SigningKey signingKey,
        SealingKey sealingKey,
        LogIdentity log,
        WitnessIdentity witness,
        Validity validity,
        int serial) {

    /// Most contacts of one member.
    public static final int CONTACTS_MAX = 8;

    /// Most nodes of one member.
    public static final int NODES_MAX = 16;

    public MemberCard {
        if (!id.equals(MemberId.of(rootKey))) {
            throw new CharterRejected(CharterRejected.Code.UNPROVEN, CharterClause.MEMBER_ID, id.hex());
        }
        contacts = Bounds.distinct(contacts, 1, CONTACTS_MAX, CharterClause.CONTACTS, "contacts");
        nodes = Bounds.distinct(nodes, 1, NODES_MAX, CharterClause.NODES, "nodes");
        Bounds.distinct(nodes.stream().map(MemberNode::id).toList(), 1, NODES_MAX, CharterClause.NODES, "node ids");
        Bounds.distinct(
                nodes.stream().flatMap(node -> node.tlsPins().stream()).toList(),
                1,
                NODES_MAX * MemberNode.TLS_PINS_MAX,
                CharterClause.NODES,
                "TLS pins");
        if (signingKey.key().equals(rootKey)) {
            throw new CharterRejected(
                    CharterRejected.Code.DUPLICATE, CharterClause.KEYS, "the root key as the online signing key");
        }
        Bounds.fromOne(serial, CharterClause.VALIDITY, "serial");
    }

    /// The node of this id, if the member has it.
    public Optional<MemberNode> node(NodeId id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }
}
