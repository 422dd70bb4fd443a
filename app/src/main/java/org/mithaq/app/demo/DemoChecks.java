// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.RelayCheck;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.node.Holdings;
import org.mithaq.node.OwnLog;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.tiles.LogFsck;
import org.mithaq.tlog.ProofRejected;

/// Checks each claim of the demo against the five stores and logs, after the nodes have stopped: nothing that a node
/// said of itself counts, only what lies on disk and verifies.
public final class DemoChecks {

    private static final int PAGE = 10_000;

    private final Map<String, NodeRuntime> nodes;
    private final List<Claim> claims = new ArrayList<>();

    /// One claim, and whether it held.
    ///
    /// @param claim what is claimed
    /// @param faults what speaks against it, clipped; empty where it holds
    /// @param checked how many things were looked at
    public record Claim(String claim, List<String> faults, long checked) {

        private static final int FAULTS_MAX = 5;

        public Claim {
            faults = List.copyOf(faults.subList(0, Math.min(FAULTS_MAX, faults.size())));
        }

        /// The same claim of more things.
        Claim and(Claim more) {
            List<String> all = new ArrayList<>(faults);
            all.addAll(more.faults);
            return new Claim(claim, all, checked + more.checked);
        }

        /// Whether nothing speaks against it. A claim for which nothing was looked at does not hold.
        public boolean holds() {
            return faults.isEmpty() && checked > 0;
        }
    }

    /// @param nodes the members' stopped nodes, opened over their stores, by key
    public DemoChecks(Map<String, NodeRuntime> nodes) {
        this.nodes = new LinkedHashMap<>(nodes);
    }

    /// What has been checked so far.
    public List<Claim> claims() {
        return List.copyOf(claims);
    }

    /// Adds a claim that was checked elsewhere.
    public void add(Claim claim) {
        claims.add(claim);
    }

    /// Every recipient has exactly what was meant for it, byte for byte, and nobody else has it.
    ///
    /// @param expected the objects that each member must hold, its own included, by [#key]
    public void holdings(Map<String, Map<String, StixObject>> expected) {
        List<String> wrong = new ArrayList<>();
        List<String> bytes = new ArrayList<>();
        long checked = 0;
        for (var entry : expected.entrySet()) {
            Map<String, byte[]> held = held(entry.getKey());
            Set<String> wanted = new TreeSet<>();
            for (var object : entry.getValue().entrySet()) {
                wanted.add(object.getKey());
                byte[] here = held.get(object.getKey());
                checked++;
                if (here == null) {
                    wrong.add(entry.getKey() + " lacks " + object.getKey());
                } else if (!Arrays.equals(here, object.getValue().bytes())) {
                    bytes.add(entry.getKey() + " holds other bytes of " + object.getKey());
                }
            }
            for (String id : held.keySet()) {
                if (!wanted.contains(id)) {
                    wrong.add(entry.getKey() + " holds " + id + ", which was not for it");
                }
            }
        }
        claims.add(new Claim("every recipient has exactly its items, and nobody else has them", wrong, checked));
        claims.add(new Claim("what is held is byte for byte what was written", bytes, checked));
    }

    /// What names one version of one object.
    public static String key(StixObject object) {
        return object.id() + "/" + object.version().key();
    }

    private Map<String, byte[]> held(String key) {
        Map<String, byte[]> held = new LinkedHashMap<>();
        long after = 0;
        while (true) {
            List<Holdings.Held> page = node(key).holdings().page(Optional.empty(), after, PAGE);
            if (page.isEmpty()) {
                return held;
            }
            for (Holdings.Held each : page) {
                held.put(each.row().stixId() + "/" + each.row().version(), each.bytes());
                after = each.row().number();
            }
        }
    }

    /// Every object that came from another member verifies against its originator's key, tree and log.
    public void proofs() {
        List<String> faults = new ArrayList<>();
        long checked = 0;
        for (String key : nodes.keySet()) {
            NodeRuntime node = node(key);
            RelayCheck check = new RelayCheck(node.signatures());
            Map<Hash, RelayCheck.Verified> dispatches = new HashMap<>();
            for (Shelf.ObjectRow row : rows(node)) {
                if (row.originator().equals(node.self().member())) {
                    continue;
                }
                checked++;
                try {
                    RelayedObject proof = node.holdings().proof(row).orElseThrow();
                    RelayCheck.Verified verified = Optional.ofNullable(dispatches.get(proof.payloadHash()))
                            .filter(first -> isOfTheSameDispatch(first, proof))
                            .orElseGet(() -> check.verify(proof, node.charter()));
                    dispatches.putIfAbsent(proof.payloadHash(), verified);
                    if (!verified.originator().id().equals(row.originator())) {
                        faults.add(key + ": " + row.stixId() + " is by another member");
                    }
                } catch (RuntimeException broken) {
                    faults.add(key + ": " + row.stixId() + ": " + broken.getMessage());
                }
            }
        }
        claims.add(new Claim("every signature and every inclusion proof verifies", faults, checked));
    }

    /// Whether header, signature and log are the very bytes that were verified, and the leaf is in that header's tree:
    /// what 4,096 objects share is verified once.
    private static boolean isOfTheSameDispatch(RelayCheck.Verified first, RelayedObject proof) {
        RelayedObject seen = first.relayed();
        return Arrays.equals(seen.envelope().payload(), proof.envelope().payload())
                && Arrays.equals(seen.envelope().signature(), proof.envelope().signature())
                && seen.envelope().keyId().equals(proof.envelope().keyId())
                && seen.logSalt().equals(proof.logSalt())
                && seen.log().proof().equals(proof.log().proof())
                && Arrays.equals(seen.log().checkpoint(), proof.log().checkpoint())
                && proof.leafIsIn(first.header());
    }

    private static List<Shelf.ObjectRow> rows(NodeRuntime node) {
        return node.ledger().read(tables -> tables.shelf().page(Optional.empty(), 0, 1_000_000));
    }

    /// Every log is whole, every witness saw the same history, and the newest checkpoint has its quorum.
    public void logs() {
        List<String> whole = new ArrayList<>();
        List<String> history = new ArrayList<>();
        List<String> quorum = new ArrayList<>();
        long seen = 0;
        for (String key : nodes.keySet()) {
            NodeRuntime node = node(key);
            LogFsck.Report report =
                    new LogFsck(node.signatures(), node.charter(), node.self().member()).check(node.ledger());
            report.faults().forEach(fault -> whole.add(key + ": " + fault.sentence()));
            String origin = node.charter()
                    .member(node.self().member())
                    .orElseThrow()
                    .log()
                    .origin();
            for (String other : nodes.keySet()) {
                Optional<LogBook.WitnessRow> row =
                        node(other).ledger().read(tables -> tables.log().witnessed(origin));
                if (row.isPresent()) {
                    seen++;
                    inconsistency(node.log(), row.get())
                            .ifPresent(fault ->
                                    history.add(other + " was shown another history of " + origin + ": " + fault));
                }
            }
            quorum(key, node).ifPresent(quorum::add);
        }
        claims.add(new Claim("every log holds the record of every dispatch and receipt", whole, nodes.size()));
        claims.add(new Claim(
                "what each witness cosigned of each log is the beginning of what lies there now", history, seen));
        claims.add(new Claim("every log's checkpoint has a quorum of cosignatures", quorum, nodes.size()));
    }

    /// Whether what a witness has cosigned is the beginning of the log as it is now, by a proof as the log gives it out
    /// (RFC 9162 §2.1.4).
    private static Optional<String> inconsistency(OwnLog log, LogBook.WitnessRow cosigned) {
        long size = log.committedSize();
        if (cosigned.size() == 0) {
            return Optional.empty();
        }
        if (cosigned.size() > size) {
            return Optional.of("it has only %d records of %d".formatted(size, cosigned.size()));
        }
        try {
            log.consistency(cosigned.size(), size).verify(cosigned.root(), log.root(size));
            return Optional.empty();
        } catch (ProofRejected rejected) {
            return Optional.of(String.valueOf(rejected.getMessage()));
        }
    }

    private static Optional<String> quorum(String key, NodeRuntime node) {
        Optional<LogBook.CheckpointRow> row =
                node.ledger().read(tables -> tables.log().witnessedCheckpoint());
        if (row.isEmpty()) {
            return Optional.of(key + " has no witnessed checkpoint");
        }
        LogCheck check = new LogCheck(node.signatures());
        MemberId self = node.self().member();
        int witnesses;
        try {
            check.verify(row.get().note(), node.charter().member(self).orElseThrow());
            witnesses = check.witnesses(row.get().note(), node.charter(), self).size();
        } catch (DoorRejected rejected) {
            return Optional.of(key + ": " + rejected.getMessage());
        }
        return witnesses >= node.charter().witnessQuorum()
                ? Optional.empty()
                : Optional.of("%s: only %d of %d"
                        .formatted(key, witnesses, node.charter().witnessQuorum()));
    }

    /// Every copy of every dispatch is settled by a receipt that its recipient signed.
    public void receipts() {
        List<String> faults = new ArrayList<>();
        long checked = 0;
        for (String key : nodes.keySet()) {
            NodeRuntime node = node(key);
            for (Outbox.EntryRow entry : DemoReceipts.entries(node)) {
                checked++;
                DemoReceipts.fault(node, entry).ifPresent(fault -> faults.add(key + ": " + fault));
            }
        }
        claims.add(new Claim("every copy of every dispatch has its recipient's signed receipt", faults, checked));
    }

    /// A relayed object verifies at a third member, and its proof names nobody but its originator.
    public void relays(String holder, Set<StixId> objects) {
        List<String> faults = new ArrayList<>();
        NodeRuntime node = node(holder);
        long checked = 0;
        for (Shelf.ObjectRow row : rows(node)) {
            if (!objects.contains(StixId.parse(row.stixId()))) {
                continue;
            }
            checked++;
            RelayedObject proof = node.holdings().proof(row).orElseThrow();
            new RelayCheck(node.signatures()).verify(proof, node.charter());
            byte[] bytes = proof.toBytes();
            for (MemberId member : node.charter().members().keySet()) {
                if (!member.equals(row.originator())
                        && contains(bytes, member.hash().bytes())) {
                    faults.add("the proof of " + row.stixId() + " names " + member.shortForm());
                }
            }
        }
        claims.add(new Claim(
                "a third member verifies a relayed object's originator and terms, and learns nothing of the first"
                        + " audience",
                faults,
                checked));
    }

    private static boolean contains(byte[] haystack, byte[] needle) {
        for (int at = 0; at + needle.length <= haystack.length; at++) {
            if (Arrays.equals(haystack, at, at + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }

    /// Some objects are at these members and at no others.
    ///
    /// @param claim what that shows
    /// @param holders who must hold every one of them; everybody else none
    public void onlyAt(String claim, Set<String> objects, Set<String> holders) {
        List<String> faults = new ArrayList<>();
        for (String key : nodes.keySet()) {
            Set<String> here = new HashSet<>(held(key).keySet());
            here.retainAll(objects);
            int wanted = holders.contains(key) ? objects.size() : 0;
            if (here.size() != wanted) {
                faults.add("%s holds %d of %d".formatted(key, here.size(), objects.size()));
            }
        }
        claims.add(new Claim(claim, faults, (long) objects.size() * nodes.size()));
    }

    /// An alarm of a kind stands at a member.
    public void noticed(String key, String kind, String claim) {
        boolean there = node(key).ledger().read(tables -> tables.alarms().all()).stream()
                .anyMatch(alarm -> alarm.kind().equals(kind));
        claims.add(new Claim(claim, there ? List.of() : List.of(key + " has no alarm " + kind), 1));
    }

    private NodeRuntime node(String key) {
        NodeRuntime node = nodes.get(key);
        if (node == null) {
            throw new IllegalArgumentException("no member " + key);
        }
        return node;
    }
}
