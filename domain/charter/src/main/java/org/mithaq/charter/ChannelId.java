// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;

/// Names a channel: fixed by the act that opened it, or by the handshake of a bilateral one.
///
/// @param hash a labelled hash; which label says whose business it is
public record ChannelId(Hash hash) implements Comparable<ChannelId> {

    private static final Label LABEL = new Label("mithaq/channel/v1");

    /// The id of the channel that stands at `index` in the act with this payload hash (Charter 5.2).
    ///
    /// @param act payload hash of the act that opened it
    /// @param index position in that act's list, from 0
    public static ChannelId opened(Hash act, int index) {
        return new ChannelId(
                LABEL.hash(new CanonicalWriter().hash(act).u32(index).toByteArray()));
    }

    /// Reads 64 hexadecimal digits in lower case.
    ///
    /// @throws CharterRejected if `hex` is anything else
    public static ChannelId parse(String hex) {
        return new ChannelId(Hex.hash(hex, CharterClause.CHANNEL_ID));
    }

    /// The written form: 64 hexadecimal digits in lower case.
    public String hex() {
        return hash.hex();
    }

    @Override
    public int compareTo(ChannelId other) {
        return hash.compareTo(other.hash);
    }

    @Override
    public String toString() {
        return hex();
    }
}
