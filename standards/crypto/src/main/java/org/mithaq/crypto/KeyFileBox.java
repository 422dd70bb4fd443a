// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.mithaq.crypto.KeyFileRejected.Reason;

/// Keeps one secret in a file, under a passphrase or under a key of its own.
///
/// The file, big-endian: `mithaq key file` and a line feed (16), version (1), suite (2), length of the label
/// (1) and the label; under a passphrase the [Argon2Cost] (4, 4, 4) and a salt (16); then the secret by
/// [ChunkedEncryption], whose context is everything before it; then SHA-256 of everything before (32).
///
/// The chunked encryption is AES-256-GCM with a fresh key for each file, bound to the header and committing to
/// its key. The hash at the end is no protection: it tells a damaged file from a wrong passphrase. The label
/// keeps one file from passing for another; it stands in clear, so that an operator sees which is which.
public final class KeyFileBox {

    /// The longest secret.
    public static final int SECRET_LIMIT_BYTES = 64 * 1024;

    /// The longest file.
    public static final int FILE_LIMIT_BYTES = 128 * 1024;

    private static final byte[] MAGIC = "mithaq key file\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SUITE_PASSPHRASE = 1;
    private static final int SUITE_KEY = 2;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9./-]{0,63}");

    private KeyFileBox() {}

    /// Seals `secret` under a passphrase, at a cost of [Argon2Cost] for each guess.
    ///
    /// @param label what the secret is for, such as `sealing-key/3`: 1 to 64 characters of `a-z 0-9 . / -`
    /// @param secret at most 65,536 bytes
    public static byte[] seal(
            String label, SecretBytes secret, Passphrase passphrase, Argon2Cost cost, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] header = begin(label, SUITE_PASSPHRASE, 12 + SALT_BYTES)
                .putInt(cost.memoryKibibytes())
                .putInt(cost.iterations())
                .putInt(cost.parallelism())
                .put(salt)
                .array();
        try (SecretBytes key = argon2id(passphrase, cost, salt)) {
            return complete(header, key, secret, random);
        }
    }

    /// Seals `secret` under a key of its own, which lies in another place.
    ///
    /// @param label what the secret is for: 1 to 64 characters of `a-z 0-9 . / -`
    /// @param secret at most 65,536 bytes
    /// @param key 32 uniformly random bytes; may seal any number of files
    public static byte[] seal(String label, SecretBytes secret, SecretBytes key, SecureRandom random) {
        return complete(begin(label, SUITE_KEY, 0).array(), key, secret, random);
    }

    /// Opens a file that was sealed under a passphrase.
    ///
    /// @param label what the caller needs the secret for
    /// @return the secret, which the caller destroys
    /// @throws KeyFileRejected with the reason
    public static SecretBytes open(String label, byte[] file, Passphrase passphrase) {
        ByteBuffer rest = begun(label, file, SUITE_PASSPHRASE);
        byte[] salt = new byte[SALT_BYTES];
        Argon2Cost cost;
        try {
            cost = affordable(new Argon2Cost(rest.getInt(), rest.getInt(), rest.getInt()));
            rest.get(salt);
        } catch (IllegalArgumentException e) {
            throw new KeyFileRejected(Reason.LIMIT, "the key file asks for " + e.getMessage(), e);
        } catch (BufferUnderflowException e) {
            throw new KeyFileRejected(Reason.DAMAGED, "the key file ends within its header", e);
        }
        try (SecretBytes key = argon2id(passphrase, cost, salt)) {
            return opened(file, rest, key, "the passphrase is not the one of this key file");
        }
    }

    /// Opens a file that was sealed under a key of its own.
    ///
    /// @param label what the caller needs the secret for
    /// @param key 32 bytes
    /// @return the secret, which the caller destroys
    /// @throws KeyFileRejected with the reason
    public static SecretBytes open(String label, byte[] file, SecretBytes key) {
        return opened(file, begun(label, file, SUITE_KEY), key, "the key is not the one of this key file");
    }

    private static ByteBuffer begin(String label, int suite, int moreBytes) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("a label has 1 to 64 characters of a-z, 0-9, '.', '/' and '-'");
        }
        ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 4 + label.length() + moreBytes);
        header.put(MAGIC).put((byte) VERSION).putShort((short) suite);
        return header.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] complete(byte[] header, SecretBytes key, SecretBytes secret, SecureRandom random) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a key has %d bytes, not %d".formatted(KEY_BYTES, key.length()));
        }
        if (secret.length() > SECRET_LIMIT_BYTES) {
            throw new IllegalArgumentException("a secret has at most %d bytes".formatted(SECRET_LIMIT_BYTES));
        }
        byte[] sealed = ChunkedEncryption.seal(key, header, secret.revealSecret(), random);
        ByteBuffer file = ByteBuffer.allocate(header.length + sealed.length + Hash.LENGTH_BYTES);
        file.put(header).put(sealed);
        return file.put(checksum(file.array())).array();
    }

    /// Reads up to the end of the label and checks the whole; what remains of the buffer ends before the
    /// checksum.
    private static ByteBuffer begun(String label, byte[] file, int suite) {
        if (file.length > FILE_LIMIT_BYTES) {
            throw new KeyFileRejected(Reason.LIMIT, "a key file has at most %d bytes".formatted(FILE_LIMIT_BYTES));
        }
        int labelLengthAt = MAGIC.length + 3;
        if (file.length <= labelLengthAt || !Arrays.equals(Arrays.copyOf(file, MAGIC.length), MAGIC)) {
            throw new KeyFileRejected(Reason.NOT_A_KEY_FILE, "this is not a key file");
        }
        ByteBuffer rest = ByteBuffer.wrap(file).position(MAGIC.length);
        int version = Byte.toUnsignedInt(rest.get());
        if (version != VERSION) {
            throw new KeyFileRejected(Reason.UNSUPPORTED, "key file of version %d, not 1".formatted(version));
        }
        int foundSuite = Short.toUnsignedInt(rest.getShort());
        if (foundSuite != SUITE_PASSPHRASE && foundSuite != SUITE_KEY) {
            throw new KeyFileRejected(Reason.UNSUPPORTED, "key file of suite %d, not 1 or 2".formatted(foundSuite));
        }
        int labelEnd = labelLengthAt + 1 + Byte.toUnsignedInt(rest.get());
        int end = file.length - Hash.LENGTH_BYTES;
        if (labelEnd > end || !Arrays.equals(checksum(file), Arrays.copyOfRange(file, end, file.length))) {
            throw new KeyFileRejected(Reason.DAMAGED, "the key file was changed or cut since it was written");
        }
        byte[] foundLabel = Arrays.copyOfRange(file, labelLengthAt + 1, labelEnd);
        if (!Arrays.equals(foundLabel, label.getBytes(StandardCharsets.UTF_8))) {
            throw new KeyFileRejected(Reason.OTHER_LABEL, "this is not the key file of \"%s\"".formatted(label));
        }
        if (foundSuite != suite) {
            String needed = foundSuite == SUITE_PASSPHRASE ? "a passphrase" : "a key";
            throw new KeyFileRejected(Reason.WRONG_KEY, "this key file opens with " + needed);
        }
        return rest.position(labelEnd).limit(end);
    }

    private static SecretBytes opened(byte[] file, ByteBuffer rest, SecretBytes key, String whenWrong) {
        byte[] header = Arrays.copyOf(file, rest.position());
        byte[] sealed = new byte[rest.remaining()];
        rest.get(sealed);
        try {
            return SecretBytes.handOver(ChunkedEncryption.open(key, header, sealed, SECRET_LIMIT_BYTES));
        } catch (SealRejected e) {
            throw new KeyFileRejected(Reason.WRONG_KEY, whenWrong, e);
        }
    }

    /// Over everything but the last 32 bytes.
    private static byte[] checksum(byte[] file) {
        MessageDigest digest = Hash.sha256();
        digest.update(file, 0, file.length - Hash.LENGTH_BYTES);
        return digest.digest();
    }

    private static Argon2Cost affordable(Argon2Cost cost) {
        long bytes = cost.memoryKibibytes() * 1024L;
        if (bytes > Runtime.getRuntime().maxMemory() / 4 * 3) {
            throw new KeyFileRejected(
                    Reason.LIMIT, "this key file needs %d MiB of memory, more than there is".formatted(bytes >> 20));
        }
        return cost;
    }

    private static SecretBytes argon2id(Passphrase passphrase, Argon2Cost cost, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKibibytes())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] key = new byte[KEY_BYTES];
        generator.generateBytes(passphrase.utf8().revealSecret(), key);
        return SecretBytes.handOver(key);
    }
}
