// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Seeds;

class PersistentMapTest {

    @Test
    void it_does_what_a_tree_map_does_and_old_maps_stay_as_they_were() {
        Seeds.forAll(50, random -> {
            TreeMap<Integer, Integer> expected = new TreeMap<>();
            PersistentMap<Integer, Integer> map = new PersistentMap<>();
            PersistentMap<Integer, Integer> early = map;
            List<Integer> earlyValues = List.of();
            for (int i = 0; i < 200; i++) {
                int key = random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    expected.remove(key);
                    map = map.without(key);
                } else {
                    expected.put(key, i);
                    map = map.with(key, i);
                }
                if (i == 100) {
                    early = map;
                    earlyValues = new ArrayList<>(expected.values());
                }
            }
            int least = random.nextInt(60);
            assertThat(map.size()).isEqualTo(expected.size());
            assertThat(map.values()).isEqualTo(new ArrayList<>(expected.values()));
            assertThat(map.find(least)).isEqualTo(Optional.ofNullable(expected.get(least)));
            assertThat(map.from(least, value -> value % 2 == 0, 5))
                    .isEqualTo(expected.tailMap(least).values().stream()
                            .filter(value -> value % 2 == 0)
                            .limit(5)
                            .toList());
            assertThat(early.values()).isEqualTo(earlyValues);
        });
    }
}
