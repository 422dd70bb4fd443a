// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.KeyFileRejected.Reason;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class KeyFileBoxTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LABEL = "sealing-key/3";
    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 2);

    // Where the file says what its bytes mean: after the magic of 16.
    private static final int VERSION_AT = 16;
    private static final int SUITE_AT = 17;
    private static final int COST_AT = 20 + LABEL.length();

    private final SecretBytes secret = SecretBytes.random(32, RANDOM);
    private final SecretBytes key = SecretBytes.random(32, RANDOM);
    private final Passphrase passphrase = passphrase("كلمة سر طويلة");

    @Test
    void opens_under_the_passphrase_at_the_default_cost() {
        byte[] file = KeyFileBox.seal(LABEL, secret, passphrase, Argon2Cost.RFC_9106_SECOND, RANDOM);
        assertThat(KeyFileBox.open(LABEL, file, passphrase)).isEqualTo(secret);
    }

    @Test
    void opens_under_the_key_and_seals_any_length() {
        for (int length : new int[] {0, 1, 32, 16_384, 65_536}) {
            SecretBytes blob = SecretBytes.random(length, RANDOM);
            byte[] file = KeyFileBox.seal(LABEL, blob, key, RANDOM);
            assertThat(KeyFileBox.open(LABEL, file, key)).isEqualTo(blob);
        }
        assertThatThrownBy(() -> KeyFileBox.seal(LABEL, SecretBytes.random(65_537, RANDOM), key, RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_passphrase_opens_however_its_letters_and_spaces_were_typed() {
        byte[] file = KeyFileBox.seal(LABEL, secret, passphrase("\u00e9t\u00e9 \u0622ب"), CHEAP, RANDOM);
        Passphrase composedOtherwise = passphrase("e\u0301te\u0301\u00a0\u0627\u0653ب");
        assertThat(KeyFileBox.open(LABEL, file, composedOtherwise)).isEqualTo(secret);
        rejected(Reason.WRONG_KEY, () -> KeyFileBox.open(LABEL, file, passphrase("\u00c9t\u00e9 \u0622ب")));
    }

    @Test
    void refuses_what_is_no_passphrase() {
        for (String typed : new String[] {"", "tab\there", "half \ud800", "x".repeat(1025)}) {
            assertThatThrownBy(() -> passphrase(typed)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(passphrase).hasToString("Passphrase");
    }

    @Test
    void tells_a_wrong_key_from_damage_from_another_file() {
        byte[] file = KeyFileBox.seal(LABEL, secret, passphrase, CHEAP, RANDOM);
        byte[] keyed = KeyFileBox.seal(LABEL, secret, key, RANDOM);
        rejected(Reason.WRONG_KEY, () -> KeyFileBox.open(LABEL, file, passphrase("another")));
        rejected(Reason.WRONG_KEY, () -> KeyFileBox.open(LABEL, keyed, SecretBytes.random(32, RANDOM)));
        rejected(Reason.WRONG_KEY, () -> KeyFileBox.open(LABEL, keyed, passphrase));
        rejected(Reason.WRONG_KEY, () -> KeyFileBox.open(LABEL, file, key));
        rejected(Reason.OTHER_LABEL, () -> KeyFileBox.open("sealing-key/4", file, passphrase));
        rejected(Reason.OTHER_LABEL, () -> KeyFileBox.open("root", keyed, key));
        rejected(Reason.NOT_A_KEY_FILE, () -> KeyFileBox.open(LABEL, new byte[0], key));
        rejected(Reason.NOT_A_KEY_FILE, () -> KeyFileBox.open(LABEL, new byte[500], key));
        rejected(Reason.UNSUPPORTED, () -> KeyFileBox.open(LABEL, changed(keyed, VERSION_AT, 2), key));
        rejected(Reason.UNSUPPORTED, () -> KeyFileBox.open(LABEL, changed(keyed, SUITE_AT + 1, 3), key));
        rejected(Reason.LIMIT, () -> KeyFileBox.open(LABEL, new byte[KeyFileBox.FILE_LIMIT_BYTES + 1], key));
        for (int length = 20; length < keyed.length; length++) {
            byte[] cut = Arrays.copyOf(keyed, length);
            rejected(Reason.DAMAGED, () -> KeyFileBox.open(LABEL, cut, key));
        }
    }

    @Test
    void a_label_exchanged_together_with_the_checksum_does_not_open() {
        byte[] file = KeyFileBox.seal("root-key", secret, key, RANDOM);
        byte[] forged = file.clone();
        System.arraycopy("node-key".getBytes(StandardCharsets.US_ASCII), 0, forged, 20, 8);
        rejected(Reason.WRONG_KEY, () -> KeyFileBox.open("node-key", rehashed(forged), key));
    }

    @Test
    void bounds_what_a_file_may_ask_for() {
        byte[] file = KeyFileBox.seal(LABEL, secret, passphrase, CHEAP, RANDOM);
        for (int field = 0; field < 3; field++) {
            int at = COST_AT + 4 * field;
            rejected(Reason.LIMIT, () -> KeyFileBox.open(LABEL, rehashed(changed(file, at, 0x7f)), passphrase));
            rejected(Reason.LIMIT, () -> KeyFileBox.open(LABEL, rehashed(changed(file, at, 0xff)), passphrase));
        }
        byte[] oneGibibyte = changed(changed(file, COST_AT + 1, 0x10), COST_AT + 3, 0);
        rejected(Reason.LIMIT, () -> KeyFileBox.open(LABEL, rehashed(oneGibibyte), passphrase));
        for (int[] cost :
                new int[][] {{15, 1, 2}, {1 << 20 | 1, 1, 1}, {64, 0, 1}, {64, 65, 1}, {999, 1, 0}, {999, 1, 17}}) {
            assertThatThrownBy(() -> new Argon2Cost(cost[0], cost[1], cost[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Argon2id");
        }
        assertThat(new Argon2Cost(1 << 20, 64, 16).iterations()).isEqualTo(64);
    }

    @Test
    void a_damaged_file_is_rejected_and_nothing_else_happens() {
        byte[] keyed = KeyFileBox.seal(LABEL, secret, key, RANDOM);
        byte[] file = KeyFileBox.seal(LABEL, secret, passphrase, CHEAP, RANDOM);
        Seeds.forAll(1000, random -> {
            rejectedUnlessSame(keyed, Mutations.mutate(keyed, random), damaged -> KeyFileBox.open(LABEL, damaged, key));
            rejectedUnlessSame(
                    file, Mutations.mutate(file, random), damaged -> KeyFileBox.open(LABEL, damaged, passphrase));
        });
    }

    @Test
    void a_header_damaged_on_purpose_is_rejected_too() {
        byte[] file = KeyFileBox.seal(LABEL, secret, key, RANDOM);
        for (int at = 0; at < file.length - 32; at++) {
            byte[] forged = rehashed(changed(file, at, file[at] ^ 1));
            assertThatThrownBy(() -> KeyFileBox.open(LABEL, forged, key)).isInstanceOf(KeyFileRejected.class);
        }
    }

    @Test
    void refuses_labels_that_no_file_has() {
        for (String label : new String[] {"", "A", "with space", "/first", "a".repeat(65), "مفتاح"}) {
            assertThatThrownBy(() -> KeyFileBox.seal(label, secret, key, RANDOM))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void argon2id_gives_the_tag_of_rfc_9106_section_5_3() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(repeated(2, 16))
                .withSecret(repeated(3, 8))
                .withAdditional(repeated(4, 12))
                .build());
        byte[] tag = new byte[32];
        generator.generateBytes(repeated(1, 32), tag);
        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    private interface Opening {
        SecretBytes open(byte[] file);
    }

    private static void rejectedUnlessSame(byte[] file, byte[] damaged, Opening opening) {
        if (!Arrays.equals(file, damaged)) {
            assertThatThrownBy(() -> opening.open(damaged)).isInstanceOf(KeyFileRejected.class);
        }
    }

    private static void rejected(Reason reason, ThrowingCallable opening) {
        KeyFileRejected rejected = catchThrowableOfType(KeyFileRejected.class, opening);
        assertThat(rejected).isNotNull();
        assertThat(rejected.reason()).as(rejected.getMessage()).isEqualTo(reason);
    }

    private static Passphrase passphrase(String typed) {
        return Passphrase.of(typed.toCharArray());
    }

    private static byte[] changed(byte[] file, int at, int value) {
        byte[] changed = file.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] rehashed(byte[] file) {
        byte[] rehashed = file.clone();
        byte[] hash = Hash.of(Arrays.copyOf(file, file.length - 32)).bytes();
        System.arraycopy(hash, 0, rehashed, file.length - 32, 32);
        return rehashed;
    }

    private static byte[] repeated(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
