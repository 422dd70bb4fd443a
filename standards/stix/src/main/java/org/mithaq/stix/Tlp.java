// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The labels of the Traffic Light Protocol 2.0 (FIRST, August 2022), from the most open to the strictest.
///
/// TLP 1's WHITE is read as CLEAR; its GREEN, AMBER and RED are those of version 2.
public enum Tlp {
    /// No limit.
    CLEAR("clear", "94868c89-83c2-464b-929b-a1a8aa3c8487", "613f2e26-407d-48c7-9eca-b8e91df99dc9"),
    /// The community, not public channels.
    GREEN("green", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
    /// Need to know within the recipient's organisation and its clients.
    AMBER("amber", "55d920b0-5e8b-4f79-9ee9-91f868d9b421", "f88d31f6-486f-44da-b317-01333bde0b82"),
    /// Need to know within the recipient's organisation only.
    AMBER_STRICT("amber+strict", "939a9414-2ddd-4d32-a0cd-375ea402b003", ""),
    /// The named individual recipients only.
    RED("red", "e828b379-4e03-4974-9ac4-e53a884c97c1", "5e57c739-391a-4eb3-b6be-7d15ca92d5ed");

    private static final Map<StixId, Tlp> BY_ID = Map.of(
            CLEAR.definition(), CLEAR,
            GREEN.definition(), GREEN,
            AMBER.definition(), AMBER,
            AMBER_STRICT.definition(), AMBER_STRICT,
            RED.definition(), RED,
            markingDefinition(CLEAR.uuid1), CLEAR,
            markingDefinition(GREEN.uuid1), GREEN,
            markingDefinition(AMBER.uuid1), AMBER,
            markingDefinition(RED.uuid1), RED);

    private final String value;
    private final String uuid2;
    private final String uuid1;

    Tlp(String value, String uuid2, String uuid1) {
        this.value = value;
        this.uuid2 = uuid2;
        this.uuid1 = uuid1;
    }

    /// The id of its one marking definition in STIX 2.1, as the OASIS common object repository prints it for TLP
    /// 2.0.
    public StixId definition() {
        return markingDefinition(uuid2);
    }

    /// The label as people write it, such as `TLP:AMBER+STRICT`; never translated.
    public String label() {
        return "TLP:" + value.toUpperCase(Locale.ROOT);
    }

    /// The value of `tlp_2_0`, such as `amber+strict`.
    public String value() {
        return value;
    }

    /// The label that the standards give to the marking definition `id`, for TLP 2.0 and TLP 1 (§7.2.1). Exact: ids
    /// that differ by a digit circulate, and are none.
    public static Optional<Tlp> ofDefinition(StixId id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /// The label with this value of `tlp_2_0`, or of TLP 1's `tlp`.
    static Optional<Tlp> ofValue(String value) {
        for (Tlp tlp : values()) {
            if (tlp.value.equals(value)) {
                return Optional.of(tlp);
            }
        }
        return value.equals("white") ? Optional.of(CLEAR) : Optional.empty();
    }

    /// Whether this lets fewer see than `other` does.
    public boolean isStricterThan(Tlp other) {
        return compareTo(other) > 0;
    }

    /// The stricter of the two.
    public static Tlp stricter(Tlp one, Tlp other) {
        return one.isStricterThan(other) ? one : other;
    }

    private static StixId markingDefinition(String uuid) {
        return StixId.parse("marking-definition--" + uuid);
    }
}
