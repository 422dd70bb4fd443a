// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.List;

/// A line of the demo's view: pieces of text, each with its colour.
///
/// @param pieces in order of reading
/// @param rightToLeft whether the line as a whole is read from the right
record Painted(List<Piece> pieces, boolean rightToLeft) {

    private static final char RLI = '\u2067';

    /// How a piece looks (ECMA-48, Select Graphic Rendition).
    enum Look {
        PLAIN("0"),
        STRONG("1"),
        FAINT("2"),
        DONE("32"),
        WAITING("33"),
        URGENT("1;31");

        private final String code;

        Look(String code) {
            this.code = code;
        }
    }

    /// @param text composed of own words and the results of [TerminalText]
    record Piece(String text, Look look) {}

    Painted {
        pieces = List.copyOf(pieces);
    }

    static Painted of(boolean rightToLeft, Piece... pieces) {
        return new Painted(List.of(pieces), rightToLeft);
    }

    static Piece plain(String text) {
        return new Piece(text, Look.PLAIN);
    }

    /// The same with a piece more.
    Painted and(String text, Look look) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(text, look));
        return new Painted(more, rightToLeft);
    }

    /// What a terminal is sent: at most `columns` wide, every isolate and every colour ended.
    String drawn(int columns, boolean coloured) {
        StringBuilder line = new StringBuilder();
        int left = columns;
        for (Piece piece : pieces) {
            String text = TerminalText.fit(piece.text(), left);
            left -= TerminalText.columns(text);
            boolean paint = coloured && piece.look() != Look.PLAIN;
            line.append(paint ? "\u001b[" + piece.look().code + "m" + text + "\u001b[0m" : text);
            if (left <= 0) {
                break;
            }
        }
        return rightToLeft ? RLI + line.toString() + TerminalText.PDI : line.toString();
    }

    /// The text alone.
    String text() {
        return drawn(Integer.MAX_VALUE, false);
    }
}
