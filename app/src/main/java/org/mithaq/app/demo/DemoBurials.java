// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.Declared;
import org.mithaq.stix.StixObject;

/// Checks that what must not be read by somebody cannot be: objects that were taken back, and what was never for a
/// member.
public final class DemoBurials {

    private final Map<String, NodeRuntime> nodes;

    /// @param nodes the members' stopped nodes, opened over their stores, by key
    public DemoBurials(Map<String, NodeRuntime> nodes) {
        this.nodes = Map.copyOf(nodes);
    }

    /// A recalled object is nowhere, its key is destroyed wherever it lay, and every holder has declared it to whom it
    /// had it from: the originator, or who had passed it on.
    ///
    /// @param graves where it lay, at every holder
    /// @param holders keys of those whom its originator or others had sent it to: each must have had a grave
    public DemoChecks.Claim recalled(List<DemoGrave> graves, Collection<String> holders) {
        List<String> faults = new ArrayList<>();
        long checked = 0;
        for (DemoGrave grave : graves) {
            checked++;
            NodeRuntime node = node(grave.member());
            String what = grave.member() + ": " + grave.stixId();
            if (!node.ledger()
                    .read(tables -> tables.shelf().objectsOf(grave.stixId(), 10))
                    .isEmpty()) {
                faults.add(what + " is still held");
            }
            if (!node.vault().isBuried(grave.originator().hash(), grave.leafHash())) {
                faults.add(what + " has no tombstone in the key store");
            }
            try (SecretBytes key = node.vault().key(grave.batch(), grave.salt(), grave.slot())) {
                faults.add(what + " still has its key of " + key.length() + " bytes");
            } catch (KeyDestroyed asItShouldBe) {
                checked++;
            }
            MemberId self = node.self().member();
            if (!grave.carrier().equals(self) && !isDeclared(grave, self)) {
                faults.add(what + ": its destruction is not declared to " + key(grave.carrier()));
            }
        }
        for (String holder : holders) {
            if (graves.stream().noneMatch(grave -> grave.member().equals(holder))) {
                faults.add(holder + " held nothing that could be recalled");
            }
        }
        return new DemoChecks.Claim(
                "a recalled object is unreadable at every holder, key store included, and each has declared it to whom"
                        + " it had it from",
                faults,
                checked);
    }

    /// Whether the member that had sent it has the holder's signed word about the very copy that carried the leaf,
    /// which says of the leaf or of the whole dispatch that it is destroyed. What was passed on went alone, so any
    /// word about that copy is about the leaf.
    private boolean isDeclared(DemoGrave grave, MemberId holder) {
        return nodes.values().stream()
                .filter(node -> node.self().member().equals(grave.carrier()))
                .anyMatch(carrier -> carrier.ledger()
                        .read(tables -> Declared.of(tables, grave.carried(), holder))
                        .filter(word -> grave.carried().equals(grave.payloadHash())
                                ? word.destroyed().covers(grave.position())
                                : !word.destroyed().isNothing())
                        .filter(word -> DemoReceipts.fault(carrier, holder, grave.carried(), word.envelope())
                                .isEmpty())
                        .isPresent());
    }

    /// No byte of some objects stands in any file of these members: store, journal, key store, log of the program.
    ///
    /// @param claim what that shows
    /// @param homes folders of those who must not have it
    public static DemoChecks.Claim traceless(String claim, Collection<StixObject> objects, Collection<Path> homes) {
        DemoTraces traces = DemoTraces.of(objects);
        List<String> faults = new ArrayList<>();
        for (Path home : homes) {
            traces.in(home)
                    .forEach(file -> faults.add(
                            "%s/%s holds a part of it".formatted(home.getFileName(), home.relativize(file))));
        }
        return new DemoChecks.Claim(claim, faults, traces.count() * homes.size());
    }

    private String key(MemberId member) {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getValue().self().member().equals(member))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(member.shortForm());
    }

    private NodeRuntime node(String key) {
        return Optional.ofNullable(nodes.get(key)).orElseThrow(() -> new IllegalArgumentException("no member " + key));
    }
}
