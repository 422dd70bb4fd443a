// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;

/// Further leaves of one object: where policy lets recipients have different parts of a posting, an object leaves in
/// several dispatches, and again when it is shared with others or sent again; and what is passed on may come to one
/// that holds it already. One leaf has the row; the others are remembered here, so that a recall reaches them all.
public final class Copies {

    private static final String PREFIX = "copy:";

    private Copies() {}

    /// A leaf of an object in a dispatch that has no row for it.
    ///
    /// @param stixId which object
    /// @param version which version
    /// @param position where the leaf stands
    /// @param leafHash hash of the leaf
    /// @param batch number of the batch that it lies in
    /// @param slot which of that batch's keys
    /// @param offsetBytes where the sealed leaf starts in the batch
    /// @param lengthBytes length of the sealed leaf
    public record Copy(
            String stixId,
            String version,
            int position,
            Hash leafHash,
            long batch,
            int slot,
            int offsetBytes,
            int lengthBytes) {

        /// The leaf of a row that is not added.
        public static Copy of(Shelf.ObjectRow row) {
            return new Copy(
                    row.stixId(),
                    row.version(),
                    row.position(),
                    row.leafHash(),
                    row.batch(),
                    row.slot(),
                    row.offsetBytes(),
                    row.lengthBytes());
        }
    }

    /// A copy and the dispatch that carries it.
    record Sent(Copy copy, Hash payloadHash) {}

    static void remember(Turn turn, Copy copy, Hash payloadHash) {
        String which = payloadHash.hex() + "/" + copy.batch();
        turn.tables().registry().putSetting(prefix(copy.stixId(), copy.version()) + which, value(copy, payloadHash));
        lies(turn, copy, payloadHash);
    }

    /// Remembers where a leaf lies, for the recall of that leaf alone.
    static void lies(Turn turn, Copy copy, Hash payloadHash) {
        byte[] named = new CanonicalWriter(128)
                .text(copy.stixId())
                .text(copy.version())
                .bytes(value(copy, payloadHash))
                .toByteArray();
        turn.tables().registry().putSetting(place(payloadHash) + copy.position() + "/" + copy.batch(), named);
    }

    private static byte[] value(Copy copy, Hash payloadHash) {
        return new CanonicalWriter(64)
                .u16(copy.position())
                .hash(copy.leafHash())
                .u64(copy.batch())
                .u16(copy.slot())
                .u32(copy.offsetBytes())
                .u32(copy.lengthBytes())
                .hash(payloadHash)
                .toByteArray();
    }

    /// All copies that a dispatch carries.
    static List<Sent> in(Ledger.Tables tables, Hash payloadHash) {
        return tables.registry().settings(place(payloadHash)).stream()
                .map(setting -> {
                    CanonicalReader in = new CanonicalReader(setting.value());
                    String stixId = in.text("copy.stixId", 500);
                    String version = in.text("copy.version", 500);
                    return read(in.bytes("copy", 200), stixId, version);
                })
                .toList();
    }

    /// All copies of an object, in every version.
    static List<Sent> of(Ledger.Tables tables, String stixId) {
        String prefix = PREFIX + stixId + "/";
        return tables.registry().settings(prefix).stream()
                .map(setting -> {
                    String which = setting.name().substring(prefix.length());
                    String version = which.substring(0, which.lastIndexOf('/', which.lastIndexOf('/') - 1));
                    return read(setting.value(), stixId, version);
                })
                .toList();
    }

    /// All copies of an object in one version.
    static List<Sent> of(Ledger.Tables tables, String stixId, String version) {
        return tables.registry().settings(prefix(stixId, version)).stream()
                .map(setting -> read(setting.value(), stixId, version))
                .toList();
    }

    static void forget(Turn turn, Sent sent) {
        Copy copy = sent.copy();
        String which = sent.payloadHash().hex() + "/" + copy.batch();
        turn.tables().registry().removeSetting(prefix(copy.stixId(), copy.version()) + which);
        turn.tables().registry().removeSetting(place(sent.payloadHash()) + copy.position() + "/" + copy.batch());
    }

    private static Sent read(byte[] value, String stixId, String version) {
        CanonicalReader in = new CanonicalReader(value);
        int position = in.u16("copy.position");
        Hash leafHash = in.hash("copy.leafHash");
        long batch = in.u64("copy.batch");
        int slot = in.u16("copy.slot");
        int offset = in.u32("copy.offset");
        int length = in.u32("copy.length");
        Hash payloadHash = in.hash("copy.payloadHash");
        in.end("copy");
        return new Sent(new Copy(stixId, version, position, leafHash, batch, slot, offset, length), payloadHash);
    }

    private static String place(Hash payloadHash) {
        return "copied:" + payloadHash.hex() + "/";
    }

    private static String prefix(String stixId, String version) {
        return PREFIX + stixId + "/" + version + "/";
    }
}
