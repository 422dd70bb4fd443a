// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;

/// The objects that this node holds. Bytes lie sealed in batches, each object under its own key of the key store; the
/// rows here are slim.
public interface Shelf {

    /// The sealed leaves of one batch.
    ///
    /// @param number of its keys in the key store, never used twice
    /// @param salt 16 random bytes that go into every key
    /// @param sealed the sealed leaves behind each other
    /// @param table what is needed to make object paths again, sealed under a key of its own; empty at home
    record BatchRow(long number, byte[] salt, byte[] sealed, byte[] table) {}

    /// One object.
    ///
    /// @param number ascending in commit order, given by [#addObjects]; 0 before
    /// @param stixId id as written
    /// @param version `modified`, or `created`, or a content hash where the type has no versions
    /// @param stixType object type as written
    /// @param originator whose word it is
    /// @param channel where it was shared; empty while it stays at home
    /// @param batch number of the batch row
    /// @param slot which of the batch's keys, 0 to 4,095
    /// @param offsetBytes where its sealed leaf starts in the batch
    /// @param lengthBytes length of the sealed leaf
    /// @param leafHash hash of the leaf; [Hash#ZERO] where it never left nor came
    /// @param payloadHash dispatch of the originator that carries the leaf; [Hash#ZERO] where there is none
    /// @param position of the leaf in that dispatch's object tree
    /// @param exercise whether it is play
    /// @param defects whether it breaks the standard and was kept all the same
    /// @param addedMicros strictly ascending with `number`
    record ObjectRow(
            long number,
            String stixId,
            String version,
            String stixType,
            MemberId originator,
            Optional<ChannelId> channel,
            long batch,
            int slot,
            int offsetBytes,
            int lengthBytes,
            Hash leafHash,
            Hash payloadHash,
            int position,
            boolean exercise,
            boolean defects,
            long addedMicros) {

        /// This row under its number and with its time of adding.
        public ObjectRow numbered(long given, long timeMicros) {
            return changed(given, batch, slot, offsetBytes, lengthBytes, payloadHash, timeMicros);
        }

        /// This row with the place where its sealed leaf lies.
        public ObjectRow lying(long inBatch, int atSlot, int offset, int length) {
            return changed(number, inBatch, atSlot, offset, length, payloadHash, addedMicros);
        }

        /// This row as a leaf of a dispatch, unless it names another originator's dispatch already.
        public ObjectRow placed(Hash inDispatch) {
            Hash named = payloadHash.equals(Hash.ZERO) ? inDispatch : payloadHash;
            return changed(number, batch, slot, offsetBytes, lengthBytes, named, addedMicros);
        }

        private ObjectRow changed(
                long given, long inBatch, int atSlot, int offset, int length, Hash inDispatch, long timeMicros) {
            return new ObjectRow(
                    given,
                    stixId,
                    version,
                    stixType,
                    originator,
                    channel,
                    inBatch,
                    atSlot,
                    offset,
                    length,
                    leafHash,
                    inDispatch,
                    position,
                    exercise,
                    defects,
                    timeMicros);
        }
    }

    /// Adds a batch.
    void addBatch(BatchRow batch);

    /// A batch by number.
    Optional<BatchRow> batch(long number);

    /// Removes a batch whose keys are all destroyed.
    void removeBatch(long number);

    /// Adds those objects that are new, and gives each a number and a time of adding, both strictly above all before.
    ///
    /// An object is not new if one of the same originator, channel, STIX id and version is there.
    ///
    /// @param objects numbers and times are ignored
    /// @param nowMicros the least time of adding
    /// @return the rows as stored, in the same order; empty for each that was there already
    List<Optional<ObjectRow>> addObjects(List<ObjectRow> objects, long nowMicros);

    /// An object by number.
    Optional<ObjectRow> object(long number);

    /// All that is held under a STIX id, every version and originator, ascending by number, at most `limit`.
    List<ObjectRow> objectsOf(String stixId, int limit);

    /// The object that stands at a leaf of a dispatch.
    Optional<ObjectRow> objectAt(Hash payloadHash, int position);

    /// All objects that came in or left with a dispatch, ascending by position.
    List<ObjectRow> objectsIn(Hash payloadHash);

    /// Objects of a channel (or, if empty, of all channels and of none) with numbers above `afterNumber`, ascending,
    /// at most `limit`.
    List<ObjectRow> page(Optional<ChannelId> channel, long afterNumber, int limit);

    /// Number of objects held. Kept, not counted.
    long count();

    /// One member that this node passed a leaf on to.
    ///
    /// @param leafHash the originator's leaf
    /// @param to whom it was relayed to
    /// @param destroyed whether that member has declared its destruction
    record RelayRow(Hash leafHash, MemberId to, boolean destroyed) {}

    /// Adds or replaces the row of that leaf and member.
    void putRelay(RelayRow relay);

    /// To whom a leaf was passed on, ordered by member.
    List<RelayRow> relays(Hash leafHash);

    /// Removes an object's row (after a recall or an expiry).
    void removeObject(long number);
}
