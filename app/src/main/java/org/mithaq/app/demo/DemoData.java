// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.control.ControlClient;
import org.mithaq.charter.CharterState;
import org.mithaq.exchange.Terms;
import org.mithaq.node.Item;
import org.mithaq.node.Releasing;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.Tlp;

/// Bundles of the user's own, which one member shares with all, and what everybody must hold then.
final class DemoData {

    /// What `--tlp clear` says of objects without a label.
    private static final Terms CLEAR = Terms.standard().label(Releasing.number(Tlp.CLEAR));

    private final DemoFederation federation;
    private final String sender;
    private final DemoView view;
    private final DemoHeads heads;
    private final DemoTracker tracker;
    private final List<List<Item>> shared = new ArrayList<>();

    /// @param federation the running nodes
    /// @param sender key of the member that shares
    /// @param view where it is shown
    /// @param heads what is said of each file
    /// @param tracker what follows each dispatch
    DemoData(DemoFederation federation, String sender, DemoView view, DemoHeads heads, DemoTracker tracker) {
        this.federation = federation;
        this.sender = sender;
        this.view = view;
        this.heads = heads;
        this.tracker = tracker;
    }

    /// Shares the bundles in `files` in the plenary, one after the other.
    ///
    /// @throws CommandRefused if there is no object in any of them: of nothing, every claim would say nothing
    void play(List<Path> files) {
        int number = 0;
        for (Path file : files) {
            number++;
            DemoItem item = heads.item(number, sender, file.getFileName().toString(), Optional.empty());
            view.begin(item);
            try (ControlClient client = federation.client(sender);
                    InputStream in = Files.newInputStream(file)) {
                long begin = DemoFederation.nowMicros();
                var report = client.upload(
                        ControlClient.with("/import", List.of("channel", "plenary", "tlp", "clear")), file);
                tracker.follow(item, sender, report, begin);
                item.note("%,d accepted, %,d kept with defects, %,d refused; %,d times withheld from a member"
                        .formatted(
                                report.integer("accepted").orElse(0),
                                report.integer("keptWithDefects").orElse(0),
                                report.integer("refused").orElse(0),
                                report.integer("withheldCount").orElse(0)));
                item.complete();
                tracker.untilReceived(item);
                view.received(item);
                shared.add(objects(in));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        if (shared.stream().allMatch(List::isEmpty)) {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    "There is no object of a STIX 2.1 bundle in what --data names, and so there is nothing to show.");
        }
    }

    private static List<Item> objects(InputStream in) throws IOException {
        List<Item> items = new ArrayList<>();
        BundleReader reader = BundleReader.of(in, BundleLimits.standard());
        for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
            switch (next.get().reading()) {
                case Reading.Accepted accepted -> items.add(Item.of(accepted.accepted(), CLEAR, false));
                case Reading.KeptWithDefects kept -> items.add(Item.of(kept.kept(), CLEAR, true));
                case Reading.Refused _ -> {}
            }
        }
        return items;
    }

    /// What each member must hold, decided anew from the files' bytes: the sender keeps everything that can
    /// be read, and the others have what its markings allow. Of two contents under one id and version, the
    /// first counts.
    ///
    /// @return objects by [DemoChecks#key], by the member's key
    Map<String, Map<String, StixObject>> expected(CharterState charter) {
        Map<String, Map<String, StixObject>> expected = new LinkedHashMap<>();
        federation.keys().forEach(key -> expected.put(key, new LinkedHashMap<>()));
        Map<StixId, StixObject> definitions = new HashMap<>();
        for (List<Item> file : shared) {
            List<Item> fresh = new ArrayList<>();
            for (Item item : file) {
                StixObject object = object(item);
                definitions.putIfAbsent(object.id(), object);
                if (at(expected, sender).putIfAbsent(DemoChecks.key(object), object) == null) {
                    fresh.add(item);
                }
            }
            release(fresh, charter, definitions, expected);
        }
        return expected;
    }

    private void release(
            List<Item> items,
            CharterState charter,
            Map<StixId, StixObject> definitions,
            Map<String, Map<String, StixObject>> expected) {
        Releasing.Decided decided = Releasing.decide(
                items,
                federation.id(sender),
                Releasing.in(charter.plenary(), Set.of()),
                id -> Optional.ofNullable(definitions.get(id)),
                Instant.now());
        for (Releasing.Group group : decided.groups()) {
            for (String key : federation.keys()) {
                if (group.recipients().contains(federation.id(key))) {
                    group.items().forEach(item -> at(expected, key).put(DemoChecks.key(object(item)), object(item)));
                }
            }
        }
    }

    private static Map<String, StixObject> at(Map<String, Map<String, StixObject>> expected, String key) {
        return expected.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    }

    private static StixObject object(Item item) {
        return item.object().orElseThrow(() -> new IllegalStateException("a bundle holds objects"));
    }
}
