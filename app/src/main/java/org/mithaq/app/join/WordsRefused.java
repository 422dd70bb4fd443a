// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

/// Words that are not those of a file. The message is for the person who typed them, without a full stop.
public final class WordsRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WordsRefused(String sentence) {
        super(sentence);
    }
}
