// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.mithaq.contracts.MemoryTransaction.sortable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Outbox;

record MemoryOutbox(MemoryTransaction in) implements Outbox {

    @Override
    public void add(DispatchRow dispatch, List<EntryRow> entries) {
        add(dispatch);
        for (EntryRow entry : entries) {
            String line = line(entry.recipient(), entry.lane());
            Optional<LineRow> before = in.<LineRow>table("line-out").find(line);
            if (before.isPresent()
                    && (!before.get().stream().equals(entry.stream())
                            || before.get().head().sequence() >= entry.sequence())) {
                throw new IllegalStateException("a copy is numbered above the head of its line, in the open stream");
            }
            in.put(
                    "line-out",
                    line,
                    new LineRow(
                            entry.recipient(),
                            entry.lane(),
                            entry.stream(),
                            new Head(entry.sequence(), entry.payloadHash())));
            in.add("entry", key(entry.recipient(), entry.lane(), entry.stream(), entry.sequence()), entry);
        }
    }

    @Override
    public void addForgotten(DispatchRow dispatch, EntryRow entry) {
        if (entry.state() != State.SETTLED) {
            throw new IllegalArgumentException("what was forgotten was received");
        }
        if (dispatch(dispatch.payloadHash()).isEmpty()) {
            add(dispatch);
        }
        if (entry(entry.recipient(), entry.lane(), entry.stream(), entry.sequence())
                .isEmpty()) {
            in.add("entry", key(entry.recipient(), entry.lane(), entry.stream(), entry.sequence()), entry);
        }
    }

    private void add(DispatchRow dispatch) {
        in.add("dispatch", dispatch.payloadHash().hex(), dispatch);
        in.add("dispatch-order", sortable(in.table("dispatch-order").size()), dispatch.payloadHash());
    }

    @Override
    public Optional<DispatchRow> dispatch(Hash payloadHash) {
        return in.<DispatchRow>table("dispatch").find(payloadHash.hex());
    }

    @Override
    public List<DispatchRow> newest(int limit) {
        return in.<Hash>table("dispatch-order").values().reversed().stream()
                .limit(limit)
                .map(hash -> dispatch(hash).orElseThrow())
                .toList();
    }

    @Override
    public List<SentRow> sent(long beforeLogIndex, int limit) {
        return newest(Integer.MAX_VALUE).stream()
                .filter(row -> row.logIndex() < beforeLogIndex)
                .sorted(Comparator.comparingLong(DispatchRow::logIndex).reversed())
                .limit(limit)
                .map(row -> new SentRow(row.payloadHash(), row.lane(), row.logIndex(), row.timeMicros()))
                .toList();
    }

    @Override
    public List<DispatchRow> unsigned(int limit) {
        return newest(Integer.MAX_VALUE).stream()
                .filter(row -> row.signature().isEmpty())
                .limit(limit)
                .toList();
    }

    @Override
    public void putSignature(Hash payloadHash, byte[] signature) {
        DispatchRow row = in.there("dispatch", payloadHash.hex());
        in.put("dispatch", payloadHash.hex(), with(row, Optional.of(signature), row.sealed()));
    }

    @Override
    public void dropSealed(Hash payloadHash) {
        DispatchRow row = in.there("dispatch", payloadHash.hex());
        in.put("dispatch", payloadHash.hex(), with(row, row.signature(), new byte[0]));
    }

    /// Turns a bit of the sealed bytes of a dispatch; whether it has any.
    boolean rot(Hash payloadHash, int draw) {
        DispatchRow row = in.there("dispatch", payloadHash.hex());
        if (row.sealed().length == 0) {
            return false;
        }
        byte[] sealed = row.sealed().clone();
        sealed[draw % sealed.length] ^= 1;
        in.put("dispatch", payloadHash.hex(), with(row, row.signature(), sealed));
        return true;
    }

    private static DispatchRow with(DispatchRow row, Optional<byte[]> signature, byte[] sealed) {
        return new DispatchRow(
                row.payloadHash(),
                row.header(),
                signature,
                row.keyId(),
                row.record(),
                row.keyNumber(),
                sealed,
                row.logSalt(),
                row.logIndex(),
                row.lane(),
                row.timeMicros());
    }

    @Override
    public List<EntryRow> entriesOf(Hash payloadHash) {
        return in.<EntryRow>table("entry").from("", row -> row.payloadHash().equals(payloadHash), Integer.MAX_VALUE);
    }

    @Override
    public Optional<EntryRow> entry(MemberId recipient, Lane lane, StreamId stream, long sequence) {
        return in.<EntryRow>table("entry").find(key(recipient, lane, stream, sequence));
    }

    @Override
    public List<EntryRow> unsettled(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        String first = key(recipient, lane, stream, afterSequence + 1);
        return in.<EntryRow>table("entry")
                .from(first, row -> in(row, recipient, lane, stream) && row.state() != State.SETTLED, limit);
    }

    @Override
    public List<EntryRow> after(MemberId recipient, Lane lane, StreamId stream, long afterSequence, int limit) {
        String first = key(recipient, lane, stream, afterSequence + 1);
        return in.<EntryRow>table("entry").from(first, row -> in(row, recipient, lane, stream), limit);
    }

    private static boolean in(EntryRow row, MemberId recipient, Lane lane, StreamId stream) {
        return row.recipient().equals(recipient)
                && row.lane() == lane
                && row.stream().equals(stream);
    }

    @Override
    public void settle(
            MemberId recipient, Lane lane, StreamId stream, long sequence, State state, byte[] receipt, int status) {
        String key = key(recipient, lane, stream, sequence);
        in.put("entry", key, with(in.there("entry", key), state, Optional.of(receipt), status));
    }

    @Override
    public void putState(MemberId recipient, Lane lane, StreamId stream, long sequence, State state) {
        String key = key(recipient, lane, stream, sequence);
        EntryRow row = in.there("entry", key);
        in.put("entry", key, with(row, state, row.receipt(), row.status()));
    }

    private static EntryRow with(EntryRow row, State state, Optional<byte[]> receipt, int status) {
        return new EntryRow(
                row.recipient(),
                row.lane(),
                row.stream(),
                row.sequence(),
                row.payloadHash(),
                row.order(),
                row.stanza(),
                state,
                receipt,
                status,
                row.sealingEpoch());
    }

    @Override
    public List<LineRow> lines() {
        return in.<LineRow>table("line-out").values();
    }

    @Override
    public void openLine(MemberId recipient, Lane lane, StreamId stream) {
        in.put("line-out", line(recipient, lane), new LineRow(recipient, lane, stream, Head.NONE));
    }

    @Override
    public Map<MemberId, Long> unsettledCounts() {
        Map<MemberId, Long> counts = new TreeMap<>();
        for (EntryRow row : in.<EntryRow>table("entry").values()) {
            if (row.state() != State.SETTLED) {
                counts.merge(row.recipient(), 1L, Long::sum);
            }
        }
        return counts;
    }

    @Override
    public List<BacklogRow> backlog() {
        Map<String, BacklogRow> rows = new TreeMap<>();
        for (EntryRow row : in.<EntryRow>table("entry").values()) {
            if (row.state() != State.SETTLED) {
                long micros = dispatch(row.payloadHash()).orElseThrow().timeMicros();
                rows.merge(
                        line(row.recipient(), row.lane()),
                        new BacklogRow(row.recipient(), row.lane(), 1, micros),
                        MemoryOutbox::together);
            }
        }
        return List.copyOf(rows.values());
    }

    private static BacklogRow together(BacklogRow one, BacklogRow other) {
        return new BacklogRow(
                one.recipient(),
                one.lane(),
                one.copies() + other.copies(),
                Math.min(one.oldestMicros(), other.oldestMicros()));
    }

    private static String line(MemberId recipient, Lane lane) {
        return recipient.hex() + lane.number();
    }

    private static String key(MemberId recipient, Lane lane, StreamId stream, long sequence) {
        return line(recipient, lane) + stream.hex() + sortable(sequence);
    }
}
