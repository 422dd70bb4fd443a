// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.Arrays;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// A delivery whose ciphertext travels apart (protocol, Pieces). What is in it changes with each checkpoint; the
/// ciphertext never does, so that what came of it before a break still counts after it.
///
/// @param before the delivery's encoding up to its ciphertext, handed over, not copied; all of it where it has none
/// @param whole hash of the ciphertext, as in the delivery record; zeroes where there is none
/// @param wholeBytes length of the ciphertext; 0 where there is none
/// @param after the rest of the encoding, handed over, not copied
public record PiecedDelivery(byte[] before, Hash whole, int wholeBytes, byte[] after) {

    /// A ciphertext of so many bytes is not worth leaving out.
    public static final int SHORT_BYTES_MAX = 65_536;

    private static final int PART_BYTES_MAX = Delivery.BYTES_MAX - Limits.CIPHERTEXT_BYTES_MAX;

    /// Longest encoding.
    public static final int BYTES_MAX = PART_BYTES_MAX + 64;

    public PiecedDelivery {
        if (!fits(before, whole, wholeBytes, after)) {
            throw new IllegalArgumentException("a delivery has a ciphertext, or nothing is left out of it");
        }
    }

    private static boolean fits(byte[] before, Hash whole, int wholeBytes, byte[] after) {
        boolean none = wholeBytes == 0 && whole.equals(Hash.ZERO) && after.length == 0;
        return wholeBytes >= 0
                && wholeBytes <= Limits.CIPHERTEXT_BYTES_MAX
                && (long) before.length + after.length <= PART_BYTES_MAX
                && (wholeBytes > 0 || none);
    }

    /// A delivery without its ciphertext, where that is longer than [#SHORT_BYTES_MAX].
    public static PiecedDelivery of(Delivery delivery) {
        byte[] all = delivery.toBytes();
        int ciphertextBytes = switch (delivery.body()) {
            case Delivery.Sealed sealed -> sealed.ciphertext().length;
            case Delivery.Rewrapped rewrapped -> rewrapped.ciphertext().length;
            case Delivery.Withdrawn _ -> 0;
        };
        if (ciphertextBytes <= SHORT_BYTES_MAX) {
            return new PiecedDelivery(all, Hash.ZERO, 0, new byte[0]);
        }
        CanonicalWriter log = new CanonicalWriter();
        delivery.log().write(log);
        // In each body the ciphertext is last, and the log comes after it.
        int end = all.length - log.length();
        return new PiecedDelivery(
                Arrays.copyOf(all, end - ciphertextBytes),
                delivery.record().ciphertextHash(),
                ciphertextBytes,
                Arrays.copyOfRange(all, end, all.length));
    }

    /// The number of the delivery in its line.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if it does not begin as a delivery does
    public long sequence() {
        CanonicalReader in = new CanonicalReader(before);
        Suite.read(in);
        Envelopes.read(in, PayloadTypes.DISPATCH, Header.LENGTH_BYTES);
        DeliveryRecord.read(in);
        return OrderProof.read(in).entry().sequence();
    }

    /// Whether `ciphertext` is what was left out.
    public boolean isLeftOut(byte[] ciphertext) {
        return ciphertext.length == wholeBytes
                && (wholeBytes == 0
                        || DeliveryRecord.hashOfCiphertext(ciphertext).equals(whole));
    }

    /// The delivery's encoding again.
    ///
    /// @param ciphertext what was left out; empty where there is none
    public byte[] with(byte[] ciphertext) {
        if (ciphertext.length != wholeBytes) {
            throw new IllegalArgumentException(
                    "%d bytes were left out, not %d".formatted(wholeBytes, ciphertext.length));
        }
        byte[] all = Arrays.copyOf(before, before.length + ciphertext.length + after.length);
        System.arraycopy(ciphertext, 0, all, before.length, ciphertext.length);
        System.arraycopy(after, 0, all, before.length + ciphertext.length, after.length);
        return all;
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        return new CanonicalWriter(before.length + after.length + 64)
                .u16(Suite.HYBRID_1.number())
                .bytes(before)
                .hash(whole)
                .u32(wholeBytes)
                .bytes(after)
                .toByteArray();
    }

    /// Reads one and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static PiecedDelivery parse(byte[] message) {
        CanonicalReader in = new CanonicalReader(message);
        Suite.read(in);
        byte[] before = in.bytes("pieced.before", PART_BYTES_MAX);
        Hash whole = in.hash("pieced.whole");
        int wholeBytes = in.u32("pieced.wholeBytes");
        byte[] after = in.bytes("pieced.after", PART_BYTES_MAX);
        if (!fits(before, whole, wholeBytes, after)) {
            throw in.refuse(
                    "pieced.wholeBytes", "a ciphertext of 1 to " + Limits.CIPHERTEXT_BYTES_MAX + " bytes or none");
        }
        in.end("pieced delivery");
        return new PiecedDelivery(before, whole, wholeBytes, after);
    }
}
