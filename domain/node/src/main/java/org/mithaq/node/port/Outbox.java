// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;

/// What this node has sent or still has to send.
public interface Outbox {

    /// A dispatch of this node.
    ///
    /// @param payloadHash its identity
    /// @param header the signed payload
    /// @param signature empty until it was stored; it can be made again while the signing key lives
    /// @param keyId of the signing key
    /// @param record encoding of the delivery record
    /// @param keyNumber of the key in the key store that the sealed bytes lie under
    /// @param sealed manifest, content key and ciphertext, sealed under that key; empty once destroyed
    /// @param logSalt what its log record is salted with
    /// @param logIndex its place in this node's log
    /// @param lane how urgent
    /// @param timeMicros when it was numbered
    record DispatchRow(
            Hash payloadHash,
            byte[] header,
            Optional<byte[]> signature,
            Hash keyId,
            byte[] record,
            long keyNumber,
            byte[] sealed,
            Hash logSalt,
            long logIndex,
            Lane lane,
            long timeMicros) {}

    /// How far one recipient's copy has come.
    enum State {
        /// To be delivered.
        PENDING,
        /// A leaf was recalled before delivery: to be delivered without content.
        WITHDRAWN,
        /// The recipient's receipt frees it.
        SETTLED
    }

    /// One recipient's copy.
    ///
    /// @param recipient to whom
    /// @param lane in which lane
    /// @param stream in which stream
    /// @param sequence under which number
    /// @param payloadHash of which dispatch
    /// @param order encoding of the order proof
    /// @param stanza the wrapped content key
    /// @param state how far it has come
    /// @param receipt the newest signed receipt about the dispatch, as an envelope; empty before the first
    /// @param status number of the receipt's status; 0 before the first. What is declared of recalled leaves is
    ///     kept apart: that status stands here only where nothing else is known
    /// @param sealingEpoch which of the recipient's sealing keys the stanza is for
    record EntryRow(
            MemberId recipient,
            Lane lane,
            StreamId stream,
            long sequence,
            Hash payloadHash,
            byte[] order,
            byte[] stanza,
            State state,
            Optional<byte[]> receipt,
            int status,
            int sealingEpoch) {}

    /// A line's last number.
    ///
    /// @param recipient to whom
    /// @param lane in which lane
    /// @param stream in which stream
    /// @param head the last number
    record LineRow(MemberId recipient, Lane lane, StreamId stream, Head head) {}

    /// A dispatch in a list, without its bytes.
    ///
    /// @param payloadHash its identity
    /// @param lane how urgent
    /// @param logIndex its place in this node's log
    /// @param timeMicros when it was numbered
    record SentRow(Hash payloadHash, Lane lane, long logIndex, long timeMicros) {}

    /// Adds a dispatch and a copy for each recipient, and moves the heads.
    void add(DispatchRow dispatch, List<EntryRow> entries);

    /// Adds a dispatch that was sent before this node lost its past, and one settled copy of it; either may be here
    /// already, and stays as it is then. Moves no head.
    void addForgotten(DispatchRow dispatch, EntryRow entry);

    /// A dispatch by identity.
    Optional<DispatchRow> dispatch(Hash payloadHash);

    /// Newest dispatches first, at most `limit`.
    List<DispatchRow> newest(int limit);

    /// Dispatches whose records stand before `beforeLogIndex` in the log, the last first, at most `limit`.
    List<SentRow> sent(long beforeLogIndex, int limit);

    /// Dispatches whose signature is not stored, in no order, at most `limit`. Looks at all: for rare occasions.
    List<DispatchRow> unsigned(int limit);

    /// Stores a signature that was made after the commit.
    void putSignature(Hash payloadHash, byte[] signature);

    /// Destroys what is left of the sealed bytes.
    void dropSealed(Hash payloadHash);

    /// The copies of a dispatch, ordered by recipient.
    List<EntryRow> entriesOf(Hash payloadHash);

    /// One copy by its number.
    Optional<EntryRow> entry(MemberId recipient, Lane lane, StreamId stream, long sequence);

    /// Copies for a recipient in a lane that are not settled, ascending by number, above `afterSequence`, at most
    /// `limit`.
    List<EntryRow> unsettled(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit);

    /// All copies in a line above `afterSequence`, settled or not, ascending, at most `limit`: for catch-up.
    List<EntryRow> after(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit);

    /// Stores a receipt and what follows from it.
    void settle(MemberId recipient, Lane lane, StreamId stream, long sequence, State state, byte[] receipt, int status);

    /// Changes the state of a copy alone.
    void putState(MemberId recipient, Lane lane, StreamId stream, long sequence, State state);

    /// The lines and their heads.
    List<LineRow> lines();

    /// Opens a line, or replaces its stream; its head is [Head#NONE].
    void openLine(MemberId recipient, Lane lane, StreamId stream);

    /// Number of unsettled copies for each recipient that has any. Kept, not counted: as cheap with a million.
    Map<MemberId, Long> unsettledCounts();

    /// What waits for one recipient in one lane.
    ///
    /// @param recipient for whom
    /// @param lane in which lane
    /// @param copies how many copies are unsettled
    /// @param oldestMicros when the oldest of them was numbered
    record BacklogRow(MemberId recipient, Lane lane, long copies, long oldestMicros) {}

    /// What waits, ordered by recipient and lane; nothing where nothing does.
    List<BacklogRow> backlog();
}
