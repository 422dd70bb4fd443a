// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;

/// One message on a medium (protocol, Media).
public sealed interface MediumPart {

    /// Media of the reader's that are known to have been read, at most [#READ_MAX] at once.
    int READ_MAX = 256;

    /// A greeting, as in a contact.
    record Contact(byte[] greeting) implements MediumPart {}

    /// A delivery, or its encoding to be handed on.
    record Sent(byte[] delivery) implements MediumPart {}

    /// Receipts, or a refusal at the door.
    record Answered(byte[] answers) implements MediumPart {}

    /// Media that were read to their end.
    record Read(List<Medium.Id> media) implements MediumPart {

        public Read {
            media = List.copyOf(media);
            if (media.size() > READ_MAX) {
                throw new IllegalArgumentException("at most 256 media");
            }
        }
    }

    /// The end.
    ///
    /// @param parts how many parts came before it
    record End(long parts) implements MediumPart {}
}
