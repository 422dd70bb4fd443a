// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.SignedAct;
import org.mithaq.exchange.EvidenceBundle;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.node.port.Shelf;

/// Has an evidence bundle verified by a fresh process that knows nothing but the file.
final class DemoEvidence {

    private final String launcher;
    private final Path folder;

    DemoEvidence(String launcher, Path folder) {
        this.launcher = launcher;
        this.folder = folder;
    }

    /// Verifies one bundle, and a damaged copy of it that must be refused.
    DemoChecks.Claim verified(Collection<NodeRuntime> nodes) {
        String claim = "an evidence bundle verifies offline in a fresh process, and a damaged one does not";
        List<String> faults = new ArrayList<>();
        Optional<byte[]> bundle =
                nodes.stream().flatMap(node -> bundle(node).stream()).findFirst();
        if (bundle.isEmpty()) {
            return new DemoChecks.Claim(claim, List.of("no member holds another's object"), 0);
        }
        byte[] good = bundle.get();
        byte[] bad = good.clone();
        bad[bad.length - 5] ^= 1;
        try {
            if (run("object.evidence", good) != 0) {
                faults.add("the bundle does not verify");
            }
            if (run("damaged.evidence", bad) == 0) {
                faults.add("a damaged bundle verifies");
            }
        } catch (IOException failed) {
            faults.add(String.valueOf(failed.getMessage()));
        }
        return new DemoChecks.Claim(claim, faults, 2);
    }

    private static Optional<byte[]> bundle(NodeRuntime node) {
        List<Shelf.ObjectRow> rows = node.ledger().read(tables -> tables.shelf().page(Optional.empty(), 0, 10_000));
        SignedAct founding = SignedAct.decode(
                node.ledger().read(tables -> tables.registry().acts()).getFirst());
        for (Shelf.ObjectRow row : rows) {
            if (!row.originator().equals(node.self().member())) {
                Optional<RelayedObject> proof = node.holdings().proof(row);
                if (proof.isPresent()) {
                    return Optional.of(new EvidenceBundle(founding, proof.get()).toBytes());
                }
            }
        }
        return Optional.empty();
    }

    private int run(String name, byte[] bundle) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bundle);
        Process process = new ProcessBuilder(launcher, "verify", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
