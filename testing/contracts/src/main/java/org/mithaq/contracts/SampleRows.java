// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.DispatchId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// Small rows, the same for the same number or word.
public final class SampleRows {

    private SampleRows() {}

    /// A hash that stands for `word`.
    public static Hash hash(String word) {
        return Hash.of(bytes(word));
    }

    /// The bytes of a word.
    public static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }

    /// A member.
    public static MemberId member(int number) {
        return new MemberId(hash("member " + number));
    }

    /// A channel.
    public static ChannelId channel(int number) {
        return new ChannelId(hash("channel " + number));
    }

    /// A node.
    public static NodeId node(int number) {
        return NodeId.of(Arrays.copyOf(hash("node " + number).bytes(), NodeId.LENGTH_BYTES));
    }

    /// A stream.
    public static StreamId stream(int number) {
        return StreamId.of(Arrays.copyOf(hash("stream " + number).bytes(), StreamId.LENGTH_BYTES));
    }

    /// An object of member 1 in channel 1, in batch 1, that came in dispatch `payload`.
    public static Shelf.ObjectRow object(String stixId, String version, Hash payload, int position) {
        return object(stixId, version, Optional.of(channel(1)), payload, position);
    }

    /// As the other, in another channel or none.
    public static Shelf.ObjectRow object(
            String stixId, String version, Optional<ChannelId> channel, Hash payload, int position) {
        return new Shelf.ObjectRow(
                0,
                stixId,
                version,
                "indicator",
                member(1),
                channel,
                1,
                position,
                100 * position,
                100,
                payload.equals(Hash.ZERO) ? Hash.ZERO : hash("leaf " + stixId + version),
                payload,
                position,
                false,
                true,
                0);
    }

    /// A dispatch that is not signed yet.
    public static Outbox.DispatchRow dispatch(int number) {
        return new Outbox.DispatchRow(
                hash("dispatch " + number),
                bytes("header " + number),
                Optional.empty(),
                hash("key"),
                bytes("record " + number),
                number,
                bytes("sealed " + number),
                hash("salt " + number),
                number,
                Lane.ROUTINE,
                1_000L * number);
    }

    /// A pending copy of `dispatch(number)` for a member, in stream 1 of its lane, under the same number.
    public static Outbox.EntryRow entry(int member, int number) {
        return entry(member, number, Outbox.State.PENDING);
    }

    /// The same, settled.
    public static Outbox.EntryRow settled(int member, int number) {
        return entry(member, number, Outbox.State.SETTLED);
    }

    private static Outbox.EntryRow entry(int member, int number, Outbox.State state) {
        return new Outbox.EntryRow(
                member(member),
                Lane.ROUTINE,
                stream(1),
                number,
                hash("dispatch " + number),
                bytes("order " + number),
                bytes("stanza " + number),
                state,
                Optional.empty(),
                0,
                1 + member);
    }

    /// Copies of `dispatch(number)` for members.
    public static List<Outbox.EntryRow> entries(int number, int... members) {
        return Arrays.stream(members).mapToObj(member -> entry(member, number)).toList();
    }

    /// An arrival from member 1, node 1, in stream 1.
    public static Inbox.ArrivalRow arrival(int number, long batch) {
        return new Inbox.ArrivalRow(
                hash("arrival " + number),
                member(1),
                new DispatchId(hash("id " + number)),
                node(1),
                Lane.FLASH,
                stream(1),
                number,
                bytes("envelope " + number),
                bytes("place " + number),
                bytes("log " + number),
                true,
                Hash.ZERO,
                batch,
                1_000L * number);
    }

    /// An unsigned receipt for a member.
    public static Inbox.ReceiptRow receipt(long number, int to, int dispatch) {
        return new Inbox.ReceiptRow(
                number,
                member(to),
                hash("arrival " + dispatch),
                1,
                bytes("receipt " + number),
                Optional.empty(),
                false);
    }
}
