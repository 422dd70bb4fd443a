// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

/// One message on a medium (protocol, Media).
public sealed interface MediumPart {

    /// A greeting, as in a contact.
    record Contact(byte[] greeting) implements MediumPart {}

    /// A delivery, or its encoding to be handed on.
    record Sent(byte[] delivery) implements MediumPart {}

    /// Receipts, or a refusal at the door.
    record Answered(byte[] answers) implements MediumPart {}

    /// The envelope of a [MediaStatement]: media of the reader's that were read to their end.
    record Read(byte[] statement) implements MediumPart {}

    /// The end.
    ///
    /// @param parts how many parts came before it
    record End(long parts) implements MediumPart {}
}
