// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Names one STIX object, such as `indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836`.
///
/// Written form: object type, two hyphens, UUID, all in lower case (STIX 2.1 §2.9). RFC 4122 §3 has UUIDs written
/// in lower case and read in either: one in capitals is the same identifier, and the reader reports it.
///
/// @param type object type, 1 to 250 characters of `a-z 0-9 -`
/// @param uuid any 128 bits; [#isRfc4122] tells whether they are a UUID that §2.9 allows
public record StixId(String type, UUID uuid) implements Comparable<StixId> {

    /// Longest object type in characters (§3.1).
    public static final int TYPE_CHARS_MAX = 250;

    private static final int UUID_CHARS = 36;
    private static final String FORM = "an identifier of the form object-type--UUID";
    private static final Comparator<StixId> ORDER =
            Comparator.comparing(StixId::type).thenComparing(StixId::uuid);

    public StixId {
        if (!isType(type)) {
            throw new MalformedStix("§2.9", "an object type of a-z, 0-9 and -", type);
        }
    }

    /// Reads the written form.
    ///
    /// @throws MalformedStix (§2.9) if `written` is anything but type, two hyphens and a UUID
    public static StixId parse(String written) {
        return tryParse(written).orElseThrow(() -> new MalformedStix("§2.9", FORM, written));
    }

    /// Reads the written form, or is empty where [#parse] would throw.
    public static Optional<StixId> tryParse(String written) {
        int typeEnd = written.length() - UUID_CHARS - 2;
        if (typeEnd < 1 || written.charAt(typeEnd) != '-' || written.charAt(typeEnd + 1) != '-') {
            return Optional.empty();
        }
        String type = written.substring(0, typeEnd);
        UUID uuid = isType(type) ? uuidAt(written, typeEnd + 2) : null;
        return uuid == null ? Optional.empty() : Optional.of(new StixId(type, uuid));
    }

    /// Whether the UUID is of the variant that RFC 4122 defines, with a version that RFC 4122 or RFC 9562 gives a
    /// meaning (§2.9: an identifier's UUID is RFC 4122-compliant).
    public boolean isRfc4122() {
        return uuid.variant() == 2 && uuid.version() >= 1 && uuid.version() <= 8;
    }

    /// Whether `written`, which [#parse] takes, has no capital letter.
    static boolean isLowerCase(String written) {
        for (int i = written.length() - UUID_CHARS; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c >= 'A' && c <= 'F') {
                return false;
            }
        }
        return true;
    }

    /// Orders by type, then by UUID.
    @Override
    public int compareTo(StixId other) {
        return ORDER.compare(this, other);
    }

    /// The written form.
    @Override
    public String toString() {
        return type + "--" + uuid;
    }

    /// Whether `text` is 1 to 250 characters of `a-z 0-9 -`.
    static boolean isType(String text) {
        if (text.isEmpty() || text.length() > TYPE_CHARS_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /// Reads 36 characters by hand: `UUID.fromString` also takes groups of fewer digits.
    private static @Nullable UUID uuidAt(String text, int start) {
        long high = 0;
        long low = 0;
        int nibbles = 0;
        for (int i = 0; i < UUID_CHARS; i++) {
            char c = text.charAt(start + i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int nibble;
            if (c >= '0' && c <= '9') {
                nibble = c - '0';
            } else if (c >= 'a' && c <= 'f') {
                nibble = c - 'a' + 10;
            } else if (c >= 'A' && c <= 'F') {
                nibble = c - 'A' + 10;
            } else {
                return null;
            }
            if (nibbles++ < 16) {
                high = high << 4 | nibble;
            } else {
                low = low << 4 | nibble;
            }
        }
        return new UUID(high, low);
    }
}
