// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberId;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.Tlp;

/// The claims that are about single steps of the scenario.
final class DemoStory {

    private final DemoScript script;
    private final DemoFederation federation;
    private final List<DemoGrave> graves;

    /// @param federation where the members lived
    /// @param graves where recalled objects lay before they were recalled
    DemoStory(DemoScript script, DemoFederation federation, List<DemoGrave> graves) {
        this.script = script;
        this.federation = federation;
        this.graves = List.copyOf(graves);
    }

    /// Adds them.
    ///
    /// @param nodes the members' stopped nodes, by key
    void check(DemoChecks checks, Map<String, NodeRuntime> nodes) {
        DemoBurials burials = new DemoBurials(nodes);
        Optional<DemoChecks.Claim> recalled = Optional.empty();
        List<StixObject> buried = new ArrayList<>();
        for (DemoScript.Step step : script.steps()) {
            switch (step.action()) {
                case DemoScript.Action.Relay relay ->
                    relay.recipients().forEach(key -> checks.relays(key, new HashSet<>(relay.objects())));
                case DemoScript.Action.Recall recall -> {
                    DemoChecks.Claim claim = burials.recalled(gravesOf(recall.objects()), holders(recall));
                    recalled = Optional.of(recalled.map(claim::and).orElse(claim));
                    posted(script.step(recall.ofStep())).stream()
                            .filter(object -> recall.objects().contains(object.id()))
                            .forEach(buried::add);
                }
                case DemoScript.Action.Share share -> {
                    if (share.tlp() == Tlp.RED && share.posting().recipients().size() == 2) {
                        forTwo(checks, step, share);
                    }
                }
                case DemoScript.Action.Stop ignored ->
                    checks.onlyAt(
                            "a member that was stopped catches up",
                            keys(living(missed(step), posted(missed(step)))),
                            withSender(missed(step)));
                case DemoScript.Action.Sighting ignored -> {}
                case DemoScript.Action.Ack ignored -> {}
                case DemoScript.Action.Start ignored -> {}
            }
        }
        recalled.ifPresent(checks::add);
        checks.add(DemoBurials.traceless(
                "no part of a recalled object stands in any file of any member", buried, homes(federation.keys())));
    }

    private void forTwo(DemoChecks checks, DemoScript.Step step, DemoScript.Action.Share share) {
        List<StixObject> living = living(step, share.bundle().objects());
        Set<String> holders = withSender(step);
        checks.onlyAt("what TLP:RED for two is, the others never see", keys(living), holders);
        checks.add(DemoBurials.traceless(
                "no part of what TLP:RED for two is stands in any file of the others",
                living,
                homes(federation.keys().stream()
                        .filter(key -> !holders.contains(key))
                        .toList())));
    }

    private List<Path> homes(Collection<String> members) {
        return members.stream().map(key -> federation.seat(key).home().folder()).toList();
    }

    private List<DemoGrave> gravesOf(List<StixId> objects) {
        Set<String> ids = objects.stream().map(StixId::toString).collect(Collectors.toSet());
        return graves.stream().filter(grave -> ids.contains(grave.stixId())).toList();
    }

    /// Whom the recalled objects were sent to, by their originator or by those who passed them on.
    private Set<String> holders(DemoScript.Action.Recall recall) {
        Set<String> holders = new TreeSet<>(script.audience(script.step(recall.ofStep())));
        for (DemoScript.Step step : script.steps()) {
            if (step.action() instanceof DemoScript.Action.Relay relay
                    && relay.ofStep() == recall.ofStep()
                    && relay.objects().stream().anyMatch(recall.objects()::contains)) {
                holders.addAll(relay.recipients());
            }
        }
        return holders;
    }

    /// The first posting while a member was stopped.
    private DemoScript.Step missed(DemoScript.Step stop) {
        return script.steps().stream()
                .filter(step -> step.number() > stop.number() && step.action() instanceof DemoScript.Action.Share)
                .findFirst()
                .orElseThrow();
    }

    private static List<StixObject> posted(DemoScript.Step step) {
        return DemoScript.bundle(step).map(DemoBundle::objects).orElse(List.of());
    }

    /// The objects that nobody has recalled since, and that only this step posted.
    private List<StixObject> living(DemoScript.Step step, List<StixObject> objects) {
        Set<StixId> recalled = script.steps().stream()
                .flatMap(each -> each.action() instanceof DemoScript.Action.Recall recall
                        ? recall.objects().stream()
                        : Stream.empty())
                .collect(Collectors.toSet());
        Set<StixId> elsewhere = script.steps().stream()
                .filter(each -> each.number() != step.number())
                .flatMap(each -> posted(each).stream())
                .map(StixObject::id)
                .collect(Collectors.toSet());
        return objects.stream()
                .filter(object -> !recalled.contains(object.id()) && !elsewhere.contains(object.id()))
                .toList();
    }

    private static Set<String> keys(List<StixObject> objects) {
        return objects.stream().map(DemoChecks::key).collect(Collectors.toSet());
    }

    private Set<String> withSender(DemoScript.Step step) {
        Set<String> keys = new HashSet<>(script.audience(step));
        keys.add(step.by());
        return keys;
    }

    /// Whether the flash message was there before the last of the transfer.
    ///
    /// @param by key of who sent both
    static DemoChecks.Claim overtook(Map<String, NodeRuntime> nodes, String by, StixObject flash) {
        String id = flash.id().toString();
        List<String> faults = new ArrayList<>();
        nodes.forEach((key, node) -> {
            List<Shelf.ObjectRow> rows =
                    node.ledger().read(tables -> tables.shelf().page(Optional.empty(), 0, 1_000_000));
            long urgent = rows.stream()
                    .filter(row -> row.stixId().equals(id))
                    .mapToLong(Shelf.ObjectRow::number)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            long lastOfTransfer = rows.stream()
                    .filter(row -> row.originator().equals(author(nodes, by)))
                    .mapToLong(Shelf.ObjectRow::number)
                    .max()
                    .orElse(0);
            if (!key.equals(by) && urgent >= lastOfTransfer) {
                faults.add(key + " had the flash message last");
            }
        });
        return new DemoChecks.Claim("a flash message overtakes a bulk transfer", faults, nodes.size() - 1L);
    }

    private static MemberId author(Map<String, NodeRuntime> nodes, String key) {
        return Optional.ofNullable(nodes.get(key)).orElseThrow().self().member();
    }
}
