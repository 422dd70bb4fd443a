// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.Contacts;
import org.mithaq.node.CosigningOutcome;
import org.mithaq.node.Holdings;
import org.mithaq.node.Item;
import org.mithaq.node.Postbox;
import org.mithaq.node.Posting;
import org.mithaq.node.Sealing;
import org.mithaq.node.Witnessing;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.Tlp;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;

/// Four nodes without a network: a test hands over what they say.
final class Nodes {

    static final Federation FEDERATION = new Federation();

    /// Late enough for the fixed cards.
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    private final List<Disk> disks = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();

    Nodes() {
        for (int node = 0; node < Federation.SIZE; node++) {
            disks.add(new Disk());
            programs.add(program(node));
        }
    }

    private Program program(int node) {
        return new Program(
                FEDERATION,
                FEDERATION.members().get(node),
                disks.get(node).ledger(),
                disks.get(node).keyFile(),
                () -> now,
                new SecureRandom());
    }

    void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    Program at(int node) {
        return programs.get(node);
    }

    Disk disk(int node) {
        return disks.get(node);
    }

    MemberId id(int node) {
        return FEDERATION.members().get(node).id();
    }

    /// The process ends and begins again.
    Program restart(int node) {
        programs.set(node, program(node));
        return at(node);
    }

    /// Begins again with nothing, as after the loss of a disk.
    Program restartEmpty(int node) {
        disks.set(node, new Disk());
        return restart(node);
    }

    /// Begins again over what a disk held, as from a backup.
    Program restartOver(int node, Disk older) {
        disks.set(node, older);
        return restart(node);
    }

    /// The log of `node` is cosigned by all others.
    void witness(int node) {
        witness(node, at(node).checkpoints.newest());
    }

    /// A checkpoint of `node` is cosigned by all others.
    void witness(int node, SignedCheckpoint newest) {
        List<NoteSignature> lines = new ArrayList<>();
        for (int witness = 0; witness < Federation.SIZE; witness++) {
            if (witness != node) {
                Witnessing.Answer answer = at(witness)
                        .witnessing
                        .addCheckpoint(
                                Optional.of(at(node).self.id()),
                                newest.checkpoint().origin(),
                                new AddCheckpointRequest(
                                                cosigned(
                                                        witness,
                                                        newest.checkpoint().origin()),
                                                consistency(node, witness, newest),
                                                newest)
                                        .encode());
                lines.addAll(answer.cosignatures());
            }
        }
        at(node).checkpoints.keep(newest, lines);
        at(node).turns.run(new CosigningOutcome.Reached(newest.with(lines)));
    }

    private long cosigned(int witness, String origin) {
        return at(witness)
                .ledger
                .read(tables -> tables.log().witnessed(origin))
                .map(LogBook.WitnessRow::size)
                .orElse(0L);
    }

    private List<Hash> consistency(int node, int witness, SignedCheckpoint newest) {
        long old = cosigned(witness, newest.checkpoint().origin());
        long size = newest.checkpoint().size();
        return old == 0 || old == size
                ? List.of()
                : at(node).log.consistency(old, size).path();
    }

    /// `to` hears what `from` says.
    void meet(int from, int to) {
        var _ = heard(from, to);
    }

    /// What it makes of that.
    Contacts.Heard heard(int from, int to) {
        return at(to).contacts
                .hear(
                        id(from),
                        at(from).contacts.greet(id(to), at(from).nowMicros()).toBytes());
    }

    static Item item(String id, int version, Tlp label) {
        String json = """
                {"type":"indicator","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00Z",\
                "modified":"2026-01-01T00:%02d:%02dZ","name":"some","pattern":"[ipv4-addr:value = '198.51.100.1']",\
                "pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z",\
                "object_marking_refs":["%s"]}""".formatted(id, version / 60, version % 60, label.definition());
        StixObject object = StixReader.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                .object()
                .orElseThrow();
        return Item.of(object, Terms.standard().onward(Terms.Onward.PERMITTED), false);
    }

    /// Versions 1 to `count` of one object.
    static Item[] versions(String id, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(version -> item(id, version, Tlp.GREEN))
                .toArray(Item[]::new);
    }

    static String freshId() {
        return "indicator--" + UUID.randomUUID();
    }

    static Sealing.Posting routine(int channel) {
        return new Sealing.Posting(FEDERATION.channelsInOrder().get(channel).id(), Lane.ROUTINE, 0, false);
    }

    Posting.Outcome post(int from, int channel, Item... items) {
        return at(from).posting.share(routine(channel), List.of(items), Set.of(), id -> Optional.empty(), now);
    }

    Posting.Outcome postTo(int from, Set<Integer> named, Item... items) {
        Set<MemberId> ids = new TreeSet<>();
        named.forEach(node -> ids.add(id(node)));
        return at(from).posting.share(routine(0), List.of(items), ids, id -> Optional.empty(), now);
    }

    Outbox.LineRow lineTo(int from, int to, Lane lane) {
        return at(from).ledger
                .read(tables -> tables.outbox().lines().stream()
                        .filter(row -> row.recipient().equals(id(to)) && row.lane() == lane)
                        .findFirst()
                        .orElseThrow());
    }

    Inbox.LineRow lineFrom(int from, int to, Lane lane) {
        StreamId stream = lineTo(from, to, lane).stream();
        return at(to).ledger
                .read(tables -> tables.inbox().lines().stream()
                        .filter(row -> row.sender().equals(id(from))
                                && row.lane() == lane
                                && row.stream().equals(stream))
                        .findFirst()
                        .orElseThrow());
    }

    /// The copies that wait for `to`, ascending by number.
    List<byte[]> copies(int from, int to, Lane lane) {
        return at(from).postbox.next(id(to), lane, lineTo(from, to, lane).stream(), 0, 100).stream()
                .map(Postbox.Ready::bytes)
                .toList();
    }

    Answers deliver(int from, int to, byte[] copy) {
        return at(to).desk.deliver(id(from), copy);
    }

    /// Delivers all that waits, and hands the receipts back.
    void exchange(int from, int to) {
        for (Lane lane : Lane.values()) {
            copies(from, to, lane).forEach(copy -> at(from).desk.settle(id(to), deliver(from, to, copy)));
        }
        at(from).desk.settle(id(to), at(to).desk.waitingReceipts(id(from)));
    }

    static Receipt receipt(Answers answers) {
        return Receipt.parse(answers.receipts().getLast().payload());
    }

    List<String> alarms(int node) {
        return at(node).ledger
                .read(tables -> tables.alarms().all().stream()
                        .map(Alarms.Row::kind)
                        .sorted()
                        .toList());
    }

    List<Holdings.Held> held(int node) {
        return at(node).holdings.page(Optional.empty(), 0, 1_000);
    }
}
