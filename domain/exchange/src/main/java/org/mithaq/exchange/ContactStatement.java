// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// What two nodes tell each other whenever they meet (protocol, Contact): signed, so that a tail that the network or a
/// carrier dropped is exposed by the heads, and a second history by the checkpoints.
///
/// @param suite the algorithms
/// @param federation whose charter
/// @param epoch the charter's epoch
/// @param stateHash hash of its state
/// @param sender who says so
/// @param node which of its nodes
/// @param recipient to whom
/// @param timeMicros the sender's clock
/// @param sealingEpoch the sender's present sealing key
/// @param sent the sender's last numbers towards the recipient
/// @param received the recipient's last numbers that the sender has without a gap
/// @param checkpoints the newest signed checkpoint that the sender has of each log, its own first
public record ContactStatement(
        Suite suite,
        FederationId federation,
        long epoch,
        Hash stateHash,
        MemberId sender,
        NodeId node,
        MemberId recipient,
        long timeMicros,
        int sealingEpoch,
        List<StreamOpening.LaneHead> sent,
        List<Received> received,
        List<Checkpointed> checkpoints) {

    /// Longest payload.
    public static final int BYTES_MAX = 4 << 20;

    private static final int HEADS_MAX = 4_096;
    private static final int LOGS_MAX = 4_096;
    /// Bytes of a checkpoint without cosignatures.
    public static final int CHECKPOINT_BYTES_MAX = 4_096;

    /// How far the sender has come in one of the recipient's lines.
    ///
    /// @param node the recipient's node
    /// @param head lane, stream and last number without a gap before it
    public record Received(NodeId node, StreamOpening.LaneHead head) {}

    /// A checkpoint as its log signed it, without cosignatures.
    ///
    /// @param owner whose log
    /// @param note the signed note
    public record Checkpointed(MemberId owner, byte[] note) {

        public Checkpointed {
            if (note.length > CHECKPOINT_BYTES_MAX) {
                throw new IllegalArgumentException("a checkpoint without cosignatures has at most 4,096 bytes");
            }
        }
    }

    public ContactStatement {
        sent = List.copyOf(sent);
        received = List.copyOf(received);
        checkpoints = List.copyOf(checkpoints);
    }

    /// The canonical encoding, which is the payload that is signed.
    public byte[] toBytes() {
        return new CanonicalWriter(1_024)
                .u16(suite.number())
                .hash(federation.hash())
                .u64(epoch)
                .hash(stateHash)
                .hash(sender.hash())
                .fixed(node.bytes(), NodeId.LENGTH_BYTES)
                .hash(recipient.hash())
                .u64(timeMicros)
                .u32(sealingEpoch)
                .list(sent, (out, head) -> head.write(out))
                .list(received, (out, each) -> {
                    out.fixed(each.node().bytes(), NodeId.LENGTH_BYTES);
                    each.head().write(out);
                })
                .list(checkpoints, (out, each) -> out.hash(each.owner().hash()).bytes(each.note()))
                .toByteArray();
    }

    /// Reads one statement and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static ContactStatement parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        ContactStatement statement = new ContactStatement(
                Suite.read(in),
                new FederationId(in.hash("contact.federation")),
                in.u64("contact.epoch"),
                in.hash("contact.stateHash"),
                new MemberId(in.hash("contact.sender")),
                NodeId.of(in.fixed("contact.node", NodeId.LENGTH_BYTES)),
                new MemberId(in.hash("contact.recipient")),
                in.u64("contact.time"),
                in.u32("contact.sealingEpoch"),
                in.list("contact.sent", HEADS_MAX, StreamOpening.LaneHead::read),
                in.list(
                        "contact.received",
                        HEADS_MAX,
                        each -> new Received(
                                NodeId.of(each.fixed("contact.received.node", NodeId.LENGTH_BYTES)),
                                StreamOpening.LaneHead.read(each))),
                in.list(
                        "contact.checkpoints",
                        LOGS_MAX,
                        each -> new Checkpointed(
                                new MemberId(each.hash("contact.checkpoints.owner")),
                                each.bytes("contact.checkpoints.note", CHECKPOINT_BYTES_MAX))));
        in.end("contact");
        return statement;
    }
}
