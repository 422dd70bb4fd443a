// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.mithaq.contracts.MemoryTransaction.sortable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.DispatchId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Inbox;

record MemoryInbox(MemoryTransaction in) implements Inbox {

    @Override
    public void add(ArrivalRow arrival) {
        String hash = arrival.payloadHash().hex();
        in.add("arrival", hash, arrival);
        in.add("arrival-id", arrival.sender().hex() + arrival.id(), hash);
        in.add("arrival-number", key(arrival.node(), arrival.lane(), arrival.stream(), arrival.sequence()), hash);
        in.add("arrival-order", sortable(in.table("arrival-order").size()), hash);
    }

    @Override
    public Optional<ArrivalRow> arrival(Hash payloadHash) {
        return arrival(payloadHash.hex());
    }

    private Optional<ArrivalRow> arrival(String hash) {
        return in.<ArrivalRow>table("arrival").find(hash);
    }

    @Override
    public Optional<ArrivalRow> arrival(MemberId sender, DispatchId id) {
        return in.<String>table("arrival-id").find(sender.hex() + id).flatMap(this::arrival);
    }

    @Override
    public Optional<ArrivalRow> arrival(NodeId node, Lane lane, StreamId stream, long sequence) {
        return in.<String>table("arrival-number")
                .find(key(node, lane, stream, sequence))
                .flatMap(this::arrival);
    }

    @Override
    public List<Hash> arrivalsFrom(Hash least, int limit) {
        return in.<ArrivalRow>table("arrival").from(least.hex(), row -> true, limit).stream()
                .map(ArrivalRow::payloadHash)
                .toList();
    }

    @Override
    public Optional<ArrivalRow> arrivalOfBatch(long batch) {
        return inOrder().stream()
                .filter(row -> batch != 0 && row.batch() == batch)
                .findFirst();
    }

    @Override
    public void putLog(Hash payloadHash, byte[] log) {
        ArrivalRow row = in.there("arrival", payloadHash.hex());
        in.put(
                "arrival",
                payloadHash.hex(),
                new ArrivalRow(
                        row.payloadHash(),
                        row.sender(),
                        row.id(),
                        row.node(),
                        row.lane(),
                        row.stream(),
                        row.sequence(),
                        row.envelope(),
                        row.place(),
                        log,
                        false,
                        row.logSalt(),
                        row.batch(),
                        row.timeMicros()));
    }

    @Override
    public List<ArrivalRow> evidenceDue(MemberId sender, Hash after, int limit) {
        return in.<ArrivalRow>table("arrival")
                .from(
                        after.hex() + " ",
                        row -> row.evidenceDue() && row.sender().equals(sender),
                        limit);
    }

    @Override
    public List<ArrivalRow> newest(int limit) {
        return inOrder().reversed().stream()
                .filter(row -> row.batch() != 0)
                .limit(limit)
                .toList();
    }

    private List<ArrivalRow> inOrder() {
        return in.<String>table("arrival-order").values().stream()
                .map(hash -> arrival(hash).orElseThrow())
                .toList();
    }

    @Override
    public List<LineRow> lines() {
        return in.<LineRow>table("line-in").values();
    }

    @Override
    public void putLine(LineRow line) {
        in.put("line-in", key(line.node(), line.lane(), line.stream(), 0), line);
    }

    @Override
    public void addReceipt(ReceiptRow receipt) {
        in.checkWritable();
        if (receipt.number() <= receiptNumber()) {
            throw new IllegalStateException("a receipt's number is one above the highest");
        }
        in.add("receipt", sortable(receipt.number()), receipt);
        in.put("receipt-number", "", receipt.number());
    }

    @Override
    public long receiptNumber() {
        return in.<Long>table("receipt-number").find("").orElse(0L);
    }

    @Override
    public List<ReceiptRow> receiptsOf(Hash payloadHash) {
        return in.<ReceiptRow>table("receipt")
                .from("", row -> row.payloadHash().equals(payloadHash), Integer.MAX_VALUE);
    }

    @Override
    public List<ReceiptRow> undelivered(MemberId to, int limit) {
        return in.<ReceiptRow>table("receipt")
                .from("", row -> !row.delivered() && row.to().equals(to), limit);
    }

    @Override
    public void putReceiptSignature(long number, byte[] signature) {
        ReceiptRow row = in.there("receipt", sortable(number));
        put(row, Optional.of(signature), row.delivered());
    }

    @Override
    public void receiptDelivered(long number) {
        ReceiptRow row = in.there("receipt", sortable(number));
        put(row, row.signature(), true);
    }

    @Override
    public void receiptDue(long number) {
        ReceiptRow row = in.there("receipt", sortable(number));
        put(row, row.signature(), false);
    }

    @Override
    public Map<MemberId, Long> undeliveredCounts() {
        Map<MemberId, Long> counts = new TreeMap<>();
        in.<ReceiptRow>table("receipt").values().stream()
                .filter(row -> !row.delivered())
                .forEach(row -> counts.merge(row.to(), 1L, Long::sum));
        return counts;
    }

    @Override
    public Map<MemberId, Long> evidenceDueCounts() {
        Map<MemberId, Long> counts = new TreeMap<>();
        in.<ArrivalRow>table("arrival").values().stream()
                .filter(ArrivalRow::evidenceDue)
                .forEach(row -> counts.merge(row.sender(), 1L, Long::sum));
        return counts;
    }

    private void put(ReceiptRow row, Optional<byte[]> signature, boolean delivered) {
        in.put(
                "receipt",
                sortable(row.number()),
                new ReceiptRow(
                        row.number(), row.to(), row.payloadHash(), row.status(), row.payload(), signature, delivered));
    }

    private static String key(NodeId node, Lane lane, StreamId stream, long sequence) {
        return node.hex() + lane.number() + stream.hex() + sortable(sequence);
    }
}
