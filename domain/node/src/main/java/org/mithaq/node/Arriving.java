// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.ChannelHandshake;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Door;
import org.mithaq.exchange.Manifest;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Quarantine;

/// A delivery that was admitted, opened and read outside the state machine: all that is slow about receiving is done.
///
/// @param admitted what the sender provably signed
/// @param content what was in it
/// @param evidenceDue whether its log evidence lacks a quorum of witnesses, and newer can be asked for
public record Arriving(Door.Admitted admitted, Content content, boolean evidenceDue) {

    /// What has no evidence that could be verified here.
    Arriving(Door.Admitted admitted, Content content) {
        this(admitted, content, false);
    }

    /// What a delivery turned out to be.
    public sealed interface Content {}

    /// Opened and read.
    ///
    /// @param manifest its manifest
    /// @param leafHashes hashes of its leaves
    /// @param shelved its objects at rest; empty where it carries none
    /// @param leaves what became of leaves that are not simply accepted
    /// @param recalls what is recalled by it
    /// @param handshakes what is agreed by it
    /// @param refused leaves that were refused and are kept in quarantine
    /// @param buried leaves whose content had been recalled before
    public record Legible(
            Manifest manifest,
            List<Hash> leafHashes,
            Optional<Prepared.Shelved> shelved,
            List<Receipt.LeafStatus> leaves,
            List<Recalled> recalls,
            List<ChannelHandshake> handshakes,
            List<Quarantine.Row> refused,
            List<Buried> buried)
            implements Content {

        public Legible {
            leafHashes = List.copyOf(leafHashes);
            leaves = List.copyOf(leaves);
            recalls = List.copyOf(recalls);
            handshakes = List.copyOf(handshakes);
            refused = List.copyOf(refused);
            buried = List.copyOf(buried);
        }

        /// Whether it holds nothing but handshakes.
        boolean isEmptyOtherwise() {
            return shelved.isEmpty() && leaves.isEmpty() && recalls.isEmpty() && refused.isEmpty() && buried.isEmpty();
        }
    }

    /// A leaf that holds what was recalled in another dispatch.
    ///
    /// @param position where it stands
    /// @param stixId of the object
    /// @param version of the object
    /// @param direct whether its originator sent it, and no relay
    /// @param row what is kept of it in quarantine if it has come back
    public record Buried(int position, String stixId, String version, boolean direct, Quarantine.Row row) {}

    /// Signed by its sender and against the protocol.
    ///
    /// @param clause the rule that it breaks
    /// @param reason what was found
    public record Broken(Clause clause, String reason) implements Content {}

    /// Recalled before it came.
    ///
    /// @param recalls the proofs
    public record Withdrawn(List<Recalled> recalls) implements Content {

        public Withdrawn {
            recalls = List.copyOf(recalls);
        }
    }

    /// A recall by a leaf's originator.
    ///
    /// @param originator who took it back, proved by signature
    /// @param statement what it took back
    /// @param proof the recall with its proof, as it is passed on
    /// @param recallHash dispatch of the originator that carries the recall
    public record Recalled(MemberId originator, RecallStatement statement, byte[] proof, Hash recallHash) {}
}
