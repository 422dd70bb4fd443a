// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// What recipients and carriers see of a dispatch beyond its header (protocol, Delivery record): its ciphertext, its
/// padded size, and the root of the numbers. The header carries its salted hash, so that a member to which one object
/// was relayed can link it to nothing.
///
/// @param salt 32 random bytes
/// @param ciphertextHash labelled hash of the whole ciphertext
/// @param plaintextBytes length of the plaintext with its padding
/// @param orderRoot root of the order tree
public record DeliveryRecord(Hash salt, Hash ciphertextHash, int plaintextBytes, Hash orderRoot) {

    Hash hash() {
        return Labels.DELIVERY_RECORD.hash(toBytes());
    }

    void write(CanonicalWriter out) {
        out.hash(salt).hash(ciphertextHash).u32(plaintextBytes).hash(orderRoot);
    }

    static DeliveryRecord read(CanonicalReader in) {
        DeliveryRecord record = new DeliveryRecord(
                in.hash("delivery.salt"),
                in.hash("delivery.ciphertextHash"),
                in.u32("delivery.plaintextBytes"),
                in.hash("delivery.orderRoot"));
        if (record.plaintextBytes() > Limits.PLAINTEXT_BYTES_MAX) {
            throw in.refuse("delivery.plaintextBytes", "at most " + Limits.PLAINTEXT_BYTES_MAX);
        }
        return record;
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(104);
        write(out);
        return out.toByteArray();
    }

    /// Reads one record and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static DeliveryRecord parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        DeliveryRecord record = read(in);
        in.end("delivery record");
        return record;
    }

    static Hash hashOfCiphertext(byte[] ciphertext) {
        return Labels.CIPHERTEXT.hash(ciphertext);
    }
}
