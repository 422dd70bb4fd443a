// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Finding;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.EntryTile;
import org.mithaq.tlog.HashTile;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.NoteRejected;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.NoteSigner;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.SignedNote;
import org.mithaq.tlog.TilePath;
import org.mithaq.tlog.TlogProof;
import org.mithaq.tlog.TreeFrontier;
import org.mithaq.tlog.TreeHasher;
import org.mithaq.tlog.VerifierKey;
import org.mithaq.tlog.WitnessDecision;
import org.mithaq.tlog.WitnessPolicy;

/// The transparency log: C2SP's notes, checkpoints, witness messages, proofs and tiles.
public final class TlogTargets {

    private static final int LEAVES = 300;
    private static final NoteSigner LOG = TestFederation.logSigner(0);
    private static final MemoryTree TREE = tree();
    private static final List<Cosigner> WITNESSES = TestFederation.cosigners(1);

    private TlogTargets() {}

    private static MemoryTree tree() {
        MemoryTree tree = new MemoryTree();
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            tree.append(TreeHasher.leafHash(TestFederation.seed(leaf, "leaf")));
        }
        return tree;
    }

    private static SignedCheckpoint signed() {
        return LOG.sign(new Checkpoint(TestFederation.origin(0), LEAVES, TREE.root(LEAVES)));
    }

    private static SignedCheckpoint cosigned(Cosigner... by) {
        SignedCheckpoint signed = signed();
        return signed.with(Arrays.stream(by)
                .map(each -> each.cosign(signed.checkpoint(), Instant.parse("2026-03-01T12:00:00Z")))
                .toList());
    }

    /// Notes, and what stands in them.
    public static Target notes() {
        byte[] note = cosigned(WITNESSES.getFirst()).encode();
        return new Target(
                "note",
                8_192,
                List.of("\n\n— ", " ", "AAAA", "=\n", "9223372036854775807", "\n0\n", "+"),
                List.of(
                        Kind.of(
                                "note",
                                Codec.canonical(MalformedTlog.class, SignedNote::parse, SignedNote::encode),
                                note),
                        Kind.of(
                                "checkpoint",
                                Codec.canonical(MalformedTlog.class, SignedCheckpoint::parse, SignedCheckpoint::encode),
                                signed().encode()),
                        Kind.of(
                                "body",
                                Codec.canonicalText(MalformedTlog.class, Checkpoint::parse, Checkpoint::body),
                                Seed.of(
                                        signed().checkpoint().body(),
                                        signed().checkpoint().body() + "extension\n")),
                        Kind.of(
                                "signature line",
                                Codec.canonicalText(
                                        MalformedTlog.class, NoteSignature::parse, TlogTargets::withoutNewline),
                                Seed.of(withoutNewline(signed().signatures().getFirst()))),
                        Kind.of(
                                "verifier key",
                                Codec.canonicalText(MalformedTlog.class, VerifierKey::parse, VerifierKey::vkey),
                                Seed.of(
                                        LOG.verifierKey().vkey(),
                                        WITNESSES.getFirst().verifierKey().vkey(),
                                        WITNESSES.getLast().verifierKey().vkey())),
                        Kind.of(
                                "verified note",
                                Codec.readOnly(
                                        Set.of(MalformedTlog.class, NoteRejected.class),
                                        input -> SignedNote.parse(input)
                                                .verify(
                                                        TestFederation.SIGNATURES,
                                                        List.of(
                                                                LOG.verifierKey(),
                                                                WITNESSES
                                                                        .getFirst()
                                                                        .verifierKey(),
                                                                WITNESSES
                                                                        .getLast()
                                                                        .verifierKey()))),
                                note,
                                cosigned(WITNESSES.getLast()).encode())));
    }

    private static String withoutNewline(NoteSignature signature) {
        return signature.line().replaceFirst("\n$", "");
    }

    /// What logs and witnesses say to each other.
    public static Target witnesses() {
        String key = WITNESSES.getFirst().verifierKey().vkey();
        String policy = "# c\nlog %s https://log.example/\nwitness w %s https://w.example/\nwitness v %s\n"
                        .formatted(LOG.verifierKey().vkey(), key, cosigner(2))
                + "group g 1 w v\nquorum g\n";
        AddCheckpointRequest request =
                new AddCheckpointRequest(200, TREE.consistency(200, LEAVES).path(), signed());
        return new Target(
                "witness",
                8_192,
                List.of("old ", "\n\n", "— ", "witness ", "group ", "quorum ", "log ", " any ", " all ", "none", "#"),
                List.of(
                        Kind.of(
                                "add-checkpoint",
                                Codec.canonical(
                                        MalformedTlog.class, AddCheckpointRequest::parse, AddCheckpointRequest::encode),
                                request.encode()),
                        Kind.of(
                                "answer",
                                Codec.canonical(
                                        MalformedTlog.class,
                                        AddCheckpointResponse::parse,
                                        AddCheckpointResponse::encode),
                                new AddCheckpointResponse(cosigned(WITNESSES.getFirst())
                                                .signatures()
                                                .subList(1, 2))
                                        .encode()),
                        Kind.of(
                                "conflict",
                                Codec.canonical(
                                        MalformedTlog.class,
                                        WitnessDecision.Conflict::parse,
                                        WitnessDecision.Conflict::body),
                                Seed.of("300\n")),
                        Kind.of(
                                "policy",
                                Codec.stable(MalformedTlog.class, WitnessPolicy::parse, WitnessPolicy::encode),
                                Seed.of(policy, "quorum none\n"))));
    }

    private static String cosigner(int member) {
        return TestFederation.cosigners(member).getFirst().verifierKey().vkey();
    }

    /// Proofs that stand alone.
    public static Target proofs() {
        byte[] extra = {1, 2, 3};
        return new Target(
                "tlog-proof",
                8_192,
                List.of("c2sp.org/tlog-proof@v1\n", "extra ", "index ", "\n\n", "— "),
                List.of(Kind.of(
                        "proof",
                        Codec.canonical(MalformedTlog.class, TlogProof::parse, TlogProof::encode),
                        new TlogProof(TREE.inclusion(77, LEAVES), cosigned(WITNESSES.getFirst())).encode(),
                        new TlogProof(extra, 0, List.of(), signed()).encode())));
    }

    /// Tiles, entry bundles, their paths, and the edge of a tree as it is stored.
    public static Target tiles() {
        TreeFrontier frontier = TreeFrontier.empty();
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            frontier.append(TREE.leaf(leaf));
        }
        List<Hash> rows = new ArrayList<>(List.of(TREE.leaf(0), TREE.leaf(1), TREE.leaf(2)));
        return new Target(
                "tile",
                1_024,
                List.of("tile/", "entries/", "x001/", ".p/", "255", "/000", "63/"),
                List.of(
                        Kind.of(
                                "path",
                                Codec.canonicalText(MalformedTlog.class, TilePath::parse, TilePath::path),
                                Seed.of("tile/0/x001/x234/067", "tile/entries/000.p/12", "tile/63/000")),
                        Kind.of(
                                "hashes",
                                Codec.canonical(
                                        MalformedTlog.class,
                                        new HashTile(0, 0, rows.size())::decode,
                                        new HashTile(0, 0, rows.size())::encode),
                                new HashTile(0, 0, rows.size()).encode(rows)),
                        Kind.of(
                                "entries",
                                Codec.canonical(
                                        MalformedTlog.class, new EntryTile(0, 2)::decode, new EntryTile(0, 2)::encode),
                                new EntryTile(0, 2).encode(List.of("one".getBytes(UTF_8), new byte[0]))),
                        Kind.of(
                                "frontier",
                                Codec.canonical(
                                        IllegalArgumentException.class, TlogTargets::rooted, TreeFrontier::encode),
                                frontier.encode(),
                                TreeFrontier.empty().encode())));
    }

    /// A frontier that was read has a root.
    private static TreeFrontier rooted(byte[] input) {
        TreeFrontier frontier = TreeFrontier.decode(input);
        if (frontier.root().bytes().length != Hash.LENGTH_BYTES) {
            throw new Finding("a frontier without a root");
        }
        return frontier;
    }
}
