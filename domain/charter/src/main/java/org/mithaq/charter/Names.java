// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

/// What something is called in the three languages of the charter (Charter 1.2).
///
/// @param ar in Arabic, 1 to 200 characters; Latin ones may stand among the Arabic
/// @param fr in French, 1 to 200 Latin characters
/// @param en in English, 1 to 200 Latin characters
public record Names(String ar, String fr, String en) {

    public Names {
        PlainText.arabicOrLatin(ar);
        PlainText.latin(fr);
        PlainText.latin(en);
    }
}
