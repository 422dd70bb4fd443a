// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.NoteSigner;
import org.mithaq.tlog.SignedCheckpoint;

/// This node's signed checkpoints: the newest, and the newest with a quorum of cosignatures. Safe for threads.
///
/// A checkpoint is signed only for records that are durable, and never needs to be stored for its own sake: the same
/// records give the same one again.
public final class OwnCheckpoints {

    private final OwnLog log;
    private final String origin;
    private final Supplier<NoteSigner> signer;
    private Optional<Signed> newest = Optional.empty();
    private Optional<SignedCheckpoint> witnessed;

    /// @param log whose checkpoints
    /// @param origin the log's name
    /// @param signer the log's key
    /// @param witnessed the newest witnessed one, as it was stored
    public OwnCheckpoints(OwnLog log, String origin, NoteSigner signer, Optional<SignedCheckpoint> witnessed) {
        this(log, origin, () -> signer, witnessed);
    }

    /// As the other, of a log whose key is replaced at times.
    ///
    /// @param signer the present key
    public OwnCheckpoints(
            OwnLog log, String origin, Supplier<NoteSigner> signer, Optional<SignedCheckpoint> witnessed) {
        this.log = log;
        this.origin = origin;
        this.signer = signer;
        this.witnessed = witnessed;
    }

    /// What was signed last, and by which key.
    private record Signed(SignedCheckpoint checkpoint, NoteSigner signer) {}

    /// Whether nothing may be signed now.
    boolean areHeld() {
        return log.isHeld();
    }

    /// The log's name.
    public String origin() {
        return origin;
    }

    /// A checkpoint of all that is durable now.
    ///
    /// @throws SigningHeld if this node may sign nothing now
    public synchronized SignedCheckpoint newest() {
        log.demandSigning();
        long size = log.committedSize();
        NoteSigner present = signer.get();
        Signed signed = newest.filter(before -> before.checkpoint().checkpoint().size() == size
                        && before.signer().equals(present))
                .orElseGet(() -> new Signed(sign(size, present), present));
        newest = Optional.of(signed);
        return signed.checkpoint();
    }

    /// What can be shown of the log: the newest, or, while nothing may be signed, what was signed and witnessed before.
    public synchronized Optional<SignedCheckpoint> shown() {
        return log.isHeld() ? witnessed : Optional.of(newest());
    }

    /// The same without cosignatures, as it goes into greetings.
    Optional<SignedCheckpoint> bare() {
        return shown().map(each -> new SignedCheckpoint(
                each.checkpoint(),
                each.signatures().stream()
                        .filter(line -> line.name().equals(origin))
                        .toList()));
    }

    /// The newest that reached its quorum.
    public synchronized Optional<SignedCheckpoint> witnessed() {
        return witnessed;
    }

    /// Whether the log begins with what the others have cosigned. If not, its ledger was restored from an old backup or
    /// damaged, and must not be signed: the node says so at its start, and `log fsck` says where.
    public synchronized boolean holdsWitnessed() {
        return witnessed
                .map(SignedCheckpoint::checkpoint)
                .map(checkpoint -> checkpoint.size() <= log.committedSize()
                        && log.root(checkpoint.size()).equals(checkpoint.root()))
                .orElse(true);
    }

    /// Keeps a checkpoint with its quorum of cosignatures, unless a newer one is here.
    ///
    /// @return whether it is the newest witnessed one now
    public synchronized boolean keep(SignedCheckpoint checkpoint, List<NoteSignature> cosignatures) {
        if (witnessed.isPresent()
                && witnessed.get().checkpoint().size() > checkpoint.checkpoint().size()) {
            return false;
        }
        witnessed = Optional.of(checkpoint.with(cosignatures));
        return true;
    }

    /// Evidence for the record at `leafIndex`: against the newest witnessed checkpoint that covers it, or else the
    /// newest.
    public LogEvidence evidence(long leafIndex) {
        SignedCheckpoint shown = witnessed()
                .filter(checkpoint -> checkpoint.checkpoint().size() > leafIndex)
                .orElseGet(this::newest);
        return new LogEvidence(log.inclusion(leafIndex, shown.checkpoint().size()), shown.encode());
    }

    private SignedCheckpoint sign(long size, NoteSigner present) {
        Hash root = log.root(size);
        return present.sign(new Checkpoint(origin, size, root));
    }
}
