// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.Terms;
import org.mithaq.stix.StixObject;

/// One thing that is to be sent or kept: an object of this member, a relayed one, a recall or a handshake.
///
/// @param content what becomes the leaf
/// @param object the STIX object, for content of kind OBJECT and no other
/// @param defects whether the object breaks the standard and is kept all the same
public record Item(Batch.Content content, Optional<StixObject> object, boolean defects) {

    public Item {
        if (object.isPresent() != (content.kind() == LeafKind.OBJECT)) {
            throw new IllegalArgumentException("an object, and nothing else, comes with its reading");
        }
    }

    /// An object of this member on its own terms.
    public static Item of(StixObject object, Terms terms, boolean defects) {
        return new Item(new Batch.Content(LeafKind.OBJECT, terms, object.bytes()), Optional.of(object), defects);
    }

    /// Anything else.
    public static Item of(LeafKind kind, Terms terms, byte[] bytes) {
        return new Item(new Batch.Content(kind, terms, bytes), Optional.empty(), false);
    }
}
