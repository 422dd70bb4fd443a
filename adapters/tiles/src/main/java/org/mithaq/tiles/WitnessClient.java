// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mithaq.charter.MemberCard;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.OwnLog;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.NoteRejected;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.VerifierKey;
import org.mithaq.tlog.WitnessDecision;

/// Asks one member for its cosignatures (C2SP tlog-witness, add-checkpoint, the client's side).
///
/// Safe for threads; requests to one witness follow one another, since each says where the one before ended.
public final class WitnessClient {

    private static final int EXCERPT_BYTES_MAX = 200;

    private final MemberCard witness;
    private final List<VerifierKey> keys;
    private final SignatureProvider signatures;
    private final WitnessTransport transport;
    private final OwnLog log;
    private volatile long lastSize;

    /// @param witness the card of the member
    /// @param signatures what verifies its cosignatures
    /// @param transport how it is reached
    /// @param log this node's log, which gives the consistency proofs
    public WitnessClient(MemberCard witness, SignatureProvider signatures, WitnessTransport transport, OwnLog log) {
        this.witness = witness;
        this.keys = witness.witness().cosignerKeys().stream()
                .map(VerifierKey::parse)
                .toList();
        this.signatures = signatures;
        this.transport = transport;
        this.log = log;
    }

    /// What a request brought.
    public sealed interface Outcome {

        /// A verified line by every key of the member.
        record Cosigned(List<NoteSignature> lines) implements Outcome {

            public Cosigned {
                lines = List.copyOf(lines);
            }
        }

        /// No cosignature, this time.
        ///
        /// @param reason in words, for an operator
        record Failed(String reason) implements Outcome {}

        /// The witness has cosigned something that this log does not extend.
        ///
        /// @param reason in words, for an operator
        record PastLost(String reason) implements Outcome {}
    }

    /// The largest tree of this log that the member is known to have cosigned; 0 before it said so.
    public long lastSize() {
        return lastSize;
    }

    /// Asks for cosignatures of `checkpoint`; where the witness names another size, once again from there.
    ///
    /// @throws InterruptedException if the calling thread was interrupted
    public synchronized Outcome ask(SignedCheckpoint checkpoint) throws InterruptedException {
        try {
            Step step = send(checkpoint);
            if (step instanceof Step.From from) {
                lastSize = from.size();
                if (lastSize > checkpoint.checkpoint().size()) {
                    return new Outcome.PastLost("it has cosigned size %d, and here are %d records"
                            .formatted(lastSize, checkpoint.checkpoint().size()));
                }
                step = send(checkpoint);
            }
            return switch (step) {
                case Step.Done(Outcome outcome) -> outcome;
                case Step.From(long size) ->
                    new Outcome.Failed("it names one size after another as its latest, now " + size);
            };
        } catch (WitnessUnreachable unreachable) {
            return new Outcome.Failed(String.valueOf(unreachable.getMessage()));
        }
    }

    /// One request is over: by its outcome, or by another size to ask from.
    private sealed interface Step {
        record Done(Outcome outcome) implements Step {}

        record From(long size) implements Step {}
    }

    private Step send(SignedCheckpoint checkpoint) throws WitnessUnreachable, InterruptedException {
        long size = checkpoint.checkpoint().size();
        long from = Math.min(lastSize, size);
        List<Hash> proof = from == 0 ? List.of() : log.consistency(from, size).path();
        byte[] body = new AddCheckpointRequest(from, proof, checkpoint).encode();
        WitnessTransport.Answer answer = transport.send(witness.id(), body);
        try {
            return switch (answer.status()) {
                case 200 -> new Step.Done(cosigned(checkpoint, answer.body()));
                case 409 -> from(answer);
                case 422 ->
                    new Step.Done(
                            new Outcome.PastLost("it refuses the proof from size %d to size %d".formatted(from, size)));
                default -> new Step.Done(new Outcome.Failed(unexpected(answer)));
            };
        } catch (MalformedTlog | NoteRejected rejected) {
            return new Step.Done(new Outcome.Failed(String.valueOf(rejected.getMessage())));
        }
    }

    private static Step from(WitnessTransport.Answer answer) {
        String type = answer.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(WitnessDecision.SIZE_CONTENT_TYPE)) {
            return new Step.Done(new Outcome.Failed("it answered 409 without the type of a size"));
        }
        return new Step.From(WitnessDecision.Conflict.parse(answer.body()).size());
    }

    private Outcome cosigned(SignedCheckpoint checkpoint, byte[] body) {
        Set<Integer> seen = new HashSet<>();
        List<NoteSignature> lines = new ArrayList<>();
        for (NoteSignature line :
                AddCheckpointResponse.parse(body).verifiedFor(checkpoint.checkpoint(), signatures, keys)) {
            // A verified line names one of these keys, and no two of them share an id.
            if (seen.add(line.keyId())) {
                lines.add(line);
            }
        }
        if (lines.size() < keys.size()) {
            return new Outcome.Failed("only %d of its %d keys have cosigned".formatted(lines.size(), keys.size()));
        }
        lastSize = checkpoint.checkpoint().size();
        return new Outcome.Cosigned(lines);
    }

    private static String unexpected(WitnessTransport.Answer answer) {
        StringBuilder shown = new StringBuilder("it answered with status " + answer.status());
        if (answer.body().length > 0) {
            shown.append(": ");
            // Foreign text that ends up before an operator: visible ASCII alone, and not much of it.
            for (int at = 0; at < Math.min(answer.body().length, EXCERPT_BYTES_MAX); at++) {
                char c = (char) (answer.body()[at] & 0xff);
                shown.append(c >= 0x20 && c < 0x7f ? c : '?');
            }
        }
        return shown.toString();
    }
}
