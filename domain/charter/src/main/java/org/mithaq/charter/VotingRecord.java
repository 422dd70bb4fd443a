// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Optional;
import java.util.OptionalInt;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;

/// What a member must remember of its own votes on one parent, and what decides about the next (Charter 7.3 to
/// 7.6). Immutable: a step gives another record, which is stored before its vote is signed.
///
/// Whoever votes calls [#prepare] or [#commit], stores [VotingStep.Sign#toStore], waits until that is durable,
/// and only then signs it with [SignedVote#sign]. A crash in between costs nothing: the record signs the same
/// vote again.
///
/// @param federation in which
/// @param parent hash of the state on which the votes are
/// @param epoch epoch of that state
/// @param last the last vote that the member has signed or is about to sign
/// @param lock the newest preparation that the member has seen
public record VotingRecord(
        FederationId federation, Hash parent, int epoch, Optional<Vote> last, Optional<VotingLock> lock) {

    /// Longest encoding in bytes.
    public static final int ENCODING_BYTES_MAX = 2 * Hash.LENGTH_BYTES
            + Integer.BYTES
            + 2
            + Integer.BYTES
            + Vote.PAYLOAD_BYTES_MAX
            + Integer.BYTES
            + Hash.LENGTH_BYTES;

    public VotingRecord {
        boolean own = last.isEmpty()
                || (last.orElseThrow().federation().equals(federation)
                        && last.orElseThrow().parent().equals(parent)
                        && last.orElseThrow().epoch() == epoch);
        if (!own) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE, CharterClause.VOTING_RECORD, "a vote on another parent");
        }
    }

    /// What a member remembers that has not voted on `state` yet.
    public static VotingRecord on(CharterState state) {
        return new VotingRecord(state.federation(), state.hash(), state.epoch(), Optional.empty(), Optional.empty());
    }

    /// Asks to prepare `act` in `round`, which people of this member have approved.
    ///
    /// @param round that the member has reached by its own clock or by the votes of more than f others
    ///     (Charter 7.3)
    /// @param act payload hash of an act that would fold on the parent
    public VotingStep prepare(int round, Hash act) {
        if (lock.isPresent() && !lock.orElseThrow().act().equals(act)) {
            return new VotingStep.Refused(VotingStep.Reason.LOCKED);
        }
        OptionalInt carried =
                lock.isPresent() ? OptionalInt.of(lock.orElseThrow().round()) : OptionalInt.empty();
        if (carried.isPresent() && carried.getAsInt() >= round) {
            return new VotingStep.Refused(VotingStep.Reason.ROUND_PAST);
        }
        return sign(new Vote(federation, parent, epoch, round, Vote.Phase.PREPARE, act, carried), lock);
    }

    /// What is remembered once a preparation was seen: a newer one replaces the lock, whatever it is on.
    ///
    /// @param preparation verified, on this parent
    public VotingRecord seen(VotingLock preparation) {
        boolean newer =
                lock.isEmpty() || preparation.round() > lock.orElseThrow().round();
        return newer ? new VotingRecord(federation, parent, epoch, last, Optional.of(preparation)) : this;
    }

    /// Asks to commit what was prepared.
    ///
    /// @param preparation verified, on this parent
    public VotingStep commit(VotingLock preparation) {
        Optional<VotingLock> newest = seen(preparation).lock();
        if (!newest.equals(Optional.of(preparation))) {
            return new VotingStep.Refused(VotingStep.Reason.LOCKED);
        }
        return sign(
                new Vote(
                        federation,
                        parent,
                        epoch,
                        preparation.round(),
                        Vote.Phase.COMMIT,
                        preparation.act(),
                        OptionalInt.empty()),
                newest);
    }

    private VotingStep sign(Vote vote, Optional<VotingLock> locked) {
        if (last.isPresent() && !vote.isAfter(last.orElseThrow())) {
            return new VotingStep.Refused(VotingStep.Reason.ROUND_PAST);
        }
        return new VotingStep.Sign(new VotingRecord(federation, parent, epoch, Optional.of(vote), locked), vote);
    }

    /// Reads what [#encode] writes.
    ///
    /// @throws CharterRejected if it is no record
    public static VotingRecord decode(byte[] encoding) {
        try {
            CanonicalReader reader = new CanonicalReader(encoding);
            FederationId federation = new FederationId(reader.hash("federation"));
            Hash parent = reader.hash("parent");
            int epoch = reader.u32("epoch");
            Optional<Vote> last = reader.flag("has voted")
                    ? Optional.of(Vote.parse(reader.bytes("vote", Vote.PAYLOAD_BYTES_MAX)))
                    : Optional.empty();
            Optional<VotingLock> lock = reader.flag("is locked")
                    ? Optional.of(new VotingLock(reader.u32("round"), reader.hash("act")))
                    : Optional.empty();
            reader.end("voting record");
            return new VotingRecord(federation, parent, epoch, last, lock);
        } catch (MalformedEncoding e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.VOTING_RECORD, String.valueOf(e.getMessage()));
        }
    }

    /// The form in which a member stores it; it never leaves the member.
    public byte[] encode() {
        CanonicalWriter writer = new CanonicalWriter(ENCODING_BYTES_MAX)
                .hash(federation.hash())
                .hash(parent)
                .u32(epoch)
                .flag(last.isPresent());
        last.ifPresent(vote -> writer.bytes(vote.payload()));
        writer.flag(lock.isPresent());
        lock.ifPresent(each -> writer.u32(each.round()).hash(each.act()));
        return writer.toByteArray();
    }
}
