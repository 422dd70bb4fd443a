// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;

/// What the sender signs of a dispatch: 248 bytes whatever it carries and for whomever (protocol, Header).
///
/// Of constant size, because lengths and counts tell. Audience, lane and the number of objects are sealed; recipients
/// stand behind the salted delivery hash. A member that gets a relayed object sees this and neither of the salts.
///
/// @param suite the algorithms
/// @param federation whose charter applies
/// @param epoch the charter's epoch at sending
/// @param stateHash hash of the charter's state in that epoch
/// @param sender the originating member
/// @param signingEpoch which of the sender's signing keys
/// @param id 32 random bytes, never used twice by this sender
/// @param timeMicros when it was numbered, by the sender's clock, in microseconds since 1970-01-01 UTC
/// @param exercise whether everything in it is play
/// @param objectRoot root of the object tree
/// @param manifestHash salted hash of the sealed manifest
/// @param deliveryHash salted hash of the delivery record
public record Header(
        Suite suite,
        FederationId federation,
        long epoch,
        Hash stateHash,
        MemberId sender,
        int signingEpoch,
        DispatchId id,
        long timeMicros,
        boolean exercise,
        Hash objectRoot,
        Hash manifestHash,
        Hash deliveryHash) {

    /// Version of the format, the first byte of every header.
    static final int VERSION = 1;

    /// Length of every header.
    public static final int LENGTH_BYTES = 1 + 2 + 32 + 8 + 32 + 32 + 4 + 32 + 8 + 1 + 3 * 32;

    /// The canonical encoding, which is the payload that is signed.
    public byte[] toBytes() {
        return new CanonicalWriter(LENGTH_BYTES)
                .u8(VERSION)
                .u16(suite.number())
                .hash(federation.hash())
                .u64(epoch)
                .hash(stateHash)
                .hash(sender.hash())
                .u32(signingEpoch)
                .hash(id.value())
                .u64(timeMicros)
                .flag(exercise)
                .hash(objectRoot)
                .hash(manifestHash)
                .hash(deliveryHash)
                .toByteArray();
    }

    /// The identity of the dispatch: SHA-256 of this payload under its type, never of a signature.
    public Hash payloadHash() {
        return Dsse.payloadHash(PayloadTypes.DISPATCH, toBytes());
    }

    /// Reads a header.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Header parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        int version = in.u8("header.version");
        if (version != VERSION) {
            throw in.refuse("header.version", "1, the only version that this program knows, and not " + version);
        }
        Header header = new Header(
                Suite.read(in),
                new FederationId(in.hash("header.federation")),
                in.u64("header.epoch"),
                in.hash("header.stateHash"),
                new MemberId(in.hash("header.sender")),
                in.u32("header.signingEpoch"),
                new DispatchId(in.hash("header.id")),
                in.u64("header.time"),
                in.flag("header.exercise"),
                in.hash("header.objectRoot"),
                in.hash("header.manifestHash"),
                in.hash("header.deliveryHash"));
        in.end("header");
        return header;
    }
}
