// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Collection;
import java.util.List;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// What a witness answers to a log (C2SP tlog-witness, add-checkpoint). Pure: nothing is signed or stored here.
public sealed interface WitnessDecision {

    /// Media type of the body of a [Conflict].
    String SIZE_CONTENT_TYPE = "text/x.tlog.size";

    /// HTTP status of the answer.
    int status();

    /// Everything holds. The caller stores `next`, in the transaction in which it read the old state, *before* it
    /// cosigns and answers: else two requests at once roll the log back.
    ///
    /// @param next what the witness now remembers
    /// @param checkpoint what to cosign
    record Cosign(WitnessState next, Checkpoint checkpoint) implements WitnessDecision {
        @Override
        public int status() {
            return 200;
        }
    }

    /// The log does not know what was last cosigned: `size`, in decimal and with a newline, is the body.
    record Conflict(long size) implements WitnessDecision {
        @Override
        public int status() {
            return 409;
        }

        /// The body of the answer, of type [#SIZE_CONTENT_TYPE].
        public byte[] body() {
            return TlogText.utf8(size + "\n");
        }

        /// The size that the body of such an answer states.
        ///
        /// @throws MalformedTlog if it states none
        public static Conflict parse(byte[] body) {
            String clause = "C2SP tlog-witness, add-checkpoint";
            String text = TlogText.decode(clause, body, 64);
            if (!text.endsWith("\n")) {
                throw new MalformedTlog(clause, "a size and a newline", text);
            }
            return new Conflict(TlogText.decimal(clause, text.substring(0, text.length() - 1)));
        }
    }

    /// The origin is not that of a log that the witness knows.
    record NotFound(String reason) implements WitnessDecision {
        @Override
        public int status() {
            return 404;
        }
    }

    /// No signature by a key of the log, or a bad one.
    record Forbidden(String reason) implements WitnessDecision {
        @Override
        public int status() {
            return 403;
        }
    }

    /// The request has not the form that the document asks for.
    record BadRequest(String reason) implements WitnessDecision {
        @Override
        public int status() {
            return 400;
        }
    }

    /// The log signed a tree that is not shown to extend the cosigned one. `checkpoint` is signed by the log, and may
    /// be evidence against it: keep it, never cosign it.
    record Unprocessable(String reason, SignedCheckpoint checkpoint) implements WitnessDecision {
        @Override
        public int status() {
            return 422;
        }
    }

    /// Decides on `body`, which was read up to [AddCheckpointRequest#BODY_BYTES_MAX].
    ///
    /// For callers that know the log before they read, as by the connection; else parse first and look it up.
    static WitnessDecision on(
            byte[] body, SignatureProvider provider, String origin, Collection<VerifierKey> keys, WitnessState latest) {
        AddCheckpointRequest request;
        try {
            request = AddCheckpointRequest.parse(body);
        } catch (MalformedTlog malformed) {
            return new BadRequest(malformed.getMessage());
        }
        if (!request.checkpoint().checkpoint().origin().equals(origin)) {
            return new NotFound("this witness does not know the origin of the checkpoint");
        }
        return on(request, provider, keys, latest);
    }

    /// Decides on `request`, in the order of tlog-witness, add-checkpoint.
    ///
    /// @param keys keys of the log whose origin the checkpoint has; none where that is unknown
    /// @param latest what it last cosigned of that log, read in the transaction that stores the outcome
    static WitnessDecision on(
            AddCheckpointRequest request,
            SignatureProvider provider,
            Collection<VerifierKey> keys,
            WitnessState latest) {
        if (keys.isEmpty()) {
            return new NotFound("this witness does not know the origin of the checkpoint");
        }
        try {
            request.checkpoint().verify(provider, keys);
        } catch (NoteRejected rejected) {
            return new Forbidden(rejected.getMessage());
        }
        Checkpoint checkpoint = request.checkpoint().checkpoint();
        if (request.oldSize() > checkpoint.size()) {
            return new BadRequest("the old size is greater than that of the checkpoint");
        }
        if (request.oldSize() != latest.size()) {
            return new Conflict(latest.size());
        }
        try {
            checkExtends(latest, request.proof(), checkpoint);
        } catch (ProofRejected rejected) {
            return new Unprocessable(rejected.getMessage(), request.checkpoint());
        }
        return new Cosign(new WitnessState(checkpoint.size(), checkpoint.root()), checkpoint);
    }

    private static void checkExtends(WitnessState latest, List<Hash> proof, Checkpoint to) {
        String clause = "C2SP tlog-witness, add-checkpoint";
        if (to.size() == 0 && !to.root().equals(TreeHasher.EMPTY_ROOT)) {
            throw new ProofRejected(clause, "the tree of size 0 has the hash of the empty string for its root");
        }
        if (latest.size() > 0) {
            // Covers equal sizes too: then the path is empty and the roots are the same.
            new ConsistencyProof(latest.size(), to.size(), proof).verify(latest.root(), to.root());
        } else if (!proof.isEmpty()) {
            throw new ProofRejected(clause, "the empty tree needs no proof");
        }
    }
}
