// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.HashTile;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TileHashReader;
import org.mithaq.tlog.TilePath;
import org.mithaq.tlog.TreeHasher;
import org.mithaq.tlog.TreeProofs;

class TileFolderTest {

    private static final Federation FEDERATION = Federation.five();
    private static final Federation.Member OWNER = FEDERATION.member(0);

    @TempDir
    private Path folder;

    private final MemoryLedger ledger = new MemoryLedger();
    private final MemoryTree tree = new MemoryTree();

    private SignedCheckpoint grow(int count) {
        List<byte[]> records = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            byte[] record = TestNode.record("record " + tree.size());
            records.add(record);
            tree.append(TreeHasher.leafHash(record));
        }
        ledger.write(tables -> tables.log().append(records));
        return OWNER.log().sign(new Checkpoint(OWNER.origin(), tree.size(), tree.root()));
    }

    private byte[] read(HashTile tile) {
        try {
            return Files.readAllBytes(folder.resolve(tile.path()));
        } catch (IOException failed) {
            throw new AssertionError(tile.path(), failed);
        }
    }

    private LogFsck.Report check() throws IOException {
        return new LogFsck(Federation.SIGNATURES, FEDERATION.charter(), OWNER.id())
                .check(ledger, new TileFolder(folder));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 600})
    void the_files_are_those_of_the_document_and_lead_to_the_root(int size) throws IOException {
        SignedCheckpoint checkpoint = grow(size);
        assertThat(new TileFolder(folder).write(ledger, checkpoint))
                .isEqualTo(1 + TilePath.between(0, size).size());
        for (TilePath path : TilePath.between(0, size)) {
            assertThat(folder.resolve(path.path())).isRegularFile();
        }
        TileHashReader reader =
                new TileHashReader(tiles -> tiles.stream().map(this::read).toList(), size);
        assertThat(new TreeProofs(reader).root(size))
                .isEqualTo(checkpoint.checkpoint().root());
        assertThat(new TileFolder(folder).checkpoint()).contains(checkpoint);
        assertThat(check().sound()).isTrue();
        assertThat(check().tiles()).isEqualTo(TilePath.between(0, size).size());
    }

    @Test
    void a_tree_of_three_levels_is_cut_into_exactly_its_tiles() throws IOException {
        grow(65_800);
        List<TilePath> cut = new ArrayList<>();
        TileCutter cutter = new TileCutter((tile, content) -> {
            cut.add(tile);
            if (tile instanceof HashTile hashes) {
                assertThat(content).isEqualTo(tree.readTiles(List.of(hashes)).getFirst());
            }
        });
        for (int each = 0; each < 65_800; each++) {
            cutter.add(TestNode.record("record " + each));
        }
        cutter.end();
        assertThat(cut).containsExactlyInAnyOrderElementsOf(TilePath.between(0, 65_800));
        assertThat(cutter.root()).isEqualTo(tree.root());
    }

    @Test
    void growth_writes_what_is_new_and_leaves_the_rest() throws IOException {
        new TileFolder(folder).write(ledger, grow(300));
        SignedCheckpoint checkpoint = grow(300);
        assertThat(new TileFolder(folder).write(ledger, checkpoint))
                .isEqualTo(1 + TilePath.between(300, 600).size());
        assertThat(folder.resolve("tile/0/001.p/44")).isRegularFile();
        assertThat(check().sound()).isTrue();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(Path::toString).filter(each -> each.endsWith(".new")))
                    .isEmpty();
        }
    }

    @Test
    void a_changed_or_absent_file_is_found_by_name() throws IOException {
        new TileFolder(folder).write(ledger, grow(600));
        Path changed = folder.resolve("tile/entries/001");
        byte[] content = Files.readAllBytes(changed);
        content[100] ^= 1;
        Files.write(changed, content);
        Files.delete(folder.resolve("tile/1/000.p/2"));
        assertThat(check().faults())
                .extracting(LogFsck.Fault::sentence)
                .containsExactlyInAnyOrder(
                        "The file tile/entries/001 is not what the records give.",
                        "The file tile/1/000.p/2 is not what the records give.");
        assertThat(check().faultCount()).isEqualTo(2);
    }

    @Test
    void a_checkpoint_of_another_ledger_or_no_checkpoint_is_found() throws IOException {
        new TileFolder(folder).write(ledger, grow(20));
        Path file = folder.resolve("checkpoint");
        Files.write(
                file,
                OWNER.log()
                        .sign(new Checkpoint(OWNER.origin(), 30, tree.root()))
                        .encode());
        assertThat(check().faults())
                .anySatisfy(fault -> assertThat(fault.sentence()).contains("not of this ledger's records"));
        Files.writeString(file, "no checkpoint\n");
        assertThat(check().faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.sentence()).contains("does not verify"));
        Files.delete(file);
        assertThat(check().sound()).isTrue();
        assertThat(check().tiles()).isZero();
    }
}
