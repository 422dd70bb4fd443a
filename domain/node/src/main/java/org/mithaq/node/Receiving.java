// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ContentRejected;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Door;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.RelayCheck;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.node.port.Ledger;

/// Verifies, opens and reads a delivery: pure, and run on many threads at once. What is left for the state machine is
/// history: whether it came before, and in order.
public final class Receiving {

    /// Longest delivery whose signature is verified beside its opening. In a longer one the signature is the least
    /// part of the work; and whoever sends what nobody has signed is not to have it opened first.
    static final int BESIDE_BYTES_MAX = 65_536;

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Door door;
    private final LogCheck logs;
    private final Quorums quorums;
    private final RelayCheck relays;
    private final LivingKeys keys;
    private final LeafReading leafReading;
    private final Shelving shelving;
    private final Executor meanwhile;

    /// @param self whose node
    /// @param charter by whose cards senders are known
    /// @param signatures what verifies
    /// @param hpke what unwraps
    /// @param keys this node's keys
    /// @param vault where objects are put to rest
    public Receiving(
            NodeIdentity self,
            LivingCharter charter,
            SignatureProvider signatures,
            HpkeProvider hpke,
            NodeKeys keys,
            KeyVault vault) {
        this(self, charter, signatures, hpke, new Own(LivingKeys.fixed(keys), vault, Runnable::run));
    }

    /// What a node receives with.
    ///
    /// @param keys this node's keys, which are replaced at times
    /// @param vault where objects are put to rest
    /// @param meanwhile runs one step of a delivery beside the others, on a thread of its own or on none
    public record Own(LivingKeys keys, KeyVault vault, Executor meanwhile) {}

    /// As the other, with keys that are replaced at times.
    public Receiving(
            NodeIdentity self, LivingCharter charter, SignatureProvider signatures, HpkeProvider hpke, Own own) {
        this.self = self;
        this.charter = charter;
        this.door = new Door(signatures, hpke, self.member());
        this.logs = new LogCheck(signatures);
        this.quorums = new Quorums(charter, logs);
        this.relays = new RelayCheck(signatures);
        this.keys = own.keys();
        this.leafReading = new LeafReading(self.member(), charter, relays, own.vault());
        this.shelving = new Shelving(own.vault());
        this.meanwhile = own.meanwhile();
    }

    /// Examines the bytes of one delivery.
    ///
    /// @param nowMicros this node's clock
    /// @throws DoorRejected if it is not, in this form, what some member provably signed for this one
    public Arriving examine(byte[] body, long nowMicros) {
        Delivery delivery;
        try {
            delivery = Delivery.parse(body);
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        }
        Door.Claim claim = door.claim(delivery, charter);
        Beside<Boolean> proof = new Beside<>(() -> {
            door.verify(claim);
            return true;
        });
        if (body.length <= BESIDE_BYTES_MAX) {
            meanwhile.execute(proof);
        } else {
            var _ = proof.result();
        }
        try {
            return examine(door.compare(claim, charter), proof, nowMicros);
        } catch (DoorRejected rejected) {
            // What nobody has signed is refused for that, whatever else is wrong with it.
            var _ = proof.result();
            throw rejected;
        }
    }

    /// Believes nothing of it, and keeps nothing, before `proof` has succeeded.
    private Arriving examine(Door.Admitted admitted, Beside<Boolean> proof, long nowMicros) {
        checkTime(admitted, nowMicros);
        return switch (admitted.delivery().body()) {
            case Delivery.Withdrawn withdrawn -> {
                var _ = proof.result();
                yield withdrawn(admitted, withdrawn);
            }
            case Delivery.Sealed sealed -> opened(admitted, () -> door.open(admitted, sealed, keys.sealing()), proof);
            case Delivery.Rewrapped rewrapped ->
                opened(admitted, () -> door.open(admitted, rewrapped, keys.sealing()), proof);
        };
    }

    private static void checkTime(Door.Admitted admitted, long nowMicros) {
        long signedMicros = admitted.header().timeMicros();
        if (!CardTimes.covers(admitted.sender(), signedMicros)) {
            throw new DoorRejected(Clause.HEADER_VALIDITY, CardTimes.found(admitted.sender(), signedMicros), false);
        }
        if (CardTimes.isAhead(signedMicros, nowMicros)) {
            String found =
                    "it says %s, and here it is %s".formatted(Core.instant(signedMicros), Core.instant(nowMicros));
            throw new DoorRejected(Clause.HEADER_FUTURE, found, true);
        }
    }

    private Arriving opened(Door.Admitted admitted, Supplier<Door.Opened> opening, Beside<Boolean> proof) {
        Door.Opened opened;
        try {
            opened = opening.get();
        } catch (ContentRejected rejected) {
            var _ = proof.result();
            return new Arriving(
                    admitted, new Arriving.Broken(rejected.clause(), String.valueOf(rejected.getMessage())));
        }
        // Log evidence is not under the sender's signature: whoever carried it may have damaged it.
        byte[] record = LogEvidence.record(opened.manifest().logSalt(), admitted.payloadHash());
        logs.verify(admitted.delivery().log(), record, history(admitted.header().sender()));
        if (!admitted.keyCounts(admitted.delivery().log().proof().leafIndex())) {
            // Charter 9.5: what a replaced key signed counts only where the log had it before.
            throw new DoorRejected(Clause.HEADER_SIGNATURE, "a replaced key, and a record after its end", false);
        }
        if (!recallsFit(opened, admitted.delivery().log())) {
            throw new DoorRejected(Clause.RECALL_PROOFS, "recalls with a long checkpoint", false);
        }
        var _ = proof.result();
        return new Arriving(admitted, read(admitted, opened), lacksQuorum(admitted));
    }

    /// Each recall is kept with a copy of the checkpoint, which is as long as its sender likes.
    private static boolean recallsFit(Door.Opened opened, LogEvidence log) {
        long recalls = opened.leaves().stream()
                .filter(leaf -> leaf.kind() == LeafKind.RECALL)
                .count();
        return recalls * log.checkpoint().length <= Limits.RECALL_PROOFS_BYTES_MAX;
    }

    private KeyHistory history(MemberId sender) {
        return charter.now()
                .keyHistory(sender)
                .orElseThrow(() -> new DoorRejected(Clause.HEADER_SENDER, "no member " + sender.shortForm(), false));
    }

    /// A dispatch need not wait for witnesses: what they add is asked for later.
    private boolean lacksQuorum(Door.Admitted admitted) {
        try {
            return !quorums.has(
                    admitted.delivery().log().checkpoint(), admitted.sender().id());
        } catch (DoorRejected damaged) {
            // A cosignature that does not verify counts as none, as it did for the sender.
            return true;
        }
    }

    private Arriving.Legible read(Door.Admitted admitted, Door.Opened opened) {
        List<LeafReading.Result> results = new ArrayList<>(opened.leaves().size());
        for (int index = 0; index < opened.leaves().size(); index++) {
            int position = opened.manifest().positions().get(index);
            results.add(leafReading.read(admitted, opened, opened.leaves().get(index), position));
        }
        List<Shelving.Resting> resting =
                results.stream().flatMap(result -> result.resting().stream()).toList();
        ChannelId channel = opened.manifest().channel();
        Optional<Prepared.Shelved> shelved = resting.isEmpty()
                ? Optional.empty()
                : Optional.of(shelving.shelve(
                        resting,
                        Optional.of(channel),
                        Optional.of(ObjectTable.of(opened)),
                        admitted.header().exercise()));
        return new Arriving.Legible(
                opened.manifest(),
                opened.leaves().stream().map(Leaf::hash).toList(),
                shelved,
                results.stream().flatMap(result -> result.status().stream()).toList(),
                results.stream().flatMap(result -> result.recalled().stream()).toList(),
                results.stream().flatMap(result -> result.handshake().stream()).toList(),
                results.stream().flatMap(result -> result.refused().stream()).toList(),
                results.stream().flatMap(result -> result.buried().stream()).toList());
    }

    private Arriving withdrawn(Door.Admitted admitted, Delivery.Withdrawn withdrawn) {
        List<Arriving.Recalled> recalls = new ArrayList<>();
        for (RelayedObject proof : withdrawn.recalls()) {
            try {
                RelayCheck.Verified verified = relays.verify(proof, charter);
                Arriving.Recalled recalled = recalled(verified, proof);
                if (!recalled.originator().equals(admitted.header().sender())
                        || !recalled.statement().payloadHash().equals(admitted.payloadHash())) {
                    throw new ContentRejected(Clause.WITHDRAWN, "a recall of something else");
                }
                recalls.add(recalled);
            } catch (ContentRejected rejected) {
                // The body of a withdrawn delivery is not signed as a whole: a carrier may have put it there.
                throw new DoorRejected(rejected.clause(), String.valueOf(rejected.getMessage()), false);
            }
        }
        return new Arriving(admitted, new Arriving.Withdrawn(recalls));
    }

    /// Reads a verified proof as a recall.
    ///
    /// @throws ContentRejected if it is none
    static Arriving.Recalled recalled(RelayCheck.Verified verified, RelayedObject proof) {
        if (proof.leaf().kind() != LeafKind.RECALL) {
            throw new ContentRejected(
                    Clause.WITHDRAWN, "a leaf of kind " + proof.leaf().kind());
        }
        try {
            RecallStatement statement = RecallStatement.parse(proof.leaf().content());
            Hash recallHash = verified.header().payloadHash();
            return new Arriving.Recalled(verified.header().sender(), statement, proof.toBytes(), recallHash);
        } catch (MalformedEncoding malformed) {
            throw new ContentRejected(Clause.SEAL_PLAINTEXT, String.valueOf(malformed.getMessage()));
        }
    }

    /// What takes back what this node had sent, through the same reading.
    TakingBack takingBack(SignatureProvider signatures, Ledger ledger, Turns turns, RecallDesk recalls) {
        return new TakingBack(
                self, charter, signatures, ledger, turns, new TakingBack.Home(leafReading, shelving, recalls));
    }

    /// Puts leaves to rest, and takes them out.
    Shelving shelving() {
        return shelving;
    }

    /// Whose node this is.
    NodeIdentity self() {
        return self;
    }
}
