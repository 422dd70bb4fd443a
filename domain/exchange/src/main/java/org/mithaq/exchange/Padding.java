// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

/// How long a plaintext is made, so that its length says little (protocol, Padding).
///
/// Rounds up so that only the leading bits of the length remain: log2(log2(length)) + 1 of them, with a floor of
/// 4 KiB. The overhead is below 12 % and falls as the length grows; lengths below 16 MiB fall in some hundred classes.
final class Padding {

    /// No sealed plaintext is shorter.
    static final int FLOOR_BYTES = 4_096;

    private Padding() {}

    /// The padded length of `lengthBytes`, 0 or more.
    static int paddedBytes(int lengthBytes) {
        if (lengthBytes <= FLOOR_BYTES) {
            return FLOOR_BYTES;
        }
        int exponent = 31 - Integer.numberOfLeadingZeros(lengthBytes);
        int kept = 32 - Integer.numberOfLeadingZeros(exponent);
        int mask = (1 << (exponent - kept)) - 1;
        return Math.addExact(lengthBytes, mask) & ~mask;
    }
}
