// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

/// What must hold after every run, whatever went wrong in it.
public enum Invariant {
    NOTHING_LOST_OR_DOUBLED("nothing acknowledged is lost or doubled"),
    NOTHING_WITHOUT_A_RULE("nothing reaches anybody whom no rule released it to"),
    NO_UNNOTICED_GAP("every number came, or its absence was noticed"),
    STANDS_BY_ITS_WORD("whoever signed something stands by it"),
    LOG_IS_WHOLE("a log holds what it must, and is what it was said to be"),
    RECALLED_IS_GONE("what was recalled cannot be read any more"),
    NOBODY_ACCUSED("nobody honest is accused or refused"),
    LIES_ARE_FOUND("every lie is found"),
    ONE_CHARTER("all follow one charter, and nobody speaks to whoever has left"),
    QUEUES_BOUNDED("queues stay within their bounds"),
    COMES_TO_REST("when all is well again, everything comes to rest"),
    NO_STEP_FAILS("no step fails in a way that nobody named");

    private final String words;

    Invariant(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }
}
