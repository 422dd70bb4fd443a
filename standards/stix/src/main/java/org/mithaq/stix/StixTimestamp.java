// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A moment in UTC as STIX writes it, such as `2016-01-20T12:31:12.123Z` (STIX 2.1 §2.16).
///
/// Keeps the written form, with exactly the digits that it had: a version is named by it (§3.6). Order is that of
/// time, to the last written digit. Two moments that are the same but written with other digits compare as 0 and
/// are not equal.
public final class StixTimestamp implements Comparable<StixTimestamp> {

    /// Most digits after the decimal point. The text sets no bound; a clock has none beyond it.
    public static final int FRACTION_DIGITS_MAX = 30;

    private static final String FORM = "a UTC timestamp YYYY-MM-DDTHH:mm:ss[.s+]Z";
    private static final int SECONDS_END = 19;
    private static final int NANO_DIGITS = 9;

    private final String written;
    private final long epochSecond;

    private StixTimestamp(String written, long epochSecond) {
        this.written = written;
        this.epochSecond = epochSecond;
    }

    /// Reads the written form.
    ///
    /// @throws MalformedStix (§2.16.1) if `written` is no valid RFC 3339 moment in UTC with `T` and `Z`, has a
    ///     decimal point without digits, or more than 30 of them
    public static StixTimestamp parse(String written) {
        return tryParse(written).orElseThrow(() -> new MalformedStix("§2.16.1", FORM, written));
    }

    /// Reads the written form, or is empty where [#parse] would throw.
    public static Optional<StixTimestamp> tryParse(String written) {
        int length = written.length();
        if (length < SECONDS_END + 1 || length > SECONDS_END + 2 + FRACTION_DIGITS_MAX || !isForm(written)) {
            return Optional.empty();
        }
        int hour = number(written, 11);
        int minute = number(written, 14);
        int second = number(written, 17);
        // RFC 3339 §5.7: a leap second is the sixtieth of the last minute of a day in UTC.
        boolean leap = second == 60 && hour == 23 && minute == 59;
        if (hour > 23 || minute > 59 || (second > 59 && !leap)) {
            return Optional.empty();
        }
        try {
            int year = number(written, 0) * 100 + number(written, 2);
            long day =
                    LocalDate.of(year, number(written, 5), number(written, 8)).toEpochDay();
            return Optional.of(new StixTimestamp(written, ((day * 24 + hour) * 60 + minute) * 60 + second));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The timestamp of `instant`, with three digits after the point, or six or nine where it has that many.
    public static StixTimestamp of(Instant instant) {
        int nanos = instant.getNano();
        int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : NANO_DIGITS;
        String whole = Instant.ofEpochSecond(instant.getEpochSecond()).toString();
        String fraction = "%09d".formatted(nanos).substring(0, digits);
        return parse(whole.substring(0, whole.length() - 1) + "." + fraction + "Z");
    }

    /// The exact written form.
    public String written() {
        return written;
    }

    /// Digits after the decimal point, 0 to 30.
    public int fractionDigits() {
        return Math.max(0, written.length() - SECONDS_END - 2);
    }

    /// The moment, cut to nanoseconds (§2.16.1 warns that finer digits may be lost).
    public Instant instant() {
        int nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            nanos = nanos * 10 + digit(i);
        }
        return Instant.ofEpochSecond(epochSecond, nanos);
    }

    /// Orders by time, to the last written digit; missing digits are zeros.
    @Override
    public int compareTo(StixTimestamp other) {
        if (epochSecond != other.epochSecond) {
            return Long.compare(epochSecond, other.epochSecond);
        }
        int digits = Math.max(fractionDigits(), other.fractionDigits());
        for (int i = 0; i < digits; i++) {
            int order = Integer.compare(digit(i), other.digit(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Equal when written alike; see [#compareTo] for the same time.
    @Override
    public boolean equals(Object other) {
        return other instanceof StixTimestamp that && written.equals(that.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written;
    }

    private int digit(int index) {
        return index < fractionDigits() ? written.charAt(SECONDS_END + 1 + index) - '0' : 0;
    }

    private static boolean isForm(String text) {
        int end = text.length() - 1;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean fits = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == 'T';
                case 13, 16 -> c == ':';
                case SECONDS_END -> c == '.';
                default -> c >= '0' && c <= '9';
            };
            if (!fits) {
                return false;
            }
        }
        return text.charAt(end) == 'Z' && end != SECONDS_END + 1;
    }

    private static int number(String text, int start) {
        return (text.charAt(start) - '0') * 10 + text.charAt(start + 1) - '0';
    }
}
