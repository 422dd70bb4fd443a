// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mithaq.exchange.Dispatched.content;
import static org.mithaq.exchange.Dispatched.standard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.testkit.Seeds;

/// What a sender can seal wrongly and sign, one fault at a time: refused by a receipt, not at the door.
class OpeningTest {

    private static void refused(Clause clause, Dispatched dispatched, int member) {
        assertThatExceptionOfType(ContentRejected.class)
                .isThrownBy(() -> Dispatched.open(dispatched, member))
                .satisfies(rejected -> {
                    assertThat(rejected.clause()).as(rejected.getMessage()).isEqualTo(clause);
                    assertThat(rejected).hasMessageContaining(clause.id()).hasMessageContaining(clause.sentence());
                });
    }

    private static Dispatched sealing(byte[] plaintext) {
        SealedBatch sealed = standard().sealed();
        return Dispatched.of(Dispatched.resealed(sealed, sealed.manifest(), sealed.objectRoot(), plaintext));
    }

    private static Dispatched sealing(Manifest manifest) {
        SealedBatch sealed = standard().sealed();
        return Dispatched.of(
                Dispatched.resealed(sealed, manifest, sealed.objectRoot(), Dispatched.plaintext(sealed, manifest)));
    }

    private static Manifest to(Manifest manifest, Lane lane, List<MemberId> audience) {
        return new Manifest(
                manifest.salt(),
                manifest.channel(),
                audience.stream().sorted().toList(),
                lane,
                0,
                manifest.positions(),
                manifest.dummySeed(),
                manifest.logSalt());
    }

    @Test
    void what_was_sealed_is_opened_by_every_recipient() {
        Dispatched dispatched = standard();
        for (int member = 1; member <= 3; member++) {
            Door.Opened opened = Dispatched.open(dispatched, member);
            assertThat(opened.manifest()).isEqualTo(dispatched.sealed().manifest());
            assertThat(opened.leaves()).isEqualTo(Dispatched.inOrder(dispatched.sealed()));
            assertThat(ObjectTable.of(opened)).isEqualTo(ObjectTable.of(dispatched.sealed()));
        }
    }

    @Test
    void batches_of_any_shape_come_out_as_they_went_in() {
        Seeds.forAll(12, random -> {
            List<Batch.Content> contents = new ArrayList<>();
            int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
            for (int index = 0; index < count; index++) {
                contents.add(content(random.nextInt(400), random.nextInt(256)));
            }
            Lane lane = Lane.ofNumber(random.nextInt(3));
            Dispatched dispatched =
                    Dispatched.of(Dispatched.seal(Dispatched.batch(lane, contents, 2, 4), new FixedRandom(random)));
            Door.Opened opened = Dispatched.open(dispatched, 4);
            assertThat(opened.leaves()).isEqualTo(Dispatched.inOrder(dispatched.sealed()));
            assertThat(dispatched.sealed().leaves())
                    .extracting(Leaf::content)
                    .containsExactlyElementsOf(
                            contents.stream().map(Batch.Content::bytes).toList());
            assertThat(opened.manifest().flashDeadlineMicros() > 0).isEqualTo(lane == Lane.FLASH);
        });
    }

    @Test
    void a_full_batch_of_4096_leaves_opens() {
        List<Batch.Content> contents = new ArrayList<>();
        for (int index = 0; index < Limits.LEAVES_MAX; index++) {
            contents.add(content(16, index));
        }
        Dispatched dispatched =
                Dispatched.of(Dispatched.seal(Dispatched.batch(Lane.PRIORITY, contents, 1), new FixedRandom(3)));
        assertThat(Dispatched.open(dispatched, 1).leaves()).hasSize(Limits.LEAVES_MAX);
    }

    @Test
    void a_stanza_that_does_not_open() {
        SealedBatch sealed = standard().sealed();
        SortedMap<MemberId, byte[]> stanzas = new TreeMap<>(sealed.stanzas());
        byte[] foreign = Dispatched.seal(Dispatched.batch(Lane.ROUTINE, List.of(content(1, 1)), 2), new FixedRandom(5))
                .stanzas()
                .values()
                .iterator()
                .next();
        stanzas.put(Federation.id(1), foreign);
        SealedBatch broken = new SealedBatch(
                sealed.id(),
                sealed.exercise(),
                sealed.manifest(),
                sealed.leaves(),
                sealed.leafPositions(),
                sealed.objectRoot(),
                sealed.contentKey(),
                sealed.ciphertext(),
                sealed.ciphertextHash(),
                sealed.plaintextBytes(),
                stanzas);
        refused(Clause.SEAL_STANZA, Dispatched.of(broken), 1);
    }

    @Test
    void a_stanza_opens_under_any_living_key_of_its_own_epoch_and_no_other() {
        Dispatched dispatched = standard();
        Door.Admitted admitted = Dispatched.admit(dispatched.delivery(1), 1);
        Delivery.Sealed body = (Delivery.Sealed) admitted.delivery().body();
        SealingPrivateKey own = Federation.sealing(1);
        TreeMap<Integer, SealingPrivateKey> both = new TreeMap<>(Map.of(1, own, 2, Federation.sealing(2)));
        assertThat(Dispatched.door(1).open(admitted, body, both).leaves()).hasSize(3);
        for (TreeMap<Integer, SealingPrivateKey> keys :
                List.of(new TreeMap<Integer, SealingPrivateKey>(), new TreeMap<>(Map.of(1, Federation.sealing(2))))) {
            assertThatExceptionOfType(ContentRejected.class)
                    .isThrownBy(() -> Dispatched.door(1).open(admitted, body, keys))
                    .satisfies(rejected -> assertThat(rejected.clause()).isEqualTo(Clause.SEAL_STANZA));
        }
    }

    private static void refusedForNow(Clause clause, ThrowingCallable opening) {
        assertThatExceptionOfType(DoorRejected.class).isThrownBy(opening).satisfies(rejected -> {
            assertThat(rejected.clause()).isEqualTo(clause);
            assertThat(rejected.forNow()).isTrue();
        });
    }

    @Test
    void a_stanza_for_a_key_that_is_destroyed_may_come_re_wrapped() {
        Door.Admitted admitted = Dispatched.admit(standard().delivery(1), 1);
        Delivery.Sealed body = (Delivery.Sealed) admitted.delivery().body();
        for (TreeMap<Integer, SealingPrivateKey> keys : List.of(
                new TreeMap<>(Map.of(2, Federation.sealing(1))),
                new TreeMap<>(Map.of(2, Federation.sealing(2), 3, Federation.sealing(3))))) {
            refusedForNow(Clause.REWRAP_DUE, () -> Dispatched.door(1).open(admitted, body, keys));
        }
    }

    @Test
    void what_is_re_wrapped_opens_under_the_key_that_it_names_and_no_other() {
        SealingPrivateKey second = Federation.sealing(4);
        Dispatched dispatched = standard();
        Door.Admitted admitted = Dispatched.admit(dispatched.rewrapped(1, second, 2), 1);
        Delivery.Rewrapped body = (Delivery.Rewrapped) admitted.delivery().body();
        Door.Opened opened = Dispatched.door(1).open(admitted, body, new TreeMap<>(Map.of(2, second)));
        assertThat(opened.leaves()).isEqualTo(Dispatched.inOrder(dispatched.sealed()));

        refusedForNow(
                Clause.REWRAP_KEY, () -> Dispatched.door(1).open(admitted, body, new TreeMap<>(Map.of(3, second))));
        assertThatExceptionOfType(ContentRejected.class)
                .isThrownBy(() ->
                        Dispatched.door(1).open(admitted, body, new TreeMap<>(Map.of(2, Federation.sealing(1)))))
                .satisfies(rejected -> assertThat(rejected.clause()).isEqualTo(Clause.SEAL_STANZA));
    }

    @Test
    void a_ciphertext_under_another_key() {
        SealedBatch sealed = standard().sealed();
        SealedBatch other = new SealedBatch(
                sealed.id(),
                sealed.exercise(),
                sealed.manifest(),
                sealed.leaves(),
                sealed.leafPositions(),
                sealed.objectRoot(),
                SecretBytes.copyOf(new byte[32]),
                sealed.ciphertext(),
                sealed.ciphertextHash(),
                sealed.plaintextBytes(),
                sealed.stanzas());
        SealedBatch resealed = Dispatched.resealed(
                other, sealed.manifest(), sealed.objectRoot(), Dispatched.plaintext(sealed, sealed.manifest()));
        refused(Clause.SEAL_CIPHERTEXT, Dispatched.of(resealed), 1);
    }

    @Test
    void padding_that_is_not_zero_or_not_of_the_padded_length() {
        SealedBatch sealed = standard().sealed();
        byte[] plaintext = Dispatched.plaintext(sealed, sealed.manifest());
        byte[] dirty = plaintext.clone();
        dirty[dirty.length - 1] = 1;
        refused(Clause.SEAL_PLAINTEXT, sealing(dirty), 1);
        refused(Clause.SEAL_PLAINTEXT, sealing(Arrays.copyOf(plaintext, plaintext.length + 1)), 1);
        refused(Clause.SEAL_PLAINTEXT, sealing(Arrays.copyOf(plaintext, 2 * plaintext.length)), 1);
        refused(Clause.SEAL_PLAINTEXT, sealing(Arrays.copyOf(plaintext, plaintext.length - 1)), 1);
    }

    @Test
    void bytes_after_the_manifest_or_the_leaves() {
        SealedBatch sealed = standard().sealed();
        CanonicalWriter longer = new CanonicalWriter();
        byte[] manifest = sealed.manifest().toBytes();
        longer.bytes(Arrays.copyOf(manifest, manifest.length + 1));
        Dispatched.inOrder(sealed).forEach(leaf -> leaf.write(longer));
        refused(Clause.SEAL_PLAINTEXT, sealing(padded(longer)), 1);

        CanonicalWriter oneMore = new CanonicalWriter();
        oneMore.bytes(manifest);
        Dispatched.inOrder(sealed).forEach(leaf -> leaf.write(oneMore));
        sealed.leaves().getFirst().write(oneMore);
        refused(Clause.SEAL_PLAINTEXT, sealing(padded(oneMore)), 1);
    }

    @Test
    void a_leaf_too_few_or_of_an_unknown_kind() {
        SealedBatch sealed = standard().sealed();
        List<Leaf> leaves = Dispatched.inOrder(sealed);
        CanonicalWriter fewer = new CanonicalWriter();
        fewer.bytes(sealed.manifest().toBytes());
        leaves.subList(0, 2).forEach(leaf -> leaf.write(fewer));
        refused(Clause.SEAL_PLAINTEXT, sealing(padded(fewer)), 1);

        byte[] plaintext = Dispatched.plaintext(sealed, sealed.manifest());
        int kindLow = 4 + sealed.manifest().toBytes().length + Hash.LENGTH_BYTES + 1;
        plaintext[kindLow] = 9;
        refused(Clause.SEAL_PLAINTEXT, sealing(plaintext), 1);
    }

    private static byte[] padded(CanonicalWriter out) {
        return Arrays.copyOf(out.toByteArray(), Padding.paddedBytes(out.length()));
    }

    @Test
    void a_manifest_that_is_not_the_header_s() {
        SealedBatch sealed = standard().sealed();
        Manifest manifest = sealed.manifest();
        Manifest other = new Manifest(
                Federation.hash("another salt"),
                manifest.channel(),
                manifest.audience(),
                manifest.lane(),
                0,
                manifest.positions(),
                manifest.dummySeed(),
                manifest.logSalt());
        refused(
                Clause.SEAL_MANIFEST,
                Dispatched.of(Dispatched.resealed(
                        sealed, manifest, sealed.objectRoot(), Dispatched.plaintext(sealed, other))),
                1);
    }

    @Test
    void leaves_that_are_not_under_the_header_s_root() {
        SealedBatch sealed = standard().sealed();
        byte[] plaintext = Dispatched.plaintext(sealed, sealed.manifest());
        refused(
                Clause.SEAL_TREE,
                Dispatched.of(
                        Dispatched.resealed(sealed, sealed.manifest(), Federation.hash("another root"), plaintext)),
                1);
        byte[] changed = plaintext.clone();
        changed[4 + sealed.manifest().toBytes().length] ^= 1;
        refused(Clause.SEAL_TREE, sealing(changed), 1);
    }

    @Test
    void an_audience_without_the_recipient_or_with_the_sender() {
        Manifest manifest = standard().sealed().manifest();
        refused(
                Clause.MANIFEST_AUDIENCE,
                sealing(to(manifest, Lane.ROUTINE, List.of(Federation.id(2), Federation.id(3)))),
                1);
        refused(
                Clause.MANIFEST_AUDIENCE,
                sealing(to(
                        manifest,
                        Lane.ROUTINE,
                        List.of(Federation.id(0), Federation.id(1), Federation.id(2), Federation.id(3)))),
                1);
    }

    @Test
    void a_lane_that_is_not_that_of_the_number() {
        Dispatched routine = standard();
        Manifest priority = to(
                routine.sealed().manifest(),
                Lane.PRIORITY,
                routine.sealed().manifest().audience());
        Dispatched sealed = sealing(priority);
        // The number was taken in the lane of another manifest than the one that header and plaintext agree on.
        Manifest said = routine.sealed().manifest();
        SealedBatch numberedAs = Dispatched.resealed(
                sealed.sealed(), said, sealed.sealed().objectRoot(), Dispatched.plaintext(sealed.sealed(), priority));
        Numbered numbered = Dispatched.number(numberedAs, Dispatched.origin());
        byte[] header = numbered.header().toBytes();
        System.arraycopy(priority.hash().bytes(), 0, header, 184, Hash.LENGTH_BYTES);
        refused(Clause.MANIFEST_LANE, Dispatched.sign(numberedAs, numbered).with(Header.parse(header)), 1);
    }

    @Test
    void nobody_sends_to_itself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dispatched.seal(
                        Dispatched.batch(Lane.ROUTINE, List.of(content(1, 1)), 0, 1), new FixedRandom(1)));
    }

    @Test
    void more_than_fits_under_one_seal_is_not_sealed() {
        Batch.Content large = content(Limits.LEAF_BYTES_MAX, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Dispatched.seal(Dispatched.batch(Lane.ROUTINE, List.of(large, large), 1), new FixedRandom(1)))
                .withMessageContaining("at most");
    }
}
