// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mithaq.app.Output;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberId;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.Tlp;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.SqliteLedger;

/// One run of the demo, and what every member must hold after it.
public final class DemoRun {

    private static final int BULK = 3_000;
    private static final String BULK_BY = "portwatch";
    private static final String LIAR = "harrowmere";
    private static final String VICTIM = "zaytara";
    private static final String THIRD = "safwara";

    private final DemoFederation federation;
    private final DemoScript script;
    private final Output output;
    private final Map<String, Map<String, StixObject>> expected = new LinkedHashMap<>();
    private final List<DemoChecks.Claim> early = new ArrayList<>();
    private final Map<String, MemberId> ids = new LinkedHashMap<>();
    private final DemoData data;
    private final List<DemoGrave> graves = new ArrayList<>();
    private Optional<StixObject> flash = Optional.empty();

    /// @param federation the members
    /// @param script what is played
    /// @param output where it is shown
    public DemoRun(DemoFederation federation, DemoScript script, Output output) {
        this.federation = federation;
        this.script = script;
        this.output = output;
        this.data = new DemoData(federation, VICTIM, output);
    }

    /// Founds the federation and starts the five nodes.
    public void begin() {
        output.progress("making five members, each with an offline root, online keys and a signed card");
        federation.found();
        output.progress("the founding act is signed by all five roots; starting five processes");
        federation.keys().forEach(federation::start);
        federation.keys().forEach(federation::await);
        for (String key : federation.keys()) {
            expected.put(key, new LinkedHashMap<>());
            ids.put(key, federation.id(key));
        }
    }

    /// Plays the scenario, then a flash message during a bulk transfer.
    public void playScript(boolean paced) {
        DemoPlay play = new DemoPlay(federation, script, output);
        play.play(paced);
        graves.addAll(play.graves());
        for (DemoScript.Step step : script.steps()) {
            expect(step);
        }
        overtake();
        federation.keys().forEach(key -> new DemoPlay(federation, script, output).settle(key));
    }

    private void expect(DemoScript.Step step) {
        switch (step.action()) {
            case DemoScript.Action.Share share -> expectAll(step, share.bundle().objects());
            case DemoScript.Action.Sighting sighting ->
                expectAll(step, sighting.bundle().objects());
            case DemoScript.Action.Relay relay -> {
                for (StixId id : relay.objects()) {
                    relay.recipients().forEach(key -> expect(key, object(id)));
                }
            }
            case DemoScript.Action.Recall recall ->
                recall.objects()
                        .forEach(id -> expected.values()
                                .forEach(objects -> objects.keySet().removeIf(each -> each.startsWith(id + "/"))));
            case DemoScript.Action.Ack ignored -> {}
            case DemoScript.Action.Stop ignored -> {}
            case DemoScript.Action.Start ignored -> {}
        }
    }

    private StixObject object(StixId id) {
        return script.objects().stream()
                .filter(object -> object.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void expectAll(DemoScript.Step step, List<StixObject> objects) {
        for (StixObject object : objects) {
            expect(step.by(), object);
            script.audience(step).forEach(key -> expect(key, object));
        }
    }

    private void expect(String key, StixObject object) {
        expected.computeIfAbsent(key, each -> new LinkedHashMap<>()).put(DemoChecks.key(object), object);
    }

    /// A large routine transfer, and a flash message that is sent while it is under way.
    private void overtake() {
        output.progress("a transfer of " + BULK + " objects, and a flash message behind it");
        List<StixObject> bulk = new ArrayList<>(BULK);
        for (int index = 0; index < BULK; index++) {
            bulk.add(indicator(index));
        }
        StixObject urgent = indicator(BULK);
        flash = Optional.of(urgent);
        Thread transfer = Thread.ofVirtual().start(() -> send("bulk.json", bulk, "routine"));
        DemoFederation.pause(150);
        send("flash.json", List.of(urgent), "flash");
        try {
            transfer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        bulk.forEach(object -> federation.keys().forEach(key -> expect(key, object)));
        federation.keys().forEach(key -> expect(key, urgent));
    }

    private void send(String name, List<StixObject> objects, String lane) {
        Path file = federation.folder().resolve(name);
        try (ControlClient client = federation.client(BULK_BY)) {
            String text = objects.stream()
                    .map(object -> new String(object.bytes(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining(
                            ",",
                            "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[",
                            "]}"));
            Files.writeString(file, text);
            client.upload(
                    ControlClient.with("/import", List.of("channel", "plenary", "lane", lane, "tlp", "clear")), file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// An invented indicator of the documentation range 203.0.113.0/24.
    private static StixObject indicator(int index) {
        String time = Instant.ofEpochSecond(1_790_000_000L + index).toString().replace("Z", ".000Z");
        String json = ("{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--%s\",\"created\":\"%s\","
                        + "\"modified\":\"%s\",\"name\":\"Probe %d of the demo\",\"indicator_types\":"
                        + "[\"anomalous-activity\"],\"pattern\":\"[ipv4-addr:value = '203.0.113.%d']\","
                        + "\"pattern_type\":\"stix\",\"valid_from\":\"%s\"}")
                .formatted(UUID.randomUUID(), time, time, index, index % 256, time);
        return StixReader.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                .object()
                .orElseThrow();
    }

    /// Shares bundles of the user's own with everybody.
    public void playData(List<Path> files) {
        data.play(files);
        federation.keys().forEach(key -> new DemoPlay(federation, script, output).settle(key));
    }

    /// Stops the nodes and checks what holds for any data.
    public List<DemoChecks.Claim> checkData() {
        federation.keys().forEach(federation::stop);
        return withStores((checks, nodes) -> common(
                checks,
                data.expected(
                        Optional.ofNullable(nodes.get(VICTIM)).orElseThrow().charter())));
    }

    /// Lets a member lie, then stops the nodes and checks every claim.
    ///
    /// @param launcher the program, for verifying evidence in a process of its own
    public List<DemoChecks.Claim> checkScript(String launcher) {
        output.progress("a member lies: " + LIAR + " to " + VICTIM);
        federation.stop(LIAR);
        try (NodeRuntime liar = open(LIAR)) {
            early.addAll(
                    new DemoAttacks(liar, id(VICTIM), federation.seat(VICTIM).peerPort()).all(id(THIRD)));
        }
        DemoFederation.pause(500);
        federation.keys().forEach(federation::stop);
        return withStores((checks, nodes) -> {
            early.forEach(checks::add);
            common(checks, expected);
            checks.noticed(VICTIM, "door", "the forged item raised an alarm");
            checks.noticed(VICTIM, "not-ours", "the item for another recipient raised an alarm");
            checks.noticed(VICTIM, "sequence-conflict", "the re-used sequence raised an alarm with a proof");
            checks.noticed(VICTIM, "gap", "the dispatch that was dropped on the way raised an alarm");
            checks.add(overtook(nodes));
            story(checks, nodes, launcher);
        });
    }

    private MemberId id(String key) {
        return Optional.ofNullable(ids.get(key)).orElseThrow();
    }

    private static void common(DemoChecks checks, Map<String, Map<String, StixObject>> expected) {
        checks.holdings(expected);
        checks.proofs();
        checks.logs();
        checks.receipts();
    }

    /// The claims that are about single steps of the scenario.
    private void story(DemoChecks checks, Map<String, NodeRuntime> nodes, String launcher) {
        for (DemoScript.Step step : script.steps()) {
            switch (step.action()) {
                case DemoScript.Action.Relay relay ->
                    relay.recipients().forEach(key -> checks.relays(key, new HashSet<>(relay.objects())));
                case DemoScript.Action.Recall recall -> {
                    Set<String> ids =
                            recall.objects().stream().map(StixId::toString).collect(Collectors.toSet());
                    checks.recalled(
                            step.by(),
                            graves.stream()
                                    .filter(grave -> ids.contains(grave.stixId()))
                                    .toList(),
                            script.audience(script.step(recall.ofStep())));
                }
                case DemoScript.Action.Share share -> {
                    if (share.tlp() == Tlp.RED && share.posting().recipients().size() == 2) {
                        checks.onlyAt(
                                "what TLP:RED for two is, the others never see",
                                living(step, share.bundle().objects()),
                                withSender(step));
                    }
                }
                case DemoScript.Action.Stop ignored ->
                    checks.onlyAt(
                            "a member that was stopped catches up",
                            living(missed(step), posted(missed(step))),
                            withSender(missed(step)));
                case DemoScript.Action.Sighting ignored -> {}
                case DemoScript.Action.Ack ignored -> {}
                case DemoScript.Action.Start ignored -> {}
            }
        }
        checks.add(new DemoEvidence(launcher, federation.folder()).verified(nodes.values()));
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

    /// Keys of the objects that nobody has recalled since, and that only this step posted.
    private Set<String> living(DemoScript.Step step, List<StixObject> objects) {
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
                .map(DemoChecks::key)
                .collect(Collectors.toSet());
    }

    private Set<String> withSender(DemoScript.Step step) {
        Set<String> keys = new HashSet<>(script.audience(step));
        keys.add(step.by());
        return keys;
    }

    /// Whether the flash message was there before the last of the transfer.
    private DemoChecks.Claim overtook(Map<String, NodeRuntime> nodes) {
        String id = flash.map(object -> object.id().toString()).orElse("");
        List<String> faults = new ArrayList<>();
        nodes.forEach((key, node) -> {
            List<Shelf.ObjectRow> rows =
                    node.ledger().read(tables -> tables.shelf().page(Optional.empty(), 0, 1_000_000));
            long urgent = rows.stream()
                    .filter(row -> row.stixId().equals(id))
                    .mapToLong(Shelf.ObjectRow::number)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            if (!key.equals(BULK_BY) && urgent >= rows.getLast().number()) {
                faults.add(key + " had the flash message last");
            }
        });
        return new DemoChecks.Claim("a flash message overtakes a bulk transfer", faults, nodes.size() - 1L);
    }

    private interface Checking {
        void check(DemoChecks checks, Map<String, NodeRuntime> nodes);
    }

    private List<DemoChecks.Claim> withStores(Checking checking) {
        output.progress("the nodes have stopped; checking every claim against their stores and logs");
        Map<String, NodeRuntime> nodes = new LinkedHashMap<>();
        try {
            federation.keys().forEach(key -> nodes.put(key, open(key)));
            DemoChecks checks = new DemoChecks(nodes);
            checking.check(checks, nodes);
            return checks.claims();
        } finally {
            nodes.values().forEach(NodeRuntime::close);
        }
    }

    private NodeRuntime open(String key) {
        Path folder = federation.seat(key).home().folder();
        NodeConfig config = NodeConfig.read(folder.resolve(NodeConfig.FILE_NAME), Map.of(), List.of(), folder);
        return new NodeRuntime(
                config,
                SqliteLedger.open(federation.seat(key).home().ledger()),
                new FileKeyFile(federation.seat(key).home().keyStore()));
    }
}
