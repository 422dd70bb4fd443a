// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;

/// What a recipient declares about one dispatch, under its online key and in its log (protocol, Receipts).
///
/// It exists only for a header whose signature verified; everything else gets a [DoorRefusal].
///
/// @param suite the algorithms
/// @param federation whose charter
/// @param epoch the charter's epoch when it was written
/// @param stateHash hash of the charter's state in that epoch
/// @param sender who sent the dispatch
/// @param recipient the declaring member, in the order key
/// @param node the declaring node
/// @param order the dispatch's line of numbering
/// @param sequence its number there
/// @param payloadHash its identity
/// @param status what became of it
/// @param clause the rule of a refusal, such as `Seal 4`; empty otherwise
/// @param reason the refusal in words; empty otherwise
/// @param leaves what became of single leaves where that differs from the whole, ascending by position
/// @param person who acknowledged, for status ACKNOWLEDGED and no other
/// @param onward what became of the copies that the recipient passed on
/// @param timeMicros the recipient's clock
/// @param number running number of this node's receipts, from 1
/// @param logSalt what its record in the recipient's log is salted with
/// @param logIndex the place that is reserved for it in that log; the proof follows
public record Receipt(
        Suite suite,
        FederationId federation,
        long epoch,
        Hash stateHash,
        MemberId sender,
        MemberId recipient,
        NodeId node,
        OrderKey order,
        long sequence,
        Hash payloadHash,
        Status status,
        String clause,
        String reason,
        List<LeafStatus> leaves,
        Optional<Person> person,
        Onward onward,
        long timeMicros,
        long number,
        Hash logSalt,
        long logIndex) {

    /// Longest payload of a receipt.
    public static final int BYTES_MAX = 512 + 2 * Limits.REASON_BYTES_MAX + Limits.LEAVES_MAX * 192;

    /// What became of a dispatch or a leaf.
    public enum Status {
        /// On disk, and not yet opened. Never frees the sender's copy.
        STORED(1),
        /// Opened, and accepted by policy.
        ACCEPTED(2),
        /// Refused, and worth another try.
        REFUSED_FOR_NOW(3),
        /// Refused for good.
        REFUSED_FINALLY(4),
        /// A person has seen it. The member's word.
        ACKNOWLEDGED(5),
        /// A person or a playbook has acted on it.
        ACTED_ON(6),
        /// Payload, salt and keys were destroyed here after a recall: a declaration.
        RECALLED(7);

        private final int number;

        Status(int number) {
            this.number = number;
        }

        /// The number on the wire.
        public int number() {
            return number;
        }

        /// Whether the sender may stop keeping the dispatch for this recipient.
        public boolean frees() {
            return switch (this) {
                case ACCEPTED, REFUSED_FINALLY, ACKNOWLEDGED, ACTED_ON, RECALLED -> true;
                case STORED, REFUSED_FOR_NOW -> false;
            };
        }

        static Status read(CanonicalReader in) {
            int number = in.u8("receipt.status");
            for (Status status : values()) {
                if (status.number == number) {
                    return status;
                }
            }
            throw in.refuse("receipt.status", "a status from 1 to 7, and not " + number);
        }
    }

    /// What became of one leaf.
    ///
    /// @param position its place in the object tree
    /// @param status what became of it
    /// @param clause the rule of a refusal; empty otherwise
    public record LeafStatus(int position, Status status, String clause) {

        public LeafStatus {
            if (position < 0 || position >= Limits.LEAVES_MAX) {
                throw new IllegalArgumentException("a position below 4,096");
            }
            Bounded.text("a clause", clause, Limits.CLAUSE_BYTES_MAX);
        }
    }

    /// Who acknowledged, in the member's own terms.
    ///
    /// @param role the duty role, such as `duty officer`
    /// @param opaqueId an id that only the member can resolve
    public record Person(String role, String opaqueId) {

        public Person {
            Bounded.text("a duty role", role, Limits.NAME_BYTES_MAX);
            Bounded.text("a person's opaque id", opaqueId, Limits.NAME_BYTES_MAX);
        }
    }

    /// Copies that were passed on, as numbers that name nobody.
    ///
    /// @param holders how many members the recipient relayed the recalled leaves to
    /// @param destroyed how many of those have declared destruction
    public record Onward(int holders, int destroyed) {

        /// Nothing was passed on.
        public static final Onward NONE = new Onward(0, 0);

        public Onward {
            if (destroyed < 0 || destroyed > holders) {
                throw new IllegalArgumentException("more declarations than holders, or less than none");
            }
        }
    }

    public Receipt {
        leaves = List.copyOf(leaves);
        if ((status == Status.ACKNOWLEDGED) != person.isPresent()) {
            throw new IllegalArgumentException("an acknowledgement, and nothing else, names a person's role");
        }
        if (!recipient.equals(order.recipient())) {
            throw new IllegalArgumentException("whoever declares is the recipient of the order key");
        }
        if (!ascend(leaves)) {
            throw new IllegalArgumentException("the positions of single leaves ascend");
        }
        Bounded.text("a clause", clause, Limits.CLAUSE_BYTES_MAX);
        Bounded.text("a reason", reason, Limits.REASON_BYTES_MAX);
    }

    /// The canonical encoding, which is the payload that is signed.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(512);
        out.u16(suite.number())
                .hash(federation.hash())
                .u64(epoch)
                .hash(stateHash)
                .hash(sender.hash())
                .hash(recipient.hash())
                .fixed(node.bytes(), NodeId.LENGTH_BYTES);
        order.write(out);
        out.u64(sequence)
                .hash(payloadHash)
                .u8(status.number())
                .text(clause)
                .text(reason)
                .list(
                        leaves,
                        (to, leaf) -> to.u16(leaf.position())
                                .u8(leaf.status().number())
                                .text(leaf.clause()))
                .flag(person.isPresent());
        person.ifPresent(who -> out.text(who.role()).text(who.opaqueId()));
        out.u32(onward.holders()).u32(onward.destroyed());
        out.u64(timeMicros).u64(number).hash(logSalt).u64(logIndex);
        return out.toByteArray();
    }

    /// Identity of the receipt.
    public Hash receiptHash() {
        return Dsse.payloadHash(PayloadTypes.RECEIPT, toBytes());
    }

    /// Reads one receipt and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Receipt parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Suite suite = Suite.read(in);
        FederationId federation = new FederationId(in.hash("receipt.federation"));
        long epoch = in.u64("receipt.epoch");
        Hash stateHash = in.hash("receipt.stateHash");
        MemberId sender = new MemberId(in.hash("receipt.sender"));
        MemberId recipient = new MemberId(in.hash("receipt.recipient"));
        var node = NodeId.of(in.fixed("receipt.node", NodeId.LENGTH_BYTES));
        OrderKey order = OrderKey.read(in);
        if (!recipient.equals(order.recipient())) {
            throw in.refuse("receipt.order", "the order key of the member that declares");
        }
        long sequence = in.u64("receipt.sequence");
        if (sequence > Limits.SEQUENCE_MAX) {
            throw in.refuse("receipt.sequence", "at most " + Limits.SEQUENCE_MAX);
        }
        Hash payloadHash = in.hash("receipt.payloadHash");
        Status status = Status.read(in);
        String clause = in.text("receipt.clause", Limits.CLAUSE_BYTES_MAX);
        String reason = in.text("receipt.reason", Limits.REASON_BYTES_MAX);
        List<LeafStatus> leaves = readLeaves(in);
        boolean named = in.flag("receipt.person");
        if (named != (status == Status.ACKNOWLEDGED)) {
            throw in.refuse("receipt.person", "a person's role in an acknowledgement and nowhere else");
        }
        Optional<Person> person = named
                ? Optional.of(new Person(
                        in.text("receipt.role", Limits.NAME_BYTES_MAX),
                        in.text("receipt.personId", Limits.NAME_BYTES_MAX)))
                : Optional.empty();
        Receipt receipt = new Receipt(
                suite,
                federation,
                epoch,
                stateHash,
                sender,
                recipient,
                node,
                order,
                sequence,
                payloadHash,
                status,
                clause,
                reason,
                leaves,
                person,
                readOnward(in),
                in.u64("receipt.time"),
                in.u64("receipt.number"),
                in.hash("receipt.logSalt"),
                in.u64("receipt.logIndex"));
        in.end("receipt");
        return receipt;
    }

    private static List<LeafStatus> readLeaves(CanonicalReader in) {
        List<LeafStatus> leaves = in.list(
                "receipt.leaves",
                Limits.LEAVES_MAX,
                each -> new LeafStatus(
                        OrderProof.readPosition(each, "receipt.leaves"),
                        Status.read(each),
                        each.text("receipt.leaves.clause", Limits.CLAUSE_BYTES_MAX)));
        if (!ascend(leaves)) {
            throw in.refuse("receipt.leaves", "positions that ascend");
        }
        return leaves;
    }

    private static boolean ascend(List<LeafStatus> leaves) {
        for (int index = 1; index < leaves.size(); index++) {
            if (leaves.get(index - 1).position() >= leaves.get(index).position()) {
                return false;
            }
        }
        return true;
    }

    private static Onward readOnward(CanonicalReader in) {
        int holders = in.u32("receipt.onward.holders");
        int destroyed = in.u32("receipt.onward.destroyed");
        if (destroyed > holders) {
            throw in.refuse("receipt.onward.destroyed", "at most as many as holders");
        }
        return new Onward(holders, destroyed);
    }
}
