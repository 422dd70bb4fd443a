// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.Charter;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.Lane;
import org.mithaq.json.JsonObject;
import org.mithaq.node.port.LogBook;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.SqliteLedger;

/// One run of the demo, and what every member must hold after it.
public final class DemoRun implements AutoCloseable {

    private static final int BULK = 3_000;
    private static final String BULK_BY = "portwatch";
    private static final String LIAR = "harrowmere";
    private static final String VICTIM = "zaytara";
    private static final String THIRD = "safwara";

    private final DemoFederation federation;
    private final DemoScript script;
    private final DemoView view;
    private final DemoHeads heads;
    private final long beginNanos = System.nanoTime();
    private final Map<String, Map<String, StixObject>> expected = new LinkedHashMap<>();
    private final List<DemoChecks.Claim> early = new ArrayList<>();
    private final Map<String, MemberId> ids = new LinkedHashMap<>();
    private final List<DemoGrave> graves = new ArrayList<>();
    private final Map<String, List<LogBook.WitnessRow>> cosigned = new LinkedHashMap<>();
    private Optional<StixObject> flash = Optional.empty();
    private Optional<DemoTracker> tracker = Optional.empty();
    private Optional<DemoData> data = Optional.empty();

    /// @param federation the members
    /// @param script what is played
    /// @param output where it is shown as lines
    /// @param surroundings whose terminal is painted instead, where a person watches one and has not asked to be
    ///     spared it
    /// @param tongue in which it is told
    public DemoRun(
            DemoFederation federation, DemoScript script, Output output, Surroundings surroundings, Tongue tongue) {
        this.federation = federation;
        this.script = script;
        this.heads = new DemoHeads(script, tongue);
        this.view = surroundings.watchedColours()
                ? new DemoPanel(surroundings.err(), TerminalSize.ofProcess(surroundings.environment()), this::foot)
                : new DemoLines(output);
    }

    /// Who runs, and for how long.
    private Painted foot() {
        List<Painted.Piece> pieces = new ArrayList<>();
        List<String> running = federation.running();
        for (DemoCast.Member member : script.cast().members()) {
            boolean here = running.contains(member.key());
            pieces.add(new Painted.Piece(
                    (here ? "● " : "○ ") + member.key() + "   ", here ? Painted.Look.DONE : Painted.Look.WAITING));
        }
        pieces.add(new Painted.Piece(
                Duration.ofNanos(System.nanoTime() - beginNanos).toSeconds() + " s", Painted.Look.FAINT));
        return new Painted(pieces, false);
    }

    /// Founds the federation and starts the five nodes.
    public void begin() {
        view.say("making five members, each with an offline root, online keys and a signed card");
        federation.found(key -> view.say("    " + key + " is made, " + elapsed()));
        view.say("the founding act is signed by all five roots; starting five processes");
        federation.keys().forEach(federation::start);
        for (String key : federation.keys()) {
            federation.await(key);
            view.say("    %s runs as process %d, %s".formatted(key, federation.pid(key), elapsed()));
        }
        for (String key : federation.keys()) {
            expected.put(key, new LinkedHashMap<>());
            ids.put(key, federation.id(key));
        }
        DemoTracker following = new DemoTracker(federation, view);
        tracker = Optional.of(following);
        data = Optional.of(new DemoData(federation, VICTIM, view, heads, following));
    }

    /// Plays the scenario, then a flash message during a bulk transfer, then a loss on the way.
    public void playScript(boolean paced) {
        DemoPlay play = new DemoPlay(federation, script, heads, view, tracker.orElseThrow());
        play.play(paced);
        graves.addAll(play.graves());
        for (DemoScript.Step step : script.steps()) {
            expect(step);
        }
        remember();
        overtake();
        lose();
        federation.settle(view);
    }

    /// What each member has cosigned of the others' logs until now.
    private void remember() {
        federation
                .keys()
                .forEach(key -> cosigned.put(
                        key,
                        DemoCopies.read(federation, key, tables -> tables.log().witnessed())));
    }

    /// Whether the logs go on from there, as the other members see them over their doors.
    private DemoChecks.Claim goOn() {
        SignatureProvider signatures = SignatureProvider.best();
        Map<String, DemoLogs.Eyes> eyes = new LinkedHashMap<>();
        cosigned.forEach((key, rows) -> {
            NodeConfig config = config(key);
            var keyring =
                    NewMember.keyring(federation.seat(key).home(), new KeySeal(config.keys(), new SecureRandom()));
            eyes.put(key, new DemoLogs.Eyes(id(key), keyring.tls(), rows));
        });
        byte[] act = NodeHome.read(federation.seat(VICTIM).home().foundingAct(), "the demo makes it");
        return new DemoLogs(signatures, Charter.found(signatures, SignedAct.decode(act))).goOn(eyes);
    }

    private String elapsed() {
        return "%.1f s".formatted((System.nanoTime() - beginNanos) / 1e9);
    }

    /// Lets the federation run until this thread is interrupted, or a node ends by itself.
    public void rest() {
        tracker.ifPresent(DemoTracker::close);
        view.say("The federation runs in " + federation.folder() + ". Ctrl-C stops it.");
        while (true) {
            federation.check();
            DemoFederation.pause(500);
        }
    }

    /// Ends the view.
    @Override
    public void close() {
        tracker.ifPresent(DemoTracker::close);
        view.close();
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
        List<StixObject> bulk = new ArrayList<>(BULK);
        for (int index = 0; index < BULK; index++) {
            bulk.add(DemoProbe.of(index));
        }
        StixObject urgent = DemoProbe.of(BULK);
        flash = Optional.of(urgent);
        int last = script.steps().size();
        DemoItem slow = heads.item(last + 1, BULK_BY, "a transfer of " + BULK + " objects", Optional.empty());
        DemoItem fast = heads.item(last + 2, BULK_BY, "a message behind it", Optional.of(Lane.FLASH));
        view.begin(slow);
        Thread transfer = Thread.ofVirtual().start(() -> {
            send(slow, BULK_BY, "bulk.json", bulk, "routine");
            slow.complete();
        });
        DemoFederation.pause(150);
        view.begin(fast);
        send(fast, BULK_BY, "flash.json", List.of(urgent), "flash");
        fast.complete();
        tracker.orElseThrow().untilReceived(fast);
        view.received(fast);
        try {
            transfer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        tracker.orElseThrow().untilReceived(slow);
        view.received(slow);
        bulk.forEach(object -> federation.keys().forEach(key -> expect(key, object)));
        federation.keys().forEach(key -> expect(key, urgent));
    }

    /// Two messages of which one is lost on its way to one member.
    private void lose() {
        List<StixObject> two = List.of(DemoProbe.of(BULK + 1), DemoProbe.of(BULK + 2));
        int number = script.steps().size() + 3;
        DemoItem item = heads.item(number, THIRD, "two messages, one of which is lost on the way", Optional.empty());
        view.begin(item);
        early.addAll(new DemoGap(federation, THIRD, VICTIM)
                .play(two, object -> send(item, THIRD, object.id() + ".json", List.of(object), "routine"), this::open));
        item.complete();
        tracker.orElseThrow().untilReceived(item);
        view.received(item);
        two.forEach(object -> federation.keys().forEach(key -> expect(key, object)));
    }

    private void send(DemoItem item, String by, String name, List<StixObject> objects, String lane) {
        Path file = federation.folder().resolve(name);
        try (ControlClient client = federation.client(by)) {
            String text = objects.stream()
                    .map(object -> new String(object.bytes(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining(
                            ",",
                            "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[",
                            "]}"));
            Files.writeString(file, text);
            long begin = DemoFederation.nowMicros();
            JsonObject report = client.upload(
                    ControlClient.with("/import", List.of("channel", "plenary", "lane", lane, "tlp", "clear")), file);
            tracker.orElseThrow().follow(item, by, report, begin);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Shares bundles of the user's own with everybody.
    public void playData(List<Path> files) {
        data.orElseThrow().play(files);
        federation.settle(view);
        remember();
    }

    /// Stops the nodes and checks what holds for any data.
    public List<DemoChecks.Claim> checkData() {
        tracker.ifPresent(DemoTracker::close);
        early.add(goOn());
        federation.keys().forEach(federation::stop);
        return withStores((checks, nodes) -> {
            common(
                    checks,
                    data.orElseThrow()
                            .expected(Optional.ofNullable(nodes.get(VICTIM))
                                    .orElseThrow()
                                    .charter()));
            early.forEach(checks::add);
        });
    }

    /// Lets a member lie, then stops the nodes and checks every claim.
    ///
    /// @param launcher the program, for verifying evidence in a process of its own
    public List<DemoChecks.Claim> checkScript(String launcher) {
        tracker.ifPresent(DemoTracker::close);
        early.add(goOn());
        view.say("a member lies: " + LIAR + " to " + VICTIM);
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
            flash.ifPresent(object -> checks.add(DemoStory.overtook(nodes, BULK_BY, object)));
            new DemoStory(script, federation, graves).check(checks, nodes);
            checks.add(new DemoEvidence(launcher, federation.folder()).verified(nodes.values()));
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

    private interface Checking {
        void check(DemoChecks checks, Map<String, NodeRuntime> nodes);
    }

    private List<DemoChecks.Claim> withStores(Checking checking) {
        view.say("the nodes have stopped; checking every claim against their stores and logs");
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

    private NodeConfig config(String key) {
        Path folder = federation.seat(key).home().folder();
        return NodeConfig.read(folder.resolve(NodeConfig.FILE_NAME), Map.of(), List.of(), folder);
    }

    private NodeRuntime open(String key) {
        return new NodeRuntime(
                config(key),
                SqliteLedger.open(federation.seat(key).home().ledger()),
                new FileKeyFile(federation.seat(key).home().keyStore()));
    }
}
