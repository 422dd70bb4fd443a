// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/// What a person types to open a key file, in the one form that every keyboard and system gives it.
///
/// The rules are those of OpaqueString (RFC 8265 §4.2): every space becomes U+0020, the text is brought to
/// Unicode form NFC, control characters and the empty text are refused, case stays. So a passphrase in Arabic
/// or French opens on another machine, whether its keyboard composes letters or not. Checks of unassigned
/// characters are left out: they would make the answer depend on the Unicode version of the Java that runs.
public final class Passphrase implements AutoCloseable {

    /// The longest passphrase, in UTF-16 units as typed.
    public static final int LENGTH_MAX = 1024;

    private final SecretBytes utf8;

    private Passphrase(SecretBytes utf8) {
        this.utf8 = utf8;
    }

    /// Takes what was typed; the caller overwrites `typed` afterwards. Copies that normalising made are out of
    /// reach.
    ///
    /// @throws IllegalArgumentException if it is empty, too long, or holds a control character or half a
    ///     surrogate pair
    public static Passphrase of(char[] typed) {
        if (typed.length == 0 || typed.length > LENGTH_MAX) {
            throw new IllegalArgumentException("a passphrase has 1 to %d characters".formatted(LENGTH_MAX));
        }
        char[] mapped = typed.clone();
        for (int at = 0; at < mapped.length; at++) {
            if (Character.isISOControl(mapped[at])) {
                throw new IllegalArgumentException("a passphrase has no control characters (RFC 8265 §4.2)");
            }
            if (Character.getType(mapped[at]) == Character.SPACE_SEPARATOR) {
                mapped[at] = ' ';
            }
        }
        String normal = Normalizer.normalize(CharBuffer.wrap(mapped), Normalizer.Form.NFC);
        Arrays.fill(mapped, '\0');
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(normal));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            encoded.rewind().put(new byte[bytes.length]);
            return new Passphrase(SecretBytes.handOver(bytes));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a passphrase has no half characters", e);
        }
    }

    SecretBytes utf8() {
        return utf8;
    }

    @Override
    public void close() {
        utf8.close();
    }

    /// Says nothing of it.
    @Override
    public String toString() {
        return "Passphrase";
    }
}
