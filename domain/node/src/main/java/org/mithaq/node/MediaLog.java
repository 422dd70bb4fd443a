// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Medium;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// Remembers which media were written and read, among the settings of the ledger: for each member the newest 64 of
/// each kind.
///
/// A receipt counts as delivered when the other end says that it has read the medium with it, and is written again
/// until then.
final class MediaLog {

    private static final int KEPT_MAX = 64;
    private static final int RECEIPTS_MAX = 65_536;
    private static final int LINES_MAX = 65_536;

    private final Ledger ledger;
    private final Turns turns;

    MediaLog(Ledger ledger, Turns turns) {
        this.ledger = ledger;
        this.turns = turns;
    }

    static DoorRejected rejected(String sentence) {
        return new DoorRejected(Clause.MEDIUM, sentence, false);
    }

    /// Numbers of one lane in one stream.
    record Line(Lane lane, StreamId stream) {}

    /// What the last medium to a member held.
    ///
    /// @param writtenMicros when it was written; 0 if there was none
    /// @param heads the highest number of each line that any medium holds
    record Last(long writtenMicros, Map<Line, Long> heads) {}

    private static String readName(MemberId from) {
        return "media.heard:" + from.hex() + ":";
    }

    private static String sentName(MemberId to) {
        return "media.written:" + to.hex() + ":";
    }

    private static String lastName(MemberId to) {
        return "media.last:" + to.hex();
    }

    /// Remembers what is on a medium that was written.
    ///
    /// @param bytes the hash by which its reader will name it
    void wrote(Medium medium, Hash bytes, Map<Line, Long> heads, List<Answers> answers) {
        List<Long> receipts = answers.stream()
                .flatMap(page -> page.receipts().stream())
                .map(envelope -> Receipt.parse(envelope.payload()).number())
                .toList();
        Map<Line, Long> highest = new HashMap<>(last(medium.to()).heads());
        heads.forEach((line, head) -> highest.merge(line, head, Math::max));
        CanonicalWriter last = new CanonicalWriter()
                .u64(medium.timeMicros())
                .list(
                        List.copyOf(highest.entrySet()),
                        (to, each) -> to.u8(each.getKey().lane().number())
                                .fixed(each.getKey().stream().bytes(), StreamId.LENGTH_BYTES)
                                .u64(each.getValue()));
        byte[] sent = new CanonicalWriter()
                .u64(medium.timeMicros())
                .list(receipts, CanonicalWriter::u64)
                .toByteArray();
        turns.run(turn -> {
            Registry settings = turn.tables().registry();
            settings.putSetting(lastName(medium.to()), last.toByteArray());
            if (!receipts.isEmpty()) {
                settings.putSetting(sentName(medium.to()) + bytes.hex(), sent);
                forgetOldest(settings, sentName(medium.to()));
            }
            return true;
        });
    }

    Last last(MemberId to) {
        Map<Line, Long> heads = new HashMap<>();
        Optional<byte[]> stored = ledger.read(tables -> tables.registry().setting(lastName(to)));
        if (stored.isEmpty()) {
            return new Last(0, heads);
        }
        CanonicalReader in = new CanonicalReader(stored.get());
        long written = in.u64("last.written");
        // What was stored for lanes without their streams reads as none.
        in.list("last.heads", LINES_MAX, each -> {
                    Line line = new Line(
                            Lane.ofNumber(each.u8("last.lane")),
                            StreamId.of(each.fixed("last.stream", StreamId.LENGTH_BYTES)));
                    return Map.entry(line, each.u64("last.head"));
                })
                .forEach(each -> heads.put(each.getKey(), each.getValue()));
        return new Last(written, heads);
    }

    /// Remembers that a medium of these bytes was read to its end.
    void hasRead(Medium medium, Hash bytes) {
        byte[] when = new CanonicalWriter().u64(medium.timeMicros()).toByteArray();
        turns.run(turn -> {
            Registry settings = turn.tables().registry();
            settings.putSetting(readName(medium.from()) + bytes.hex(), when);
            forgetOldest(settings, readName(medium.from()));
            return true;
        });
    }

    /// The media of a member that were read to their end, as far as they are remembered.
    List<Hash> read(MemberId from) {
        String prefix = readName(from);
        return ledger.read(tables -> tables.registry().settings(prefix)).stream()
                .map(each -> Hash.parseHex(each.name().substring(prefix.length())))
                .toList();
    }

    /// When the newest medium of a member that was read here was written; 0 if there is none.
    long readMicros(MemberId from) {
        return ledger.read(tables -> tables.registry().settings(readName(from))).stream()
                .mapToLong(MediaLog::micros)
                .max()
                .orElse(0);
    }

    /// A member says which of our media it has read: the receipts on them are delivered. Its word is enough where
    /// it has signed it, for what it hides from itself is its own loss.
    void wasRead(MemberId by, List<Hash> media) {
        List<Registry.Setting> known = new ArrayList<>();
        for (Hash bytes : media) {
            String name = sentName(by) + bytes.hex();
            ledger.read(tables -> tables.registry().setting(name))
                    .ifPresent(value -> known.add(new Registry.Setting(name, value)));
        }
        if (known.isEmpty()) {
            return;
        }
        turns.run(turn -> {
            for (Registry.Setting each : known) {
                CanonicalReader in = new CanonicalReader(each.value());
                in.u64("sent.written");
                in.list("sent.receipts", RECEIPTS_MAX, number -> number.u64("receipt"))
                        .forEach(number -> turn.tables().inbox().receiptDelivered(number));
                turn.tables().registry().removeSetting(each.name());
            }
            return true;
        });
    }

    private static void forgetOldest(Registry settings, String prefix) {
        List<Registry.Setting> kept = settings.settings(prefix);
        kept.stream()
                .sorted((left, right) -> Long.compare(micros(right), micros(left)))
                .skip(KEPT_MAX)
                .forEach(old -> settings.removeSetting(old.name()));
    }

    private static long micros(Registry.Setting setting) {
        return new CanonicalReader(setting.value()).u64("medium.time");
    }
}
