// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.NoteRejected;
import org.mithaq.tlog.ProofRejected;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TreeHasher;
import org.mithaq.tlog.VerifiedSignature;
import org.mithaq.tlog.VerifierKey;

/// Checks log evidence against the cards of the charter (protocol, Log). Safe for threads.
public final class LogCheck {

    /// More keys than two of the largest federations have; above that, keys are read anew each time.
    private static final int KEYS_KEPT_MAX = 4_096;

    /// Keys that were read and found good, by their text. They are the same few of the members' cards with every
    /// checkpoint, and to read one takes longer than to verify a signature by it.
    private static final Map<String, VerifierKey> KEYS = new ConcurrentHashMap<>();

    private final SignatureProvider signatures;

    /// @param signatures what verifies notes
    public LogCheck(SignatureProvider signatures) {
        this.signatures = signatures;
    }

    /// The checkpoint of `evidence`, once it is proved that `owner`'s log signed it and that it holds `record`.
    ///
    /// @param record the 32-byte record, from [LogEvidence#record]
    /// @throws DoorRejected if it does not: nobody but a carrier need have damaged it
    public Checkpoint verify(LogEvidence evidence, byte[] record, MemberCard owner) {
        Checkpoint checkpoint = verify(evidence.checkpoint(), owner).checkpoint();
        if (checkpoint.size() != evidence.proof().treeSize()) {
            throw new DoorRejected(Clause.LOG_INCLUSION, "a proof for another size", false);
        }
        try {
            evidence.proof().verify(TreeHasher.leafHash(record), checkpoint.root());
        } catch (ProofRejected rejected) {
            throw new DoorRejected(Clause.LOG_INCLUSION, String.valueOf(rejected.getMessage()), false);
        }
        return checkpoint;
    }

    /// A checkpoint that `owner`'s log signed.
    ///
    /// @throws DoorRejected if it did not
    public SignedCheckpoint verify(byte[] note, MemberCard owner) {
        try {
            SignedCheckpoint signed = SignedCheckpoint.parse(note);
            if (!signed.checkpoint().origin().equals(owner.log().origin())) {
                throw new DoorRejected(Clause.LOG_CHECKPOINT, "a checkpoint of another log", false);
            }
            signed.verify(signatures, keys(owner.log().verifierKeys()));
            return signed;
        } catch (MalformedTlog | NoteRejected rejected) {
            throw new DoorRejected(Clause.LOG_CHECKPOINT, String.valueOf(rejected.getMessage()), false);
        }
    }

    /// The members, `owner` not among them, all of whose cosigning keys have cosigned the checkpoint.
    ///
    /// @throws DoorRejected if a known key's cosignature does not verify
    public SortedSet<MemberId> witnesses(byte[] note, CharterState state, MemberId owner) {
        try {
            SignedCheckpoint signed = SignedCheckpoint.parse(note);
            SortedSet<MemberId> witnesses = new TreeSet<>();
            for (MemberCard member : state.members().values()) {
                if (!member.id().equals(owner) && cosigned(signed, member)) {
                    witnesses.add(member.id());
                }
            }
            return witnesses;
        } catch (MalformedTlog | NoteRejected rejected) {
            throw new DoorRejected(Clause.LOG_CHECKPOINT, String.valueOf(rejected.getMessage()), false);
        }
    }

    private boolean cosigned(SignedCheckpoint signed, MemberCard member) {
        List<VerifierKey> keys = keys(member.witness().cosignerKeys());
        // A line that shares no more than a name with a known key is somebody else's, and says nothing (signed-note,
        // Signatures): whoever carries a note may have added it.
        boolean named = signed.signatures().stream()
                .anyMatch(signature -> keys.stream()
                        .anyMatch(key -> key.name().equals(signature.name()) && key.keyId() == signature.keyId()));
        if (!named) {
            return false;
        }
        Set<VerifierKey> verified = new HashSet<>();
        for (VerifiedSignature signature : signed.verify(signatures, keys)) {
            verified.add(signature.key());
        }
        return verified.containsAll(keys);
    }

    /// The keys of a member's card, by their texts there: each is read once.
    ///
    /// @throws MalformedTlog if one of them is none
    public static List<VerifierKey> keys(List<String> texts) {
        List<VerifierKey> keys = new ArrayList<>(texts.size());
        for (String text : texts) {
            keys.add(key(text));
        }
        return keys;
    }

    private static VerifierKey key(String text) {
        VerifierKey known = KEYS.get(text);
        if (known != null) {
            return known;
        }
        VerifierKey read = VerifierKey.parse(text);
        if (KEYS.size() < KEYS_KEPT_MAX) {
            KEYS.put(text, read);
        }
        return read;
    }
}
