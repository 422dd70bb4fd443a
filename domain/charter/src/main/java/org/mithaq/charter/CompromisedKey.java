// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A kind of key that a rotation can declare to be in the hands of others (Charter 9.6), in the order in which
/// they are listed.
public enum CompromisedKey {
    /// What it signed counts only where the member's log has it before the pin.
    SIGNING("signing"),
    /// What was sealed for it may have been read by others.
    SEALING("sealing"),
    /// A connection under its pin is nobody's.
    TLS("tls"),
    /// A checkpoint that it signed counts only up to the pin.
    LOG("log"),
    /// A cosignature by it does not count.
    WITNESS("witness");

    private final String text;

    CompromisedKey(String text) {
        this.text = text;
    }

    /// The written form.
    public String text() {
        return text;
    }

    /// The kind with this written form, if there is one.
    public static Optional<CompromisedKey> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }

    /// Whether `next` still has every key of this kind that `previous` had: then nothing was replaced.
    ///
    /// Of several TLS, log or witness keys one may be compromised and the rest be good, so one that went is
    /// enough.
    boolean isKept(MemberCard previous, MemberCard next) {
        return switch (this) {
            case SIGNING -> previous.signingKey().key().equals(next.signingKey().key());
            case SEALING -> previous.sealingKey().key().equals(next.sealingKey().key());
            case TLS -> pins(next).containsAll(pins(previous));
            case LOG -> next.log().verifierKeys().containsAll(previous.log().verifierKeys());
            case WITNESS ->
                next.witness().cosignerKeys().containsAll(previous.witness().cosignerKeys());
        };
    }

    private static List<TlsPin> pins(MemberCard card) {
        List<TlsPin> pins = new ArrayList<>();
        card.nodes().forEach(node -> pins.addAll(node.tlsPins()));
        return Collections.unmodifiableList(pins);
    }
}
