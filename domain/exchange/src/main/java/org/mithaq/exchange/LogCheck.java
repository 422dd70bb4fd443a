// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.NoteRejected;
import org.mithaq.tlog.NoteSignature;
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
    public Checkpoint verify(LogEvidence evidence, byte[] record, KeyHistory owner) {
        return verify(evidence, record, verify(evidence.checkpoint(), owner));
    }

    /// As the other, of a member that is known by one card alone.
    public Checkpoint verify(LogEvidence evidence, byte[] record, MemberCard owner) {
        return verify(evidence, record, verify(evidence.checkpoint(), owner));
    }

    private static Checkpoint verify(LogEvidence evidence, byte[] record, SignedCheckpoint signed) {
        Checkpoint checkpoint = signed.checkpoint();
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

    /// A checkpoint that `owner`'s log signed, by its present key or by one that it had when it signed.
    ///
    /// A replaced key counts for no more records than the rotation that replaced it has pinned, and at that
    /// size for its root alone (Charter 9.5). That a smaller tree is contained in the pinned one is for the
    /// witnesses to have seen, and for whoever holds the log: there is no proof of it beside a checkpoint.
    ///
    /// @throws DoorRejected if it did not
    public SignedCheckpoint verify(byte[] note, KeyHistory owner) {
        return verify(note, owner.present().card().log().origin(), owner.logKeys());
    }

    /// As the other, of a member that is known by one card alone.
    public SignedCheckpoint verify(byte[] note, MemberCard owner) {
        return verify(
                note,
                owner.log().origin(),
                List.of(new KeyHistory.DatedLogKeys(owner.log().verifierKeys(), Optional.empty())));
    }

    private SignedCheckpoint verify(byte[] note, String origin, List<KeyHistory.DatedLogKeys> dated) {
        try {
            SignedCheckpoint signed = SignedCheckpoint.parse(note);
            if (!signed.checkpoint().origin().equals(origin)) {
                throw new DoorRejected(Clause.LOG_CHECKPOINT, "a checkpoint of another log", false);
            }
            if (isLong(signed.checkpoint())) {
                throw new DoorRejected(Clause.CHECKPOINT_TEXT, "a checkpoint with too many further lines", false);
            }
            List<String> texts =
                    dated.stream().flatMap(each -> each.verifierKeys().stream()).toList();
            List<VerifierKey> known = keys(texts);
            if (isAhead(signed, origin, known)) {
                throw new DoorRejected(
                        Clause.LOG_CHECKPOINT, "signed by a key of the log that is not known here", true);
            }
            Set<String> signers = new HashSet<>();
            for (VerifiedSignature signature : signed.verify(signatures, known)) {
                signers.add(signature.key().vkey());
            }
            boolean counts = dated.stream()
                    .filter(each -> each.verifierKeys().stream().anyMatch(signers::contains))
                    .anyMatch(each -> each.until()
                            .map(pin -> isWithin(signed.checkpoint(), pin))
                            .orElse(true));
            if (!counts) {
                throw new DoorRejected(
                        Clause.LOG_CHECKPOINT, "Charter 9.5: a replaced key, and a checkpoint after its end", false);
            }
            return signed;
        } catch (MalformedTlog | NoteRejected rejected) {
            throw new DoorRejected(Clause.LOG_CHECKPOINT, String.valueOf(rejected.getMessage()), false);
        }
    }

    /// Whether the log signed by a key alone that is not known here: its owner may have replaced it by an act that has
    /// not come yet (Charter 11.5). Whoever made that up gets nothing by it but to be asked to come again.
    private static boolean isAhead(SignedCheckpoint signed, String origin, List<VerifierKey> known) {
        boolean named = false;
        for (NoteSignature line : signed.signatures()) {
            if (line.name().equals(origin)) {
                named = true;
                if (known.stream().anyMatch(key -> key.name().equals(origin) && key.keyId() == line.keyId())) {
                    return false;
                }
            }
        }
        return named;
    }

    /// The members, `owner` not among them, all of whose cosigning keys have cosigned the checkpoint: the present ones,
    /// or those that a rotation has replaced, unless it says that others may hold them (Charter 9.6).
    ///
    /// @throws DoorRejected if a known key's cosignature does not verify
    public SortedSet<MemberId> witnesses(byte[] note, CharterState state, MemberId owner) {
        try {
            SignedCheckpoint signed = SignedCheckpoint.parse(note);
            SortedSet<MemberId> witnesses = new TreeSet<>();
            for (MemberId member : state.members().keySet()) {
                List<List<String>> keys =
                        state.keyHistory(member).map(KeyHistory::witnessKeys).orElse(List.of());
                if (!member.equals(owner) && keys.stream().anyMatch(each -> cosigned(signed, keys(each)))) {
                    witnesses.add(member);
                }
            }
            return witnesses;
        } catch (MalformedTlog | NoteRejected rejected) {
            throw new DoorRejected(Clause.LOG_CHECKPOINT, String.valueOf(rejected.getMessage()), false);
        }
    }

    /// Whether a note says that the present key of `owner`'s log signed it; what is no note says nothing.
    public boolean namesPresentKey(byte[] note, KeyHistory owner) {
        List<VerifierKey> present = keys(owner.present().card().log().verifierKeys());
        try {
            return SignedCheckpoint.parse(note).signatures().stream()
                    .anyMatch(signature -> present.stream()
                            .anyMatch(key -> key.name().equals(signature.name()) && key.keyId() == signature.keyId()));
        } catch (MalformedTlog malformed) {
            // Its verification says what is wrong with it.
            return true;
        }
    }

    /// Whether a log says more in a checkpoint than members would show each other (Log 8).
    public static boolean isLong(Checkpoint checkpoint) {
        return checkpoint.body().getBytes(StandardCharsets.UTF_8).length > Limits.CHECKPOINT_TEXT_BYTES_MAX;
    }

    /// The lines of a checkpoint by its log's own keys, one of each: cosignatures are long, and anybody can add
    /// lines in anybody's name.
    public static List<NoteSignature> ownLines(SignedCheckpoint shown, KeyHistory owner) {
        List<VerifierKey> keys = keys(owner.logKeys().stream()
                .flatMap(each -> each.verifierKeys().stream())
                .toList());
        List<NoteSignature> own = new ArrayList<>();
        for (VerifierKey key : keys) {
            shown.signatures().stream()
                    .filter(line -> line.name().equals(key.name()) && line.keyId() == key.keyId())
                    .findFirst()
                    .ifPresent(own::add);
        }
        return own;
    }

    /// Whether the log of `owner` had another key before, and only such a one is named on a note: what it is worth, the
    /// rotation says, and whoever shows it need not know that yet.
    public boolean namesFormerKeyAlone(byte[] note, KeyHistory owner) {
        return owner.logKeys().size() > 1 && !namesPresentKey(note, owner);
    }

    private static boolean isWithin(Checkpoint checkpoint, LogPin pin) {
        return checkpoint.size() < pin.size()
                || (checkpoint.size() == pin.size() && checkpoint.root().equals(pin.root()));
    }

    private boolean cosigned(SignedCheckpoint signed, List<VerifierKey> keys) {
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
