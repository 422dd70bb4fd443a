// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Comparator;
import java.util.List;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// Flash messages that came here and wait for a person to acknowledge them (protocol, Lanes 3).
///
/// A receipt by the machine has gone by then, so nothing else reminds anybody: each stands here until a person has
/// spoken, and one alarm for each sender calls that person.
public final class Flashes {

    /// Most that are kept of one sender. What comes on top raises its alarm, and is not listed.
    static final int EACH_MAX = 256;

    private static final String PREFIX = "flash:";

    private Flashes() {}

    /// One that waits.
    ///
    /// @param payloadHash which dispatch
    /// @param sender who waits for the word
    /// @param deadlineMicros until when, by the sender's clock
    /// @param cameMicros when it came
    /// @param exercise whether it is play
    public record Waiting(Hash payloadHash, MemberId sender, long deadlineMicros, long cameMicros, boolean exercise) {}

    /// Those that wait, the earliest deadline first, at most `limit`.
    public static List<Waiting> waiting(Ledger.Tables tables, int limit) {
        return tables.registry().settings(PREFIX).stream()
                .map(Flashes::waiting)
                .sorted(Comparator.comparingLong(Waiting::deadlineMicros))
                .limit(limit)
                .toList();
    }

    private static Waiting waiting(Registry.Setting setting) {
        CanonicalReader in = new CanonicalReader(setting.value());
        Waiting read = new Waiting(
                in.hash("flash.dispatch"),
                new MemberId(in.hash("flash.sender")),
                in.u64("flash.deadline"),
                in.u64("flash.came"),
                in.u8("flash.exercise") != 0);
        in.end("flash");
        return read;
    }

    /// Notes one that has come.
    static void came(Turn turn, Waiting flash) {
        Registry registry = turn.tables().registry();
        String ofSender = PREFIX + flash.sender().hex() + ":";
        if (registry.settings(ofSender, ofSender, EACH_MAX).size() < EACH_MAX) {
            byte[] value = new CanonicalWriter(96)
                    .hash(flash.payloadHash())
                    .hash(flash.sender().hash())
                    .u64(flash.deadlineMicros())
                    .u64(flash.cameMicros())
                    .u8(flash.exercise() ? 1 : 0)
                    .toByteArray();
            registry.putSetting(ofSender + flash.payloadHash().hex(), value);
        }
        turn.alarm(
                AlarmKind.FLASH_WAITS,
                flash.sender().hex(),
                "%s asks for a person's word on its flash message %.8s by %s"
                        .formatted(
                                flash.sender().shortForm(),
                                flash.payloadHash().hex(),
                                Core.instant(flash.deadlineMicros())),
                new byte[0]);
    }

    /// A person has acknowledged a dispatch of `sender`, flash or not.
    static void acknowledged(Turn turn, MemberId sender, Hash payloadHash) {
        Registry registry = turn.tables().registry();
        String ofSender = PREFIX + sender.hex() + ":";
        registry.removeSetting(ofSender + payloadHash.hex());
        if (registry.settings(ofSender, ofSender, 1).isEmpty()) {
            turn.calm(AlarmKind.FLASH_WAITS, sender.hex());
        }
    }
}
