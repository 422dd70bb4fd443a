// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// The textual encoding of RFC 7468, on bytes: a private key in a `String` could not be wiped.
final class Pem {

    private Pem() {}

    /// Appends one block.
    static void write(String label, byte[] der, ByteArrayOutputStream out) {
        byte[] lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
        out.writeBytes(("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(lines);
        out.writeBytes(("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(lines, (byte) 0);
    }

    /// The bytes of the one block called `label`.
    ///
    /// @throws MalformedIdentity if there is none, more than one, or it is not base64
    static byte[] block(byte[] pem, String label) throws MalformedIdentity {
        byte[] begin = ("-----BEGIN " + label + "-----").getBytes(StandardCharsets.US_ASCII);
        byte[] end = ("-----END " + label + "-----").getBytes(StandardCharsets.US_ASCII);
        int from = find(pem, begin, 0);
        int to = from < 0 ? -1 : find(pem, end, from + begin.length);
        if (to < 0 || find(pem, begin, from + 1) >= 0) {
            throw new MalformedIdentity("one block " + label);
        }
        byte[] kept = new byte[to - from - begin.length];
        int length = 0;
        for (int at = from + begin.length; at < to; at++) {
            if (pem[at] != '\n' && pem[at] != '\r') {
                kept[length++] = pem[at];
            }
        }
        byte[] text = Arrays.copyOf(kept, length);
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // The cause is left out: it quotes what it could not read, and that is a key.
            throw new MalformedIdentity("base64 in " + label);
        } finally {
            Arrays.fill(kept, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private static int find(byte[] text, byte[] wanted, int from) {
        for (int at = Math.max(from, 0); at + wanted.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
