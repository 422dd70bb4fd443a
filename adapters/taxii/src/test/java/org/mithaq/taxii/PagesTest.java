// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixTimestamp;
import org.mithaq.stix.Tlp;
import org.mithaq.testkit.Seeds;

/// Pages over rows alone: against an obvious reference, while rows are added, and where there are very many.
class PagesTest {

    private static final ChannelId CHANNEL = new ChannelId(Hash.of(new byte[] {1}));
    private static final ChannelId OTHER = new ChannelId(Hash.of(new byte[] {2}));
    private static final Collection COLLECTION = collection(Optional.of(CHANNEL));
    private static final Collection HOME = collection(Optional.empty());
    private static final long START = 1_780_000_000_000_000L;

    private final MemoryLedger ledger = new MemoryLedger();
    private final Pages pages = new Pages(ledger);

    @Test
    void every_filter_finds_what_an_obvious_reference_finds() {
        Seeds.forAll(30, random -> {
            MemoryLedger filled = new MemoryLedger();
            filled.write(tables -> {
                for (int i = 0; i < 60; i++) {
                    tables.shelf().addObjects(List.of(randomRow(random)), START + random.nextInt(300) * 3L);
                }
            });
            List<Shelf.ObjectRow> all = filled.read(tables -> tables.shelf().page(Optional.empty(), 0, 1_000));
            for (int i = 0; i < 20; i++) {
                Collection collection = random.nextBoolean() ? COLLECTION : HOME;
                ObjectQuery query = randomQuery(random);
                assertThat(followed(new Pages(filled), collection, query))
                        .as("%s", query)
                        .containsExactlyElementsOf(reference(all, collection, query));
            }
        });
    }

    @Test
    void following_next_while_objects_are_added_misses_none_and_shows_none_twice() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 3_000; i++) {
                    int number = i;
                    ledger.write(tables -> tables.shelf().addObjects(List.of(row(number, CHANNEL)), START));
                }
            } finally {
                done.set(true);
            }
        });
        List<String> seen = new ArrayList<>();
        ObjectQuery query = query(7);
        boolean last = false;
        while (!last) {
            // Only a page that began after the last write has to be the last.
            boolean complete = done.get();
            Page page = pages.find(COLLECTION, query);
            page.rows().forEach(row -> seen.add(row.stixId()));
            if (!page.rows().isEmpty()) {
                query = after(query, page.rows().getLast().number());
            }
            last = complete && page.next().isEmpty();
        }
        writer.join();

        assertThat(seen).hasSize(3_000).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo(Samples.id(0));
    }

    @Test
    void paging_by_added_after_with_the_last_header_finds_the_same() {
        ledger.write(tables -> {
            for (int i = 0; i < 500; i++) {
                tables.shelf().addObjects(List.of(row(i, i % 3 == 0 ? OTHER : CHANNEL)), START);
            }
        });
        List<Shelf.ObjectRow> byNext = followed(pages, COLLECTION, query(1_000));
        List<Shelf.ObjectRow> byTime = new ArrayList<>();
        OptionalLong after = OptionalLong.empty();
        for (Page page = pages.find(COLLECTION, added(after)); !page.rows().isEmpty(); ) {
            byTime.addAll(page.rows());
            after = OptionalLong.of(page.rows().getLast().addedMicros());
            page = pages.find(COLLECTION, added(after));
        }

        assertThat(byTime).isEqualTo(byNext).hasSize(333);
    }

    @Test
    void a_request_looks_at_a_bounded_number_of_rows_and_goes_on_from_there() {
        int most = 2_000;
        int many = most + 10;
        Pages bounded = new Pages(ledger, most);
        ledger.write(tables -> {
            for (int i = 0; i < many; i++) {
                tables.shelf().addObjects(List.of(row(i, CHANNEL)), START);
            }
            tables.shelf().addObjects(List.of(row(many, null)), START);
        });

        Page first = bounded.find(HOME, query(10));
        Page second = bounded.find(HOME, after(query(10), first.next().orElseThrow()));

        assertThat(first.rows()).isEmpty();
        assertThat(first.emptyMicros()).isEqualTo(START + most - 1);
        assertThat(second.rows()).hasSize(1);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void what_two_members_say_under_one_id_is_shown_of_both() {
        ledger.write(tables -> tables.shelf()
                .addObjects(
                        List.of(
                                row(1, CHANNEL, Federation.id(0), "2026-01-01T00:00:00Z", 10),
                                row(1, CHANNEL, Federation.id(1), "2027-01-01T00:00:00Z", 10)),
                        START));

        assertThat(pages.find(COLLECTION, query(10)).rows()).hasSize(2);
    }

    @Test
    void a_page_ends_before_it_grows_too_large_but_shows_one_object_whatever_its_size() {
        int large = (int) (Pages.PAGE_BYTES_MAX / 2) + 1;
        ledger.write(tables -> tables.shelf()
                .addObjects(
                        List.of(
                                row(1, CHANNEL, Federation.id(0), "2026-01-01T00:00:00Z", 2 * large),
                                row(2, CHANNEL, Federation.id(0), "2026-01-01T00:00:00Z", large),
                                row(3, CHANNEL, Federation.id(0), "2026-01-01T00:00:00Z", large)),
                        START));

        Page page = pages.find(COLLECTION, query(10));

        assertThat(page.rows()).hasSize(1);
        assertThat(followed(pages, COLLECTION, query(10))).hasSize(3);
    }

    @Test
    void timestamps_have_six_digits_and_are_read_with_fewer() {
        assertThat(Timestamps.written(1_780_000_000_000_001L)).endsWith(".000001Z");
        assertThat(Timestamps.micros("2026-06-01T00:00:00Z"))
                .hasValue(Instant.parse("2026-06-01T00:00:00Z").getEpochSecond() * 1_000_000);
        assertThat(Timestamps.micros(Timestamps.written(START + 7))).hasValue(START + 7);
        assertThat(Timestamps.micros("2026-06-01")).isEmpty();
    }

    /// All rows that pages give, one page after the other.
    private static List<Shelf.ObjectRow> followed(Pages pages, Collection collection, ObjectQuery query) {
        List<Shelf.ObjectRow> rows = new ArrayList<>();
        ObjectQuery next = query;
        while (true) {
            Page page = pages.find(collection, next);
            assertThat(page.rows().size()).isLessThanOrEqualTo(query.limit());
            rows.addAll(page.rows());
            if (page.next().isEmpty()) {
                return rows;
            }
            next = after(query, page.next().getAsLong());
        }
    }

    /// As TAXII 2.1 §3.4 says it, with no thought for speed.
    private static List<Shelf.ObjectRow> reference(
            List<Shelf.ObjectRow> all, Collection collection, ObjectQuery query) {
        List<Shelf.ObjectRow> here = all.stream()
                .filter(row -> row.channel().equals(collection.channel()) && !row.exercise())
                .toList();
        return here.stream()
                .filter(row -> query.ids().isEmpty() || query.ids().contains(row.stixId()))
                .filter(row -> query.types().isEmpty() || query.types().contains(row.stixType()))
                .filter(row -> query.stix21())
                .filter(row -> row.addedMicros() > query.addedAfterMicros().orElse(Long.MIN_VALUE))
                .filter(row -> {
                    List<Shelf.ObjectRow> history = here.stream()
                            .filter(each -> each.stixId().equals(row.stixId())
                                    && each.originator().equals(row.originator()))
                            .sorted(Comparator.comparing((Shelf.ObjectRow each) -> StixTimestamp.parse(each.version()))
                                    .thenComparingLong(Shelf.ObjectRow::number))
                            .toList();
                    VersionFilter versions = query.versions();
                    return versions.all()
                            || (versions.first() && row.equals(history.getFirst()))
                            || (versions.last() && row.equals(history.getLast()))
                            || versions.exact().stream()
                                    .anyMatch(each -> each.compareTo(StixTimestamp.parse(row.version())) == 0);
                })
                .toList();
    }

    private static ObjectQuery randomQuery(RandomGenerator random) {
        VersionFilter versions = switch (random.nextInt(5)) {
            case 0 -> VersionFilter.ALL;
            case 1 -> VersionFilter.parse("first");
            case 2 -> VersionFilter.parse("first,last");
            case 3 -> VersionFilter.parse("2026-01-02T00:00:00.0Z,first");
            default -> VersionFilter.LAST;
        };
        return new ObjectQuery(
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(START + random.nextInt(1_000) - 20),
                1 + random.nextInt(20),
                0,
                random.nextInt(3) == 0 ? Set.of(Samples.id(1), Samples.id(2 + random.nextInt(10))) : Set.of(),
                random.nextInt(3) == 0 ? Set.of("indicator", "malware") : Set.of(),
                random.nextInt(10) != 0,
                versions);
    }

    private static Shelf.ObjectRow randomRow(RandomGenerator random) {
        Shelf.ObjectRow row = row(
                random.nextInt(12),
                random.nextInt(3) == 0 ? null : random.nextInt(4) == 0 ? OTHER : CHANNEL,
                Federation.id(random.nextInt(2)),
                "2026-01-0" + (1 + random.nextInt(4)) + "T00:00:00" + (random.nextBoolean() ? "Z" : ".000Z"),
                10);
        return random.nextInt(8) == 0 ? exercise(row) : row;
    }

    private static Shelf.ObjectRow row(int id, @org.jspecify.annotations.Nullable ChannelId channel) {
        return row(id, channel, Federation.id(0), "2026-01-01T00:00:00Z", 10);
    }

    private static Shelf.ObjectRow row(
            int id,
            @org.jspecify.annotations.Nullable ChannelId channel,
            MemberId originator,
            String version,
            int bytes) {
        return new Shelf.ObjectRow(
                0,
                Samples.id(id),
                version,
                id % 4 == 0 ? "tool" : "indicator",
                originator,
                Optional.ofNullable(channel),
                1,
                0,
                0,
                bytes,
                Hash.ZERO,
                Hash.ZERO,
                0,
                false,
                false,
                0);
    }

    private static Shelf.ObjectRow exercise(Shelf.ObjectRow row) {
        return new Shelf.ObjectRow(
                0,
                row.stixId(),
                row.version(),
                row.stixType(),
                row.originator(),
                row.channel(),
                1,
                0,
                0,
                10,
                Hash.ZERO,
                Hash.ZERO,
                0,
                true,
                false,
                0);
    }

    private static ObjectQuery query(int limit) {
        return new ObjectQuery(OptionalLong.empty(), limit, 0, Set.of(), Set.of(), true, VersionFilter.LAST);
    }

    private static ObjectQuery added(OptionalLong after) {
        return new ObjectQuery(after, 7, 0, Set.of(), Set.of(), true, VersionFilter.LAST);
    }

    private static ObjectQuery after(ObjectQuery query, long number) {
        return new ObjectQuery(
                query.addedAfterMicros(),
                query.limit(),
                number,
                query.ids(),
                query.types(),
                query.stix21(),
                query.versions());
    }

    private static Collection collection(Optional<ChannelId> channel) {
        return new Collection(new UUID(1, 2), "a", "A", "", channel, Tlp.AMBER, true);
    }
}
