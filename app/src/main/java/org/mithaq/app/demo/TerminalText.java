// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

/// Lines for a terminal in which Arabic reads right and no foreign text takes over.
///
/// A run of foreign text stands in a Unicode isolate (UAX #9), so that its direction ends where it ends: prose of any
/// direction between FSI and PDI, an indicator between LRI and PDI, which keeps its dots and slashes in order beside
/// Arabic. Width is counted in columns of the terminal.
public final class TerminalText {

    /// First strong isolate: takes the direction of its first strong character.
    public static final char FSI = '\u2068';

    /// Left-to-right isolate.
    public static final char LRI = '\u2066';

    /// Ends an isolate.
    public static final char PDI = '\u2069';

    private static final char RLI = '\u2067';
    private static final char ELLIPSIS = '…';
    private static final int REPLACEMENT = 0xfffd;

    /// First and last of each range of characters that take two columns (Unicode, East Asian Width W and F), and of
    /// pictographs that terminals draw so.
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x23e9, 0x23ec, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf,
        0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300,
        0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd
    };

    private TerminalText() {}

    /// Foreign text made harmless: controls, line ends and every bidirectional control are gone, tabs and line ends
    /// became a blank, a lone surrogate became U+FFFD. What joins or combines letters stays.
    public static String clean(String foreign) {
        StringBuilder out = new StringBuilder(foreign.length());
        foreign.codePoints().forEach(c -> {
            if (c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029) {
                out.append(' ');
            } else if (c >= 0xd800 && c <= 0xdfff) {
                out.appendCodePoint(REPLACEMENT);
            } else if (!isUnwanted(c)) {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /// Foreign prose to stand in a line: cleaned, and isolated where it has right-to-left letters.
    public static String prose(String foreign) {
        String clean = clean(foreign);
        return clean.codePoints().anyMatch(TerminalText::isRightToLeft) ? FSI + clean + PDI : clean;
    }

    /// Foreign prose in a line that may run the other way: cleaned, and always isolated.
    public static String isolated(String foreign) {
        return FSI + clean(foreign) + PDI;
    }

    /// A foreign indicator, such as an address, a domain name or a hash: cleaned, and isolated left to right.
    public static String indicator(String foreign) {
        return LRI + clean(foreign) + PDI;
    }

    /// How many columns `text` takes on a terminal. Marks that combine, joiners and isolates take none.
    public static int columns(String text) {
        return text.codePoints().map(TerminalText::width).sum();
    }

    /// The longest beginning of a composed line that takes at most `columnsMax` columns, ending in `…` when anything
    /// was left out. Every isolate that it opens it also closes; a letter keeps its marks or goes with them.
    ///
    /// @param composed own text and the results of [#prose] and [#indicator]
    /// @param columnsMax at least 0
    /// @throws IllegalArgumentException if `columnsMax` is negative
    public static String fit(String composed, int columnsMax) {
        if (columnsMax < 0) {
            throw new IllegalArgumentException("columns: " + columnsMax);
        }
        boolean whole = columns(composed) <= columnsMax;
        int room = whole ? columnsMax : Math.max(columnsMax - 1, 0);
        StringBuilder out = new StringBuilder(composed.length());
        int used = 0;
        int open = 0;
        for (int i = 0; i < composed.length(); ) {
            int c = composed.codePointAt(i);
            used += width(c);
            if (used > room) {
                break;
            }
            if (c == PDI) {
                open = open == 0 ? 0 : open - 1;
            } else if (isIsolate(c)) {
                open++;
            }
            out.appendCodePoint(c);
            i += Character.charCount(c);
        }
        if (!whole && columnsMax > 0) {
            out.append(ELLIPSIS);
        }
        return out.append(String.valueOf(PDI).repeat(open)).toString();
    }

    /// [#fit], then filled up with blanks to exactly `columns`, outside every isolate: a cell of a table.
    ///
    /// @throws IllegalArgumentException if `columns` is negative
    public static String cell(String composed, int columns) {
        String fitted = fit(composed, columns);
        return fitted + " ".repeat(columns - columns(fitted));
    }

    private static int width(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        for (int i = 0; i < WIDE.length; i += 2) {
            if (c >= WIDE[i] && c <= WIDE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /// Controls, and characters that are not seen but change how others are: marks and overrides of direction, the byte
    /// order mark, tags. The two joiners are part of how words are written.
    private static boolean isUnwanted(int c) {
        boolean joiner = c == 0x200c || c == 0x200d;
        int type = Character.getType(c);
        return type == Character.CONTROL || (type == Character.FORMAT && !joiner);
    }

    private static boolean isIsolate(int c) {
        return c == FSI || c == LRI || c == RLI;
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
