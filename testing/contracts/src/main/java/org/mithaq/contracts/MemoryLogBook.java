// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.mithaq.contracts.MemoryTransaction.sortable;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.LogBook;

record MemoryLogBook(MemoryTransaction in) implements LogBook {

    @Override
    public void append(List<byte[]> records) {
        for (byte[] record : records) {
            if (record.length != Hash.LENGTH_BYTES) {
                throw new IllegalArgumentException("a log record has 32 bytes, not " + record.length);
            }
            in.add("log", sortable(size()), record);
        }
    }

    @Override
    public void keep(String origin, List<byte[]> records) {
        for (byte[] record : records) {
            if (record.length != Hash.LENGTH_BYTES) {
                throw new IllegalArgumentException("a log record has 32 bytes, not " + record.length);
            }
            in.add("kept", origin + "/" + sortable(kept(origin)), record);
            in.put("kept-count", origin, kept(origin) + 1);
        }
    }

    @Override
    public long kept(String origin) {
        return in.<Long>table("kept-count").find(origin).orElse(0L);
    }

    @Override
    public List<byte[]> kept(String origin, long fromIndex, int limit) {
        int left = Math.clamp(kept(origin) - fromIndex, 0, limit);
        return in.<byte[]>table("kept").from(origin + "/" + sortable(fromIndex), row -> true, left);
    }

    @Override
    public long size() {
        return in.table("log").size();
    }

    @Override
    public List<byte[]> records(long fromIndex, int limit) {
        return in.<byte[]>table("log").from(sortable(fromIndex), row -> true, limit);
    }

    @Override
    public Optional<CheckpointRow> witnessedCheckpoint() {
        return in.<CheckpointRow>table("checkpoint").find("");
    }

    @Override
    public void putWitnessedCheckpoint(CheckpointRow checkpoint) {
        in.put("checkpoint", "", checkpoint);
    }

    @Override
    public Optional<WitnessRow> witnessed(String origin) {
        return in.<WitnessRow>table("witnessed").find(origin);
    }

    @Override
    public List<WitnessRow> witnessed() {
        return in.<WitnessRow>table("witnessed").values();
    }

    @Override
    public void putWitnessed(WitnessRow row) {
        in.put("witnessed", row.origin(), row);
    }
}
