// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Medium;
import org.mithaq.exchange.MediumPart;
import org.mithaq.exchange.MediumReader;
import org.mithaq.exchange.MediumWriter;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.Suite;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;

/// Exchange by media (protocol, Media): what waits for a member goes into a file that somebody carries, and what that
/// member has written comes out of another. For networks that do not touch, and for links of one direction.
///
/// A copy stays in the outbox until its receipt comes back, by whatever way; a file that is lost or read twice changes
/// nothing. Safe for threads.
public final class MediaDesk {

    /// Refusals at the door that wait for the next medium to one member.
    private static final int REFUSALS_MAX = 64;

    /// Refusals that a report names.
    private static final int NAMED_MAX = 20;

    /// Copies whose way is looked at for a report.
    private static final int COPIES_MAX = 10_000;

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Ledger ledger;
    private final Tools tools;
    private final MediaLog log;
    private final Map<MemberId, Deque<Answers>> refusals = new ConcurrentHashMap<>();

    /// What the desk works with.
    ///
    /// @param desk takes and answers messages
    /// @param contacts greets and hears
    /// @param postbox makes deliveries
    /// @param turns where is remembered what was written and read
    /// @param watch the clock, for what is signed and not committed
    public record Tools(PeerDesk desk, Contacts contacts, Postbox postbox, Turns turns, PeerDesk.Watch watch) {}

    /// @param self whose node
    /// @param charter whose members
    /// @param ledger what waits
    public MediaDesk(NodeIdentity self, LivingCharter charter, Ledger ledger, Tools tools) {
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.tools = tools;
        this.log = new MediaLog(ledger, tools.turns());
    }

    /// What went onto a medium.
    ///
    /// @param medium its id
    /// @param deliveries copies on it
    /// @param answers receipts and refusals on it
    /// @param bytes its length
    /// @param more whether more waits than fitted
    public record Written(Medium.Id medium, long deliveries, long answers, long bytes, boolean more) {}

    /// Checks, before anything is written, that a medium can be.
    ///
    /// @throws DoorRejected if `to` is no other member
    /// @throws SigningHeld while this node signs nothing
    public void demandWritable(MemberId to) {
        known(to);
        if (tools.postbox().isHeld()) {
            throw new SigningHeld("this node does not know yet that its own log is whole; its status says more");
        }
    }

    /// Writes all that waits for `to`: a greeting, answers, and copies that are not settled, flash first.
    ///
    /// @param out gets the medium; not closed
    /// @param bytesMax no copy is begun beyond so many bytes
    /// @throws SigningHeld while this node signs nothing
    public Written write(MemberId to, OutputStream out, long bytesMax) throws IOException {
        demandWritable(to);
        long now = tools.watch().nowMicros();
        Medium medium = tools.turns()
                .run(turn -> new Medium(
                        Suite.HYBRID_1,
                        charter.now().federation(),
                        self.member(),
                        to,
                        Medium.Id.random(turn.random()),
                        now));
        MediumWriter writer = new MediumWriter(out, medium);
        writer.add(new MediumPart.Contact(tools.contacts().greet(to, now).toBytes()));
        List<Hash> read = log.read(to);
        if (!read.isEmpty()) {
            writer.add(new MediumPart.Read(tools.contacts().media().say(to, read, now)));
        }
        List<Answers> answers = tools.desk().allWaitingReceipts(to);
        for (Answers page : answers) {
            writer.add(new MediumPart.Answered(page.toBytes()));
        }
        List<Answers> refused = refused(to);
        for (Answers refusal : refused) {
            writer.add(new MediumPart.Answered(refusal.toBytes()));
        }
        Copies copies = copies(to, writer, bytesMax);
        writer.end();
        log.wrote(medium, writer.hash(), copies.heads(), answers);
        long receipts =
                answers.stream().mapToLong(page -> page.receipts().size()).sum();
        return new Written(medium.id(), copies.count(), receipts + refused.size(), writer.bytes(), copies.more());
    }

    /// @param heads the last number of each line that is on the medium
    private record Copies(long count, Map<MediaLog.Line, Long> heads, boolean more) {}

    private Copies copies(MemberId to, MediumWriter writer, long bytesMax) throws IOException {
        Map<MediaLog.Line, Long> heads = new HashMap<>();
        long count = 0;
        boolean more = false;
        for (MediaLog.Line line : lines(to)) {
            long cursor = 0;
            while (!more) {
                List<Postbox.Ready> next = tools.postbox().next(to, line.lane(), line.stream(), cursor, 1);
                if (next.isEmpty()) {
                    break;
                }
                if (writer.bytes() + next.getFirst().bytes().length > bytesMax) {
                    more = true;
                } else {
                    writer.add(new MediumPart.Sent(next.getFirst().bytes()));
                    cursor = next.getFirst().sequence();
                    heads.put(line, cursor);
                    count++;
                }
            }
        }
        return new Copies(count, heads, more);
    }

    /// The lines in which copies may wait, flash first: also those from before this node lost its past.
    private List<MediaLog.Line> lines(MemberId to) {
        List<MediaLog.Line> lines = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            ledger.<List<StreamId>>read(tables -> Streams.toPush(tables, to, lane))
                    .forEach(stream -> lines.add(new MediaLog.Line(lane, stream)));
        }
        return lines;
    }

    private List<Answers> refused(MemberId to) {
        Deque<Answers> waiting = refusals.remove(to);
        return waiting == null ? List.of() : List.copyOf(waiting);
    }

    /// What came off a medium.
    ///
    /// @param medium who wrote it, and when
    /// @param before whether these very bytes had been read to their end before
    /// @param deliveries copies on it
    /// @param answers receipts and refusals on it
    /// @param refused how many of all its messages were refused
    /// @param named why, clause first, for the first of them
    /// @param whole whether its end was reached
    public record Taken(
            Medium medium,
            boolean before,
            long deliveries,
            long answers,
            long refused,
            List<String> named,
            boolean whole) {

        public Taken {
            named = List.copyOf(named);
        }
    }

    /// Takes everything that is on a medium, one message after the other. What comes before a place at which it is
    /// damaged is taken, and the report says that it is not whole.
    ///
    /// @param in the medium; not closed
    /// @throws MalformedEncoding if it is no medium
    /// @throws DoorRejected if it is for somebody else, or of nobody that is known
    /// @throws SigningHeld while this node signs nothing; the same medium can be read later
    /// @throws org.mithaq.node.port.StorageFailed if nothing can be stored; the same medium can be read later
    public Taken read(InputStream in) throws IOException {
        MediumReader reader = new MediumReader(in);
        Medium medium = reader.medium();
        if (!medium.federation().equals(charter.now().federation())) {
            throw MediaLog.rejected("a medium of another federation");
        }
        if (!medium.to().equals(self.member())) {
            throw MediaLog.rejected("a medium for " + medium.to().shortForm() + ", not for this member");
        }
        known(medium.from());
        Reading reading = new Reading(medium.from());
        try {
            for (Optional<MediumPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                reading.take(part.get());
            }
        } catch (MalformedEncoding damaged) {
            reading.refuse("Media 1", "damaged at %s".formatted(damaged.getMessage()));
        }
        boolean before = false;
        if (reader.isWhole()) {
            Hash bytes = reader.hash();
            before = log.read(medium.from()).contains(bytes);
            if (!reading.ahead) {
                // Its writer forgets what it hears was read.
                log.hasRead(medium, bytes);
            }
        }
        return reading.report(medium, before, reader.isWhole());
    }

    private void known(MemberId member) {
        if (member.equals(self.member()) || charter.now().member(member).isEmpty()) {
            throw MediaLog.rejected(member.shortForm() + " is no other member");
        }
    }

    /// One medium while it is read.
    private final class Reading {

        private final MemberId from;
        private final List<String> named = new ArrayList<>();
        private long deliveries;
        private long answers;
        private long refused;
        private boolean ahead;

        Reading(MemberId from) {
            this.from = from;
        }

        void take(MediumPart part) {
            try {
                switch (part) {
                    case MediumPart.Contact(byte[] greeting) -> tools.contacts().hear(from, greeting);
                    case MediumPart.Sent(byte[] delivery) -> deliver(delivery);
                    case MediumPart.Answered(byte[] given) -> settle(given);
                    case MediumPart.Read(byte[] statement) ->
                        log.wasRead(from, tools.contacts().media().hear(from, statement));
                    case MediumPart.End _ -> throw new IllegalStateException("the reader keeps the end to itself");
                }
            } catch (DoorRejected rejected) {
                refuse(rejected.clause().id(), String.valueOf(rejected.getMessage()));
            }
        }

        private void deliver(byte[] delivery) {
            deliveries++;
            Answers given = tools.desk().deliver(from, delivery);
            if (!given.receipts().isEmpty()) {
                tools.desk().receiptsDue(given);
            }
            given.refusal().ifPresent(envelope -> {
                DoorRefusal refusal = DoorRefusal.parse(envelope.payload());
                refuse(refusal.clause(), refusal.reason());
                Deque<Answers> waiting = refusals.computeIfAbsent(from, any -> new ArrayDeque<>());
                synchronized (waiting) {
                    if (waiting.size() < REFUSALS_MAX) {
                        waiting.add(given);
                    }
                }
            });
        }

        private void settle(byte[] given) {
            answers++;
            PeerDesk.Taken taken = tools.desk().take(from, given, self.member());
            taken.refusal()
                    .ifPresent(refusal ->
                            refuse(refusal.clause(), "they refused a copy of ours at their door: " + refusal.reason()));
            if (taken.ahead()) {
                ahead = true;
                refuse(
                        CharterClause.FORMER_STATES.id(),
                        "receipts under acts of the charter that are not here yet: read it again once they are");
            }
        }

        void refuse(String clause, String reason) {
            refused++;
            if (named.size() < NAMED_MAX) {
                named.add(clause + ": " + reason);
            }
        }

        Taken report(Medium medium, boolean before, boolean whole) {
            return new Taken(medium, before, deliveries, answers, refused, named, whole);
        }
    }

    /// How far exchange by media with one member is.
    ///
    /// @param member with whom
    /// @param writtenMicros when the last medium to it was written; 0 if never
    /// @param readMicros when the last medium from it was read; 0 if never
    /// @param blind copies that lie on a medium and have no receipt: sent, blind
    /// @param waiting copies that no medium has
    public record Standing(MemberId member, long writtenMicros, long readMicros, long blind, long waiting) {}

    /// Of each member with which a medium was ever exchanged. Counts stop at 10,000 for each lane.
    public List<Standing> standings() {
        return charter.now().members().keySet().stream()
                .filter(member -> !member.equals(self.member()))
                .map(this::standing)
                .filter(each -> each.writtenMicros() > 0 || each.readMicros() > 0)
                .toList();
    }

    private Standing standing(MemberId member) {
        MediaLog.Last last = log.last(member);
        long blind = 0;
        long waiting = 0;
        for (MediaLog.Line line : lines(member)) {
            long head = last.heads().getOrDefault(line, 0L);
            List<Outbox.EntryRow> copies =
                    ledger.read(tables -> tables.outbox().unsettled(member, line.lane(), line.stream(), 0, COPIES_MAX));
            long written =
                    copies.stream().filter(copy -> copy.sequence() <= head).count();
            blind += written;
            waiting += copies.size() - written;
        }
        return new Standing(member, last.writtenMicros(), log.readMicros(member), blind, waiting);
    }
}
