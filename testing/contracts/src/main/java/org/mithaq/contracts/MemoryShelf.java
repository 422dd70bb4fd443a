// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.mithaq.contracts.MemoryTransaction.sortable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Shelf;

/// Objects lie under their numbers; the tables `object-…` find those numbers by other ways.
record MemoryShelf(MemoryTransaction in) implements Shelf {

    private static final char AND = ' ';

    @Override
    public void addBatch(BatchRow batch) {
        in.add("batch", sortable(batch.number()), batch);
    }

    @Override
    public Optional<BatchRow> batch(long number) {
        return in.<BatchRow>table("batch").find(sortable(number));
    }

    @Override
    public void removeBatch(long number) {
        in.remove("batch", sortable(number));
    }

    @Override
    public List<Optional<ObjectRow>> addObjects(List<ObjectRow> objects, long nowMicros) {
        in.checkWritable();
        List<Optional<ObjectRow>> added = new ArrayList<>();
        for (ObjectRow object : objects) {
            if (in.table("object-key").find(key(object)).isPresent()) {
                added.add(Optional.empty());
                continue;
            }
            long number = in.counter("object") + 1;
            long time = Math.max(in.counter("object-time") + 1, nowMicros);
            ObjectRow row = object.numbered(number, time);
            in.put("counter", "object", number);
            in.put("counter", "object-time", time);
            in.put("object", sortable(number), row);
            for (Way way : ways(row)) {
                in.put(way.table(), way.key(), row);
            }
            added.add(Optional.of(row));
        }
        return added;
    }

    private record Way(String table, String key) {}

    private static List<Way> ways(ObjectRow row) {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("object-key", key(row)));
        ways.add(new Way("object-id", row.stixId() + AND + sortable(row.number())));
        row.channel().ifPresent(channel -> ways.add(new Way("object-channel", channel.hex() + sortable(row.number()))));
        if (!row.payloadHash().equals(Hash.ZERO)) {
            ways.add(new Way(
                    "object-payload", row.payloadHash().hex() + sortable(row.position()) + sortable(row.number())));
        }
        return ways;
    }

    private static String key(ObjectRow row) {
        return row.originator().hex()
                + row.channel().map(ChannelId::hex).orElse("")
                + AND
                + row.stixId()
                + AND
                + row.version();
    }

    @Override
    public Optional<ObjectRow> object(long number) {
        return in.<ObjectRow>table("object").find(sortable(number));
    }

    @Override
    public List<ObjectRow> objectsOf(String stixId, int limit) {
        return in.<ObjectRow>table("object-id")
                .from(stixId + AND, row -> row.stixId().equals(stixId), limit);
    }

    @Override
    public Optional<ObjectRow> objectAt(Hash payloadHash, int position) {
        return in
                .<ObjectRow>table("object-payload")
                .from(
                        payloadHash.hex() + sortable(position),
                        row -> row.payloadHash().equals(payloadHash) && row.position() == position,
                        1)
                .stream()
                .findFirst();
    }

    @Override
    public List<ObjectRow> objectsIn(Hash payloadHash) {
        return in.<ObjectRow>table("object-payload")
                .from(payloadHash.hex(), row -> row.payloadHash().equals(payloadHash), Integer.MAX_VALUE);
    }

    @Override
    public List<ObjectRow> page(Optional<ChannelId> channel, long afterNumber, int limit) {
        String least = sortable(afterNumber + 1);
        if (channel.isEmpty()) {
            return in.<ObjectRow>table("object").from(least, row -> true, limit);
        }
        return in.<ObjectRow>table("object-channel")
                .from(channel.get().hex() + least, row -> row.channel().equals(channel), limit);
    }

    @Override
    public long count() {
        return in.table("object").size();
    }

    @Override
    public void putRelay(RelayRow relay) {
        in.put("relay", relay.leafHash().hex() + relay.to().hex(), relay);
    }

    @Override
    public List<RelayRow> relays(Hash leafHash) {
        return in.<RelayRow>table("relay")
                .from(leafHash.hex(), row -> row.leafHash().equals(leafHash), Integer.MAX_VALUE);
    }

    @Override
    public void removeObject(long number) {
        in.checkWritable();
        object(number).ifPresent(row -> {
            in.remove("object", sortable(number));
            ways(row).forEach(way -> in.remove(way.table(), way.key()));
        });
    }
}
