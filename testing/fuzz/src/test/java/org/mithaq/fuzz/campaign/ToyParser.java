// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import java.nio.charset.StandardCharsets;

/// A magic of two bytes, a number, a word; and a fault that needs all three.
final class ToyParser {

    private static final int[] TABLE = {1, 2, 3};

    private ToyParser() {}

    static int read(byte[] input) {
        if (input.length < 8 || input[0] != 'T' || input[1] != 'L') {
            throw new IllegalArgumentException("expected TL");
        }
        int number = (input[2] & 0xff) << 8 | (input[3] & 0xff);
        String word = new String(input, 4, 4, StandardCharsets.ISO_8859_1);
        // Planted: the number is never held against the length of the table.
        return number > 200 && number < 210 && word.equals("mith") ? TABLE[number] : number;
    }
}
