// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.json.JsonArrayElements.Slice;
import org.mithaq.json.JsonArrayElements.TooLong;
import org.mithaq.json.MalformedJson.Reason;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import org.mithaq.testkit.SharedData;

class JsonArrayElementsTest {

    private static final JsonLimits LIMITS = JsonLimits.standard();
    private static final int PLENTY = 1 << 20;

    @Test
    void a_bundle_comes_apart_into_its_objects_and_the_rest() {
        byte[] text = """
                {"type": "bundle",
                 "objects": [ {"é": "]}"} ,
                  [1, [2]],"a\\"b", -1.5e3,null ],
                 "id": "x"}""".getBytes(UTF_8);
        Split split = Split.of(text, PLENTY);
        assertThat(split.refusal()).isEmpty();
        assertThat(split.texts()).containsExactly("{\"é\": \"]}\"}", "[1, [2]]", "\"a\\\"b\"", "-1.5e3", "null");
        assertThat(split.skeleton()).isEqualTo("{\"type\": \"bundle\",\n \"objects\": [],\n \"id\": \"x\"}");
        assertThat(split.elements().getFirst().start()).isEqualTo(new JsonPosition(33, 2, 15));
        assertThat(split.elements().get(1).start()).isEqualTo(new JsonPosition(50, 3, 3));
        assertThat(split.elements().get(4).index()).isEqualTo(4);
        assertThat(split.bytesRead()).isEqualTo(text.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":1}                                | {\"a\":1}",
                "{}                                       | {}",
                "{\"objects\":null}                       | {\"objects\":null}",
                "{\"a\":{\"objects\":[1]}}                | {\"a\":{\"objects\":[1]}}",
                "{\"objects\":[]}                         | {\"objects\":[]}",
                "[]                                       | []",
                "\"objects\"                              | \"objects\"",
                "12                                       | 12"
            })
    void a_document_without_elements_is_all_skeleton(String text, String skeleton) {
        Split split = Split.of(text.getBytes(UTF_8), PLENTY);
        assertThat(split.refusal()).isEmpty();
        assertThat(split.elements()).isEmpty();
        assertThat(split.skeleton()).isEqualTo(skeleton);
    }

    @Test
    void a_top_level_array_is_taken_apart_itself() {
        Split split = Split.of(" [ {\"objects\":[1]},2 ] ".getBytes(UTF_8), PLENTY);
        assertThat(split.texts()).containsExactly("{\"objects\":[1]}", "2");
        assertThat(split.skeleton()).isEqualTo(" []");
    }

    @Test
    void the_name_is_compared_with_its_escapes_resolved() {
        Split split = Split.of("{\"\\u006fbject\\u0073\":[1]}".getBytes(UTF_8), PLENTY);
        assertThat(split.texts()).containsExactly("1");
        assertThat(split.skeleton()).isEqualTo("{\"\\u006fbject\\u0073\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"objects\":[1],\"objects\":[2]}        | 1 | DUPLICATE_NAME | 15",
                "{\"objects\":7,\"\\u006fbjects\":[2]}    | 0 | DUPLICATE_NAME | 13",
                "{\"objects\":[1,2],\"a\":1,\"a\":2}      | 2 | DUPLICATE_NAME | 23",
                "{\"objects\":[1,2],\"a\":01}             | 2 | SYNTAX         | 21",
                "{\"b\":tru,\"objects\":[1,2]}            | 2 | SYNTAX         | 5",
                "{\"\\x\":1,\"objects\":[1,2]}            | 0 | SYNTAX         | 3",
                "{\"objects\":[1,,2]}                     | 1 | SYNTAX         | 14",
                "{\"objects\":[,1]}                       | 0 | SYNTAX         | 12",
                "{\"objects\":[1,]}                       | 1 | SYNTAX         | 14",
                "{\"objects\":[1 2]}                      | 1 | SYNTAX         | 14",
                "{\"objects\":[1}                         | 1 | SYNTAX         | 13",
                "{\"objects\":[1]]                        | 1 | SYNTAX         | 14",
                "{\"objects\" [1]}                        | 0 | SYNTAX         | 11",
                "{,\"objects\":[1]}                       | 0 | SYNTAX         | 1",
                "{\"objects\":[1],}                       | 1 | SYNTAX         | 15",
                "{\"objects\":[1]} x                      | 1 | TRAILING_BYTES | 16",
                "[1] [2]                                  | 1 | TRAILING_BYTES | 4",
                "12 13                                    | 0 | TRAILING_BYTES | 3",
                "\ufeff{\"objects\":[1]}                  | 0 | SYNTAX         | 0"
            })
    void what_is_wrong_outside_of_elements_ends_the_document(String text, int good, Reason reason, long offset) {
        Split split = Split.of(text.getBytes(UTF_8), PLENTY);
        assertThat(split.elements()).hasSize(good);
        MalformedJson refusal = split.refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.offset()).isEqualTo(offset);
    }

    @Test
    void what_is_wrong_in_an_element_costs_no_other() {
        byte[] text = "{\"objects\":[{\"a\":1},{\"a\":}, {\"a\":1,\n\"a\":2},{\"a\":4}]}".getBytes(UTF_8);
        Split split = Split.of(text, PLENTY);
        assertThat(split.refusal()).isEmpty();
        assertThat(split.elements()).hasSize(4);
        Slice third = (Slice) split.elements().get(2);
        assertThatThrownBy(() -> Json.read(third.bytes(), LIMITS))
                .isInstanceOfSatisfying(MalformedJson.class, refusal -> {
                    assertThat(refusal.position()).isEqualTo(new JsonPosition(8, 2, 1));
                    MalformedJson moved = refusal.within(third.start());
                    assertThat(moved.position()).isEqualTo(new JsonPosition(36, 2, 1));
                    assertThat(moved.reason()).isEqualTo(Reason.DUPLICATE_NAME);
                    assertThat(moved).hasMessageContaining("byte 36");
                });
    }

    @Test
    void an_element_beyond_the_limit_is_reported_and_passed_over() {
        String longest = "\"" + "x".repeat(98) + "\"";
        String beyond = "[\"" + "y".repeat(200_000) + "\"]";
        byte[] text = ("{\"objects\":[" + longest + "," + beyond + ", 3],\"id\":1}").getBytes(UTF_8);
        Split split = Split.of(text, 100);
        assertThat(split.refusal()).isEmpty();
        assertThat(split.elements()).hasSize(3);
        assertThat(((Slice) split.elements().getFirst()).bytes()).isEqualTo(longest.getBytes(UTF_8));
        TooLong passed = (TooLong) split.elements().get(1);
        assertThat(passed.index()).isEqualTo(1);
        assertThat(passed.lengthBytes()).isEqualTo(beyond.length());
        assertThat(passed.start().offset()).isEqualTo(113);
        assertThat(passed.refusal().reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(passed.refusal().excerpt()).startsWith("[\"yyy").hasSize(Excerpt.CHARS_MAX);
        assertThat(((Slice) split.elements().get(2)).bytes()).isEqualTo(new byte[] {'3'});
        assertThat(split.skeleton()).isEqualTo("{\"objects\":[],\"id\":1}");
    }

    @Test
    void a_truncated_document_yields_what_was_complete_and_says_where_it_ended() {
        byte[] text = "{\"a\":[0],\"objects\":[{\"b\":\"\\\"]\"}, 12 ,[3],\"x\"],\"c\":null}".getBytes(UTF_8);
        List<String> all = Split.of(text, PLENTY).texts();
        for (int cut = 0; cut < text.length; cut++) {
            Split split = Split.of(Arrays.copyOf(text, cut), PLENTY);
            assertThat(split.texts()).isEqualTo(all.subList(0, split.elements().size()));
            for (JsonArrayElements.Element element : split.elements()) {
                assertThat(element.start().offset()).isLessThan(cut);
            }
            MalformedJson refusal = split.refusal().orElseThrow();
            assertThat(refusal.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(refusal.offset()).isEqualTo(cut);
        }
    }

    @Test
    void a_skeleton_beyond_the_limit_is_refused_before_it_has_been_read() {
        for (String beginning : List.of("{\"a\":\"", "{\"", "  ", "\"", "{\"objects\":[1],\"a\":[")) {
            JsonArrayElements elements = JsonArrayElements.of(
                    new SequenceInputStream(new ByteArrayInputStream(beginning.getBytes(UTF_8)), new Endless(' ')),
                    "objects",
                    PLENTY,
                    LIMITS.withBytesMax(1_000));
            Split split = Split.drainAll(elements);
            assertThat(split.refusal().orElseThrow().reason()).isEqualTo(Reason.TOO_LONG);
            assertThat(split.refusal().orElseThrow().clause()).isEqualTo("limit bytesMax");
            assertThat(split.bytesRead()).isLessThan(200_000);
        }
    }

    @Test
    void a_refusal_stays_and_a_broken_stream_cannot_be_continued() throws IOException {
        JsonArrayElements malformed = elements("[1,,2]".getBytes(UTF_8), 7);
        assertThat(malformed.next()).isPresent();
        assertThatThrownBy(malformed::next).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(malformed::next).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(malformed::skeleton).isInstanceOf(IllegalStateException.class);

        JsonArrayElements broken = JsonArrayElements.of(new Failing("[1,2".getBytes(UTF_8)), "objects", 9, LIMITS);
        assertThat(broken.next()).isPresent();
        assertThatThrownBy(broken::next).isInstanceOf(IOException.class);
        assertThatThrownBy(broken::next).isInstanceOf(IllegalStateException.class);

        JsonArrayElements ended = elements("[]".getBytes(UTF_8), 7);
        assertThat(ended.next()).isEmpty();
        assertThat(ended.next()).isEmpty();
        assertThat(ended.skeletonValue()).isEqualTo(JsonArray.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 65_536})
    void in_whatever_parts_it_arrives_a_document_comes_apart_in_the_same_way(int partBytesMax) {
        Seeds.forAll(partBytesMax < 4 ? 300 : 100, random -> {
            JsonObject document = RandomJson.object(random, 3);
            JsonArray array = JsonArray.of(
                    RandomJson.value(random, 3), RandomJson.value(random, 2), RandomJson.object(random, 3));
            JsonObject whole = document.with("objects", array).with("last", RandomJson.value(random, 2));
            byte[] text = RandomJson.loose(whole, random).getBytes(UTF_8);
            Split split = Split.drainAll(elements(text, partBytesMax));
            assertThat(split.refusal()).isEmpty();
            assertThat(Json.read(split.skeleton().getBytes(UTF_8), LIMITS))
                    .isEqualTo(whole.with("objects", JsonArray.of()));
            assertThat(split.elements()).hasSize(array.size());
            for (int i = 0; i < array.size(); i++) {
                Slice slice = (Slice) split.elements().get(i);
                int offset = (int) slice.start().offset();
                assertThat(slice.bytes()).isEqualTo(Arrays.copyOfRange(text, offset, offset + slice.bytes().length));
                assertThat(slice.start()).isEqualTo(JsonPosition.START.after(text, 0, offset));
                assertThat(Json.read(slice.bytes(), LIMITS)).isEqualTo(array.element(i));
            }
        });
    }

    @Test
    void a_document_is_accepted_in_parts_exactly_when_it_is_accepted_as_a_whole() {
        Seeds.forAll(6_000, random -> {
            JsonObject whole = RandomJson.object(random, 2)
                    .with("objects", JsonArray.of(RandomJson.value(random, 2), RandomJson.object(random, 2)));
            byte[] text = RandomJson.loose(random.nextInt(4) == 0 ? JsonArray.of(whole) : whole, random)
                    .getBytes(UTF_8);
            byte[] damaged = Mutations.mutate(text, random);
            Split split = Split.drainAll(elements(damaged, 1 + random.nextInt(9)));
            boolean inParts = split.refusal().isEmpty()
                    && split.elements().stream().allMatch(element -> accepted(((Slice) element).bytes()));
            assertThat(inParts).as(new String(damaged, UTF_8)).isEqualTo(accepted(damaged));
            split.refusal().ifPresent(refusal -> assertThat(refusal.offset()).isBetween(0L, (long) damaged.length));
        });
    }

    @Test
    void every_object_of_a_published_bundle_is_the_bytes_that_were_sent() {
        byte[] text = SharedData.bytes("attack/ics-attack-18.1.json");
        Split split = Split.of(text, PLENTY);
        JsonObject whole = (JsonObject) Json.read(text, LIMITS);
        JsonArray objects = whole.array("objects").orElseThrow();
        assertThat(split.refusal()).isEmpty();
        assertThat(split.elements()).hasSize(objects.size());
        for (int i = 0; i < objects.size(); i++) {
            assertThat(Json.read(((Slice) split.elements().get(i)).bytes(), LIMITS))
                    .isEqualTo(objects.element(i));
        }
        assertThat(Json.read(split.skeleton().getBytes(UTF_8), LIMITS))
                .isEqualTo(whole.with("objects", JsonArray.of()));
    }

    private static boolean accepted(byte[] text) {
        try {
            Json.read(text, LIMITS);
            return true;
        } catch (MalformedJson refusal) {
            return false;
        }
    }

    private static JsonArrayElements elements(byte[] text, int partBytesMax) {
        return JsonArrayElements.of(new InParts(text, partBytesMax), "objects", PLENTY, LIMITS);
    }

    /// Yields its bytes in parts of at most so many.
    private static final class InParts extends InputStream {
        private final ByteArrayInputStream bytes;
        private final int partBytesMax;

        InParts(byte[] bytes, int partBytesMax) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.partBytesMax = partBytesMax;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, Math.min(length, partBytesMax));
        }
    }

    /// Yields the same byte for ever.
    private static final class Endless extends InputStream {
        private final int b;

        Endless(int b) {
            this.b = b;
        }

        @Override
        public int read() {
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) b);
            return length;
        }
    }

    /// Yields its bytes, and then fails.
    private static final class Failing extends InputStream {
        private final ByteArrayInputStream bytes;

        Failing(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return more(bytes.read());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return more(bytes.read(into, offset, length));
        }

        private static int more(int read) throws IOException {
            if (read < 0) {
                throw new IOException("the line is dead");
            }
            return read;
        }
    }
}
