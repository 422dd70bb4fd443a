// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// One signature line of a note, not verified (signed-note, Signatures). Immutable.
public final class NoteSignature {

    private static final String CLAUSE = "C2SP signed-note, Signatures";
    private static final String DASH = "— ";

    private final String name;
    private final int keyId;
    private final byte[] signature;

    /// Takes a copy of the signature.
    ///
    /// @param name name of the key that is said to have signed
    /// @param keyId its 32-bit id, any value
    /// @param signature what follows the id, at least one byte
    /// @throws MalformedTlog if the name is not allowed or the signature is empty
    public NoteSignature(String name, int keyId, byte[] signature) {
        if (!TlogText.isKeyName(name)) {
            throw new MalformedTlog(CLAUSE, "a key name without spaces and plus signs", name);
        }
        if (signature.length == 0) {
            throw new MalformedTlog(CLAUSE, "the signature of " + MalformedTlog.clip(name) + " is empty");
        }
        this.name = name;
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    /// Name of the key that is said to have signed.
    public String name() {
        return name;
    }

    /// The key's 32-bit id.
    public int keyId() {
        return keyId;
    }

    /// A copy of the signature's bytes, at least one.
    public byte[] signature() {
        return signature.clone();
    }

    /// Reads one line, without its newline.
    ///
    /// @throws MalformedTlog if it is not a signature line in its canonical form
    public static NoteSignature parse(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new MalformedTlog(CLAUSE, "a line of dash, key name and signature", line);
        }
        byte[] bytes = TlogText.base64(CLAUSE, line.substring(space + 1));
        if (bytes.length <= Integer.BYTES) {
            throw new MalformedTlog(CLAUSE, "a key id and a signature", line);
        }
        return new NoteSignature(
                line.substring(DASH.length(), space),
                ByteBuffer.wrap(bytes).getInt(),
                Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
    }

    /// The line, with its newline.
    public String line() {
        byte[] id = ByteBuffer.allocate(Integer.BYTES).putInt(keyId).array();
        return DASH + name + " " + TlogText.base64(TlogText.join(id, signature)) + "\n";
    }

    /// Whether both lines name the same key.
    boolean isBySameKeyAs(NoteSignature other) {
        return keyId == other.keyId && name.equals(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that && isBySameKeyAs(that) && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, keyId, Arrays.hashCode(signature));
    }

    @Override
    public String toString() {
        return "NoteSignature[%s, %08x, %d bytes]".formatted(name, keyId, signature.length);
    }
}
