// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;

/// The streams that this node numbers in: the open one of each line, and those that were open before its past was
/// lost (Contact 4).
public final class Streams {

    private static final String CLOSED = "closed-stream:";

    private Streams() {}

    /// A stream that is not numbered in any more.
    ///
    /// @param closedMicros when its successor was opened
    /// @param head its last number that is known here
    private record Closed(long closedMicros, StreamOpening.LaneHead head) {}

    /// Opens a stream towards every member that has none yet: at the first start, and after an admission.
    static void openMissing(Turn turn) {
        StreamId fresh = StreamId.random(turn.random());
        eachLine(turn, (member, lane) -> {
            if (turn.state().lineTo(member, lane).isEmpty()) {
                open(turn, member, lane, fresh);
            }
        });
    }

    /// Opens a new stream towards every member: numbers may have been given in the old ones that are not known
    /// here.
    static void reopen(Turn turn) {
        StreamId fresh = StreamId.random(turn.random());
        eachLine(turn, (member, lane) -> {
            turn.state().lineTo(member, lane).ifPresent(before -> close(turn, member, lane, before));
            open(turn, member, lane, fresh);
        });
    }

    private interface Line {
        void at(MemberId member, Lane lane);
    }

    private static void eachLine(Turn turn, Line line) {
        for (MemberId member : turn.state().charter().members().keySet()) {
            if (!member.equals(turn.state().self().member())) {
                for (Lane lane : Lane.values()) {
                    line.at(member, lane);
                }
            }
        }
    }

    private static void open(Turn turn, MemberId member, Lane lane, StreamId fresh) {
        turn.tables().outbox().openLine(member, lane, fresh);
        turn.state().putLineTo(member, lane, new NodeState.Line(fresh, Head.NONE));
    }

    private static void close(Turn turn, MemberId member, Lane lane, NodeState.Line before) {
        byte[] closed = new CanonicalWriter(128)
                .u64(turn.nowMicros())
                .fixed(before.stream().bytes(), StreamId.LENGTH_BYTES)
                .u64(before.head().sequence())
                .hash(before.head().payloadHash())
                .toByteArray();
        turn.tables()
                .registry()
                .putSetting(prefix(member, lane) + before.stream().hex(), closed);
    }

    private static String prefix(MemberId member, Lane lane) {
        return CLOSED + member.hex() + ":" + lane.number() + ":";
    }

    private static List<Closed> closed(Ledger.Tables tables, MemberId member, Lane lane) {
        return tables.registry().settings(prefix(member, lane)).stream()
                .map(setting -> {
                    CanonicalReader in = new CanonicalReader(setting.value());
                    long micros = in.u64("closed.time");
                    StreamId stream = StreamId.of(in.fixed("closed.stream", StreamId.LENGTH_BYTES));
                    Head head = new Head(in.u64("closed.sequence"), in.hash("closed.payloadHash"));
                    in.end("closed stream");
                    return new Closed(micros, new StreamOpening.LaneHead(lane, stream, head));
                })
                .sorted(Comparator.comparingLong(Closed::closedMicros))
                .toList();
    }

    /// The last known heads of the streams before the open ones towards a member, which the opening names.
    static List<StreamOpening.LaneHead> lastKnown(Ledger.Tables tables, MemberId member) {
        List<StreamOpening.LaneHead> heads = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            List<Closed> closed = closed(tables, member, lane);
            if (!closed.isEmpty()) {
                heads.add(closed.getLast().head());
            }
        }
        return heads;
    }

    /// The streams to push for a member in a lane: closed ones in which a copy waits still, and at last the open
    /// one.
    public static List<StreamId> toPush(Ledger.Tables tables, MemberId member, Lane lane) {
        List<StreamId> streams = new ArrayList<>();
        for (Closed closed : closed(tables, member, lane)) {
            StreamId stream = closed.head().stream();
            if (!tables.outbox().unsettled(member, lane, stream, 0, 1).isEmpty()) {
                streams.add(stream);
            }
        }
        open(tables, member, lane).ifPresent(streams::add);
        return streams;
    }

    /// The last number of a stream before the open one, where it is known here.
    static Optional<Head> known(Ledger.Tables tables, MemberId member, Lane lane, StreamId stream) {
        return closed(tables, member, lane).stream()
                .map(Closed::head)
                .filter(head -> head.stream().equals(stream))
                .map(StreamOpening.LaneHead::head)
                .findFirst();
    }

    /// Whether it is the stream that is numbered in now.
    static boolean isOpen(Ledger.Tables tables, MemberId member, Lane lane, StreamId stream) {
        return open(tables, member, lane).equals(Optional.of(stream));
    }

    private static Optional<StreamId> open(Ledger.Tables tables, MemberId member, Lane lane) {
        return tables.outbox().lines().stream()
                .filter(line -> line.recipient().equals(member) && line.lane() == lane)
                .map(Outbox.LineRow::stream)
                .findFirst();
    }
}
