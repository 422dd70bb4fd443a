// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.ObjectCipher;
import org.mithaq.crypto.PunctureTree;
import org.mithaq.crypto.SealRejected;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.node.Shelving;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// Looks for recalled objects the way a thief of disk and key file would: opens everything that still has a key, and
/// searches it for their ids.
final class Unreadable {

    private static final int MISSES_MAX = 200;

    /// Salt, kind, terms and length of a leaf around its content.
    private static final int LEAF_BYTES = 32 + 2 + 12 + 4;

    private final List<Station> stations;
    private final Reference reference;
    private final Excuses excuses;

    /// @param excuses who need not do what it is told
    Unreadable(List<Station> stations, Reference reference, Excuses excuses) {
        this.stations = stations;
        this.reference = reference;
        this.excuses = excuses;
    }

    void check() {
        if (reference.recalledIds().isEmpty()) {
            return;
        }
        for (Station station : stations) {
            if (excuses.isOutside(station.index())) {
                continue;
            }
            Set<String> ids = new TreeSet<>(reference.recalledIds());
            // What a member also keeps for itself is not taken back from it.
            reference.mustHold(station.index()).keySet().forEach(key -> ids.remove(key.id()));
            ids.removeIf(id -> isTouched(station, id));
            for (byte[] opened : opened(station)) {
                String text = new String(opened, StandardCharsets.ISO_8859_1);
                ids.stream().filter(text::contains).findFirst().ifPresent(id -> {
                    throw new Violated(
                            Invariant.RECALLED_IS_GONE,
                            "%d can still read %s, which was recalled".formatted(station.index(), id));
                });
            }
        }
    }

    private boolean isTouched(Station station, String id) {
        return excuses.touches(reference, reference.originator(id), station.index(), id);
    }

    private List<byte[]> opened(Station station) {
        List<byte[]> opened = new ArrayList<>();
        Program program = station.program();
        Map<Long, List<Shelf.ObjectRow>> rows =
                program.ledger.read(tables -> tables.shelf().page(Optional.empty(), 0, Integer.MAX_VALUE)).stream()
                        .collect(Collectors.groupingBy(Shelf.ObjectRow::batch));
        for (Shelf.BatchRow batch : batches(station)) {
            opened.addAll(leaves(station, batch, rows.getOrDefault(batch.number(), List.of())));
        }
        for (Outbox.DispatchRow row :
                program.ledger.read(tables -> tables.outbox().newest(Integer.MAX_VALUE))) {
            dispatch(program, row).ifPresent(opened::add);
        }
        return opened;
    }

    /// Each start begins a tree of 4,096 numbers, and most numbers of it were never used.
    private static List<Shelf.BatchRow> batches(Station station) {
        List<Shelf.BatchRow> batches = new ArrayList<>();
        for (long tree = 0; tree <= station.starts(); tree++) {
            int misses = 0;
            for (long number = tree * PunctureTree.LEAVES; misses < MISSES_MAX; number++) {
                long asked = number;
                Optional<Shelf.BatchRow> batch =
                        station.program().ledger.read(tables -> tables.shelf().batch(asked));
                batch.ifPresent(batches::add);
                misses = batch.isPresent() ? 0 : misses + 1;
            }
        }
        return batches;
    }

    private List<byte[]> leaves(Station station, Shelf.BatchRow batch, List<Shelf.ObjectRow> rows) {
        Program program = station.program();
        List<byte[]> opened = new ArrayList<>();
        int count = batch.table().length == 0
                ? rows.stream().mapToInt(Shelf.ObjectRow::slot).max().orElse(0) + 1
                : table(program, batch).leafHashes().size();
        for (int slot = 0; slot < count; slot++) {
            int wanted = slot;
            Optional<Shelf.ObjectRow> row =
                    rows.stream().filter(each -> each.slot() == wanted).findFirst();
            try (SecretBytes key = program.vault.key(batch.number(), batch.salt(), slot)) {
                Optional<byte[]> leaf = row.isPresent()
                        ? open(
                                key,
                                batch,
                                slot,
                                row.get().offsetBytes(),
                                row.get().lengthBytes())
                        : search(key, batch, slot);
                leaf.ifPresent(opened::add);
            } catch (KeyDestroyed destroyed) {
                // As it should be.
            }
        }
        return opened;
    }

    private static ObjectTable table(Program program, Shelf.BatchRow batch) {
        return new Shelving(program.vault).table(batch);
    }

    /// Where a leaf lies stands in its row alone, and that is gone or never was: every place is tried at which a
    /// recalled object can lie, and the whole batch, as that of a single leaf.
    private Optional<byte[]> search(SecretBytes key, Shelf.BatchRow batch, int slot) {
        int end = batch.sealed().length;
        Optional<byte[]> whole = open(key, batch, slot, 0, end);
        if (whole.isPresent()) {
            return whole;
        }
        for (int length : reference.recalledBytes()) {
            int sealed = LEAF_BYTES + length + ObjectCipher.OVERHEAD_BYTES;
            for (int from = 0; from + sealed <= end; from++) {
                Optional<byte[]> opened = open(key, batch, slot, from, sealed);
                if (opened.isPresent()) {
                    return opened;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> open(SecretBytes key, Shelf.BatchRow batch, int slot, int offset, int length) {
        byte[] aad = new CanonicalWriter(64)
                .text("leaf")
                .u64(batch.number())
                .u16(slot)
                .toByteArray();
        try {
            return Optional.of(
                    ObjectCipher.open(key, aad, Arrays.copyOfRange(batch.sealed(), offset, offset + length)));
        } catch (SealRejected elsewhere) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> dispatch(Program program, Outbox.DispatchRow row) {
        if (row.sealed().length == 0) {
            return Optional.empty();
        }
        try {
            CanonicalReader in =
                    new CanonicalReader(program.vault.openAlone("dispatch", row.keyNumber(), row.sealed()));
            Header header = Header.parse(row.header());
            byte[] context = new CanonicalWriter(98)
                    .u16(header.suite().number())
                    .hash(header.federation().hash())
                    .hash(header.sender().hash())
                    .hash(header.id().value())
                    .toByteArray();
            try (SecretBytes key = SecretBytes.handOver(in.fixed("key", 32))) {
                byte[] ciphertext = in.bytes("ciphertext", Limits.CIPHERTEXT_BYTES_MAX);
                return Optional.of(ChunkedEncryption.open(key, context, ciphertext, Limits.PLAINTEXT_BYTES_MAX));
            }
        } catch (KeyDestroyed | SealRejected unreadable) {
            return Optional.empty();
        }
    }
}
