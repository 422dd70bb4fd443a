// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.tlog.ConsistencyProof;
import org.mithaq.tlog.InclusionProof;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TlogProof;

/// A log of ours, read over HTTP and verified by Go's `golang.org/x/mod/sumdb/{note,tlog}` and `filippo.io/torchwood`,
/// which know nothing of us.
class PublicVerifierTest {

    private static final long RUN_SECONDS_MAX = 120;

    /// More than one full tile of records, and a partial one.
    private static final int RECORDS = 600;

    private static Path verifier;

    @BeforeAll
    static void build() throws Exception {
        URL source = PublicVerifierTest.class.getResource("verifier/main.go");
        if (source == null) {
            throw new AssertionError("the verifier's source is no resource");
        }
        Path folder = Path.of(source.toURI()).resolveSibling("");
        verifier = ForeignProgram.goBuilt(folder, Path.of("target", "foreign", "verifier"));
    }

    @Test
    void notes_tiles_proofs_and_cosignatures_are_verified_by_go() throws Exception {
        try (TestNode node = new TestNode(0)) {
            node.grow(RECORDS);
            ForeignProgram.Ran ran = verify(node, claims(node));

            assertThat(ran.output())
                    .isEqualTo("note 600\ntiles 600\ngrowth 600\ninclusion 55\nconsistency 43\ncosigned 4\nproof 12\n");
            assertThat(ran.exit()).isZero();
        }
    }

    @Test
    void go_refuses_one_wrong_hash_in_each_kind_of_claim() throws Exception {
        try (TestNode node = new TestNode(0)) {
            node.grow(RECORDS);
            List<String> claims = claims(node);
            for (String kind : List.of("inclusion", "consistency")) {
                List<String> wrong = claims.stream()
                        .map(claim -> claim.startsWith(kind) ? withWrongLastHash(claim) : claim)
                        .toList();
                ForeignProgram.Ran ran = verify(node, wrong);
                assertThat(ran.exit()).as(kind).isEqualTo(1);
                assertThat(ran.output()).contains("growth 600\n").doesNotContain(kind);
            }
            List<String> stranger = new ArrayList<>(claims);
            stranger.set(
                    0,
                    "log "
                            + Federation.five()
                                    .member(1)
                                    .card()
                                    .log()
                                    .verifierKeys()
                                    .getFirst());
            ForeignProgram.Ran ran = verify(node, stranger);
            assertThat(ran.output()).isEqualTo("note has no verifiable signatures\n");
            assertThat(ran.exit()).isEqualTo(1);
        }
    }

    private static String withWrongLastHash(String claim) {
        return claim.substring(0, claim.length() - 2 * Hash.LENGTH_BYTES) + "00".repeat(Hash.LENGTH_BYTES);
    }

    private static ForeignProgram.Ran verify(TestNode node, List<String> claims) throws InterruptedException {
        return ForeignProgram.run(
                RUN_SECONDS_MAX,
                List.of(verifier.toString(), "http://127.0.0.1:" + node.door.port() + TestNode.LOG_PREFIX),
                Map.of(),
                String.join("\n", claims) + "\n");
    }

    private static List<String> claims(TestNode node) {
        List<String> claims = new ArrayList<>();
        claims.add("log " + node.member.card().log().verifierKeys().getFirst());
        for (long index = 0; index < RECORDS; index += 11) {
            InclusionProof proof = node.log.inclusion(index, RECORDS);
            claims.add("inclusion %d %d %s".formatted(index, RECORDS, words(proof.path())));
        }
        for (long old = 1; old < RECORDS; old += 14) {
            ConsistencyProof proof = node.log.consistency(old, RECORDS);
            claims.add("consistency %d %d %s".formatted(old, RECORDS, words(proof.path())));
        }
        SignedCheckpoint cosigned = node.checkpoints.newest().with(cosignatures(node));
        for (int number = 1; number < 5; number++) {
            claims.add("witness "
                    + Federation.five()
                            .member(number)
                            .cosigners()
                            .getFirst()
                            .verifierKey()
                            .vkey());
        }
        claims.add("checkpoint " + base64(cosigned.encode()));
        for (long index = 0; index < RECORDS; index += 53) {
            claims.add("proof %d %s"
                    .formatted(index, base64(new TlogProof(node.log.inclusion(index, RECORDS), cosigned).encode())));
        }
        return claims;
    }

    /// Both kinds of each of the four others: a reader skips the lines whose algorithm it does not know.
    private static List<NoteSignature> cosignatures(TestNode node) {
        List<NoteSignature> lines = new ArrayList<>();
        for (int number = 1; number < 5; number++) {
            Federation.five()
                    .member(number)
                    .cosigners()
                    .forEach(cosigner -> lines.add(
                            cosigner.cosign(node.checkpoints.newest().checkpoint(), TestNode.CLOCK.instant())));
        }
        return lines;
    }

    private static String words(List<Hash> path) {
        return path.stream().map(Hash::hex).collect(Collectors.joining(" "));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
