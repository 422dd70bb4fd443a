// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mithaq.charter.ChannelId;
import org.mithaq.json.JsonObject;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.Tlp;

/// A channel of the charter, a bilateral channel, or what stays at home, as a TAXII collection (TAXII 2.1 §5.2.1).
///
/// @param id the same at every start, and with every member
/// @param alias a word for it that is unique here
/// @param channel which channel; empty for what stays at home
/// @param unmarked label that this member states for objects which carry none; of no meaning at home
/// @param mayPost whether the channel's rules let this member post
record Collection(
        UUID id,
        String alias,
        String title,
        String description,
        Optional<ChannelId> channel,
        Tlp unmarked,
        boolean mayPost) {

    boolean isNamed(String idOrAlias) {
        return idOrAlias.equals(alias) || idOrAlias.equals(id.toString());
    }

    /// Whether an object is shown here. Exercises are kept out: whoever reads over TAXII acts on what it reads.
    boolean shows(Shelf.ObjectRow row) {
        return row.channel().equals(channel) && !row.exercise();
    }

    boolean writableBy(Caller caller) {
        return caller.mayWrite() && mayPost;
    }

    JsonObject json(Caller caller) {
        return JsonObject.builder()
                .put("id", id.toString())
                .put("title", title)
                .put("description", description)
                .put("alias", alias)
                .put("can_read", caller.mayRead())
                .put("can_write", writableBy(caller))
                .put("media_types", List.of(MediaTypes.STIX))
                .build();
    }
}
