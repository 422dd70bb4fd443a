// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The decimal form of a double as ECMAScript writes it (ECMA-262 2023, Number::toString with radix 10), which
/// RFC 8785 §3.2.2.3 makes canonical.
final class EcmaNumber {

    private EcmaNumber() {}

    /// Writes `value`.
    ///
    /// @throws IllegalArgumentException if it is infinite or not a number (RFC 8785 §3.2.2.3)
    static String text(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("RFC 8785 §3.2.2.3: neither infinite nor NaN: " + value);
        }
        // Step 2: both zeros are "0".
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) < 0x1p53 && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        // Step 4.
        return value < 0 ? '-' + positive(-value) : positive(value);
    }

    private static String positive(double value) {
        // Step 5: `digits` (s, of k digits) and n such that s × 10^(n−k) is the value and k as small as possible.
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        int k = digits.length();
        int n = k - shortest.scale();
        // Steps 6 to 8: no exponent.
        if (k <= n && n <= 21) {
            return digits + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return digits.substring(0, n) + '.' + digits.substring(n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat(-n) + digits;
        }
        // Steps 9 to 12: with an exponent, one digit before the point.
        String exponent = (n - 1 < 0 ? "e-" : "e+") + Math.abs(n - 1);
        return k == 1 ? digits + exponent : digits.charAt(0) + "." + digits.substring(1) + exponent;
    }

    /// The decimal of the fewest digits that reads back as `value`, the nearest of those, without trailing zeros.
    ///
    /// [Double#toString] gives it since JDK 19, but for one thing: it prefers two digits to one when they are
    /// nearer, as in 4.9E-324, where ECMAScript has 5e-324.
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() != 2) {
            return decimal;
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal below = decimal.setScale(decimal.scale() - 1, RoundingMode.DOWN);
        BigDecimal above = decimal.setScale(decimal.scale() - 1, RoundingMode.UP);
        BigDecimal nearer = exact.subtract(below).compareTo(above.subtract(exact)) <= 0 ? below : above;
        return nearer.doubleValue() == value ? nearer.stripTrailingZeros() : decimal;
    }
}
