// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.SharedData;

/// Every published proof vector, right and subtly wrong, gets the verdict that its author gave it.
class MerkleVectorsTest {

    @Test
    void all_inclusion_vectors_get_the_right_verdict() {
        judgeAll("inclusion", 98, MerkleVectorsTest::inclusion);
    }

    @Test
    void all_consistency_vectors_get_the_right_verdict() {
        judgeAll("consistency", 98, MerkleVectorsTest::consistency);
    }

    @Test
    void all_subtree_inclusion_vectors_get_the_right_verdict() {
        judgeAll("subtreeinclusion", 204, MerkleVectorsTest::subtreeInclusion);
    }

    @Test
    void all_subtree_consistency_vectors_get_the_right_verdict() {
        judgeAll("subtreeconsistency", 118, MerkleVectorsTest::subtreeConsistency);
    }

    private static void inclusion(Vector vector) {
        new InclusionProof(vector.number("leafIdx"), vector.number("treeSize"), vector.proof())
                .verify(vector.leafHash(), vector.hash("root"));
    }

    private static void consistency(Vector vector) {
        new ConsistencyProof(vector.number("size1"), vector.number("size2"), vector.proof())
                .verify(vector.hash("root1"), vector.hash("root2"));
    }

    private static void subtreeInclusion(Vector vector) {
        Subtree subtree = new Subtree(vector.number("start"), vector.number("end"));
        new SubtreeInclusionProof(vector.number("leafIdx"), subtree, vector.proof())
                .verify(vector.leafHash(), vector.hash("root"));
    }

    private static void subtreeConsistency(Vector vector) {
        Subtree subtree = new Subtree(vector.number("start"), vector.number("end"));
        new SubtreeConsistencyProof(subtree, vector.number("size"), vector.proof())
                .verify(vector.hash("root1"), vector.hash("root2"));
    }

    private static void judgeAll(String folder, int expectedCount, Consumer<Vector> judge) {
        List<String> wrong = new ArrayList<>();
        List<Path> files = files(folder);
        for (Path file : files) {
            Vector vector = Vector.read(file);
            if (isRefused(judge, vector) != vector.wantsRefusal()) {
                wrong.add(file + ": wants " + (vector.wantsRefusal() ? "refusal" : "acceptance"));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(files).hasSizeGreaterThanOrEqualTo(expectedCount);
    }

    private static boolean isRefused(Consumer<Vector> judge, Vector vector) {
        try {
            judge.accept(vector);
            return false;
        } catch (ProofRejected | NotAHash refused) {
            return true;
        }
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(SharedData.at("vectors/merkle/" + folder))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class NotAHash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// One flat JSON object of numbers, base64 strings and one list of them.
    private record Vector(String json) {

        private static final byte[] NOT_A_HASH = {'?'};
        private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

        static Vector read(Path file) {
            try {
                return new Vector(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean wantsRefusal() {
            return Boolean.parseBoolean(field("wantErr", "(true|false)"));
        }

        /// Wraps around beyond 63 bits, as it would for a peer that sends such a number in 8 bytes.
        long number(String name) {
            return new BigInteger(field(name, "(\\d+)")).longValue();
        }

        /// A leaf hash is made here and never taken from a peer: one of another length cannot exist.
        Hash leafHash() {
            byte[] bytes = Base64.getDecoder().decode(field("leafHash", STRING.pattern()));
            if (bytes.length != Hash.LENGTH_BYTES) {
                throw new NotAHash();
            }
            return Hash.wrap(bytes);
        }

        Hash hash(String name) {
            return opaque(field(name, STRING.pattern()));
        }

        List<Hash> proof() {
            List<Hash> proof = new ArrayList<>();
            Matcher hashes = STRING.matcher(field("proof", "(null|\\[[^]]*])"));
            while (hashes.find()) {
                proof.add(opaque(hashes.group(1)));
            }
            return proof;
        }

        /// Some vectors hold words where a hash belongs; equal words stay equal, and equal no real hash.
        private static Hash opaque(String base64) {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == Hash.LENGTH_BYTES ? Hash.wrap(bytes) : Hash.of(NOT_A_HASH, bytes);
        }

        private String field(String name, String value) {
            Matcher field = Pattern.compile("\"" + name + "\": " + value).matcher(json);
            if (!field.find()) {
                throw new AssertionError("no field " + name + " in " + json);
            }
            return field.group(1);
        }
    }
}
