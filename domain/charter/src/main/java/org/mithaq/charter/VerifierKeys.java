// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.mithaq.crypto.Ed25519PublicKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyRejected;

/// Verifier keys of C2SP signed-note, carried as text: `name+hex8+base64`. What reads notes with them is another
/// module; this one only refuses what could never be such a key.
final class VerifierKeys {

    /// Ed25519 (C2SP signed-note).
    static final int ED25519 = 0x01;

    /// Ed25519 with a timestamp (C2SP tlog-cosignature).
    static final int ED25519_COSIGNATURE = 0x04;

    /// ML-DSA-44 with a timestamp (C2SP tlog-cosignature).
    static final int ML_DSA_44_COSIGNATURE = 0x06;

    private static final int NAME_CHARS_MAX = 255;
    private static final int ED25519_BYTES = 32;
    private static final int ML_DSA_44_BYTES = 1312;
    private static final int KEY_ID_BYTES = 4;
    private static final int TEXT_CHARS_MAX = NAME_CHARS_MAX + 2_048;

    private VerifierKeys() {}

    /// Returns `name`, which can be the name of a key: 1 to 255 visible ASCII characters without `+`.
    ///
    /// Signed-note lets in any Unicode but blanks; origins and witness names are compared by machines and read by
    /// people, so only ASCII is let in here.
    static String name(String name, CharterClause clause) {
        boolean admitted = !name.isEmpty()
                && name.length() <= NAME_CHARS_MAX
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '+');
        if (!admitted) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, clause, name);
        }
        return name;
    }

    /// The type of `text`, a verifier key under `name`.
    ///
    /// @throws CharterRejected under `clause` if it is none: other name, wrong key id, other type, wrong length,
    ///     another spelling, or an Ed25519 key that fails the strict check
    static int type(String text, String name, CharterClause clause) {
        List<String> parts = text.length() <= TEXT_CHARS_MAX ? Arrays.asList(text.split("\\+", 3)) : List.of();
        if (parts.size() != 3 || !parts.getFirst().equals(name)) {
            throw refuse(clause, text);
        }
        byte[] typed = decode(parts.get(2), clause);
        byte[] prefix = (name + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] keyId = Arrays.copyOf(Hash.of(prefix, typed).bytes(), KEY_ID_BYTES);
        if (!HexFormat.of().formatHex(keyId).equals(parts.get(1)) || typed.length == 0) {
            throw refuse(clause, text);
        }
        byte[] key = Arrays.copyOfRange(typed, 1, typed.length);
        int type = typed[0];
        boolean admitted = switch (type) {
            case ED25519, ED25519_COSIGNATURE -> isEd25519(key);
            case ML_DSA_44_COSIGNATURE -> key.length == ML_DSA_44_BYTES;
            default -> false;
        };
        if (!admitted) {
            throw refuse(clause, text);
        }
        return type;
    }

    /// The type and bytes of the key in `text`, in base64, whatever its name: by this two of them are the same key.
    ///
    /// @param text that [#type] has let in
    static String key(String text) {
        return text.split("\\+", 3)[2];
    }

    /// Returns quietly if no two keys of one name share the id by which a line of a note names a key: of two that did,
    /// nobody could say which of them had signed.
    ///
    /// @param texts that [#type] has let in, under one name
    /// @throws CharterRejected under `clause` otherwise
    static void differById(List<String> texts, CharterClause clause) {
        List<String> ids = texts.stream().map(text -> text.split("\\+", 3)[1]).toList();
        Bounds.distinct(ids, 0, texts.size(), clause, "key ids");
    }

    private static byte[] decode(String base64, CharterClause clause) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // Falls through to the one refusal.
        }
        throw refuse(clause, base64);
    }

    private static boolean isEd25519(byte[] key) {
        if (key.length != ED25519_BYTES) {
            return false;
        }
        try {
            Ed25519PublicKey.parse(key);
            return true;
        } catch (KeyRejected weak) {
            return false;
        }
    }

    private static CharterRejected refuse(CharterClause clause, String text) {
        return new CharterRejected(CharterRejected.Code.MALFORMED, clause, text);
    }
}
