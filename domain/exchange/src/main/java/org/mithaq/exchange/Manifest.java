// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// The sealed table of contents of a dispatch (protocol, Manifest): for its recipients' eyes alone.
///
/// @param salt 32 random bytes that hide the manifest behind its hash in the header
/// @param channel the channel it is posted in
/// @param audience the members that get this variant, ascending, without the sender
/// @param lane how urgent
/// @param flashDeadlineMicros by when a person acknowledges a flash message; 0 outside the flash lane
/// @param positions where the leaves stand in the object tree, ascending, 1 to 4,096 of them
/// @param dummySeed 32 secret bytes from which the hashes of empty subtrees follow
/// @param logSalt 32 random bytes that hide the dispatch in the sender's log
public record Manifest(
        Hash salt,
        ChannelId channel,
        List<MemberId> audience,
        Lane lane,
        long flashDeadlineMicros,
        List<Integer> positions,
        Hash dummySeed,
        Hash logSalt) {

    public Manifest {
        audience = List.copyOf(audience);
        positions = List.copyOf(positions);
        if (audience.isEmpty() || audience.size() > Limits.RECIPIENTS_MAX) {
            throw new IllegalArgumentException("an audience of 1 to 4,096: empty is nobody");
        }
        if ((lane == Lane.FLASH) != (flashDeadlineMicros > 0)) {
            throw new IllegalArgumentException("flash messages, and no others, have a deadline");
        }
        if (!ascends(audience) || !ascends(positions) || positions.isEmpty()) {
            throw new IllegalArgumentException("audience and positions ascend, and there is at least one leaf");
        }
        if (positions.getFirst() < 0 || positions.getLast() >= Limits.LEAVES_MAX) {
            throw new IllegalArgumentException("positions from 0 to 4,095");
        }
    }

    /// The salted hash that stands in the header.
    Hash hash() {
        return Labels.MANIFEST.hash(toBytes());
    }

    byte[] toBytes() {
        return new CanonicalWriter(256 + 32 * audience.size() + 2 * positions.size())
                .hash(salt)
                .hash(channel.hash())
                .list(audience, (out, member) -> out.hash(member.hash()))
                .u8(lane.number())
                .u64(flashDeadlineMicros)
                .list(positions, CanonicalWriter::u16)
                .hash(dummySeed)
                .hash(logSalt)
                .toByteArray();
    }

    static Manifest parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Hash salt = in.hash("manifest.salt");
        ChannelId channel = new ChannelId(in.hash("manifest.channel"));
        List<MemberId> audience = in.list(
                "manifest.audience", Limits.RECIPIENTS_MAX, each -> new MemberId(each.hash("manifest.audience")));
        Lane lane = Lane.read(in);
        long deadline = in.u64("manifest.flashDeadline");
        List<Integer> positions = in.list(
                "manifest.positions", Limits.LEAVES_MAX, each -> OrderProof.readPosition(each, "manifest.positions"));
        if (audience.isEmpty() || !ascends(audience) || positions.isEmpty() || !ascends(positions)) {
            throw in.refuse("manifest", "an audience and positions that ascend, at least one of each");
        }
        if ((lane == Lane.FLASH) != (deadline > 0)) {
            throw in.refuse("manifest.flashDeadline", "a deadline in the flash lane and in no other");
        }
        Manifest manifest = new Manifest(
                salt,
                channel,
                audience,
                lane,
                deadline,
                positions,
                in.hash("manifest.dummySeed"),
                in.hash("manifest.logSalt"));
        in.end("manifest");
        return manifest;
    }

    private static <T extends Comparable<? super T>> boolean ascends(List<T> values) {
        for (int index = 1; index < values.size(); index++) {
            if (values.get(index - 1).compareTo(values.get(index)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
