// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.Optional;
import java.util.OptionalLong;
import org.mithaq.charter.MemberId;

/// How it stands with one peer.
///
/// @param member who
/// @param connected whether the last thing that we asked it was answered
/// @param lastContactMicros when it last told us who it is, in microseconds since 1970-01-01 UTC; empty if never
/// @param group the negotiated key exchange of TLS; empty while not connected
/// @param queueLength copies that wait for its receipt
/// @param refusedAtDoor of those, how many it will not let in as they are: they are kept, and tried again later
/// @param lastError what went wrong last, as a sentence; empty once all is well again
/// @param backoffUntilMicros when it is tried again; empty where nothing is waited for
/// @param delivered copies that it has settled since this node started
/// @param wishes lines of it that are to be pulled over one of its connections, at most [#WISHES_MAX]
public record PeerStatus(
        MemberId member,
        boolean connected,
        OptionalLong lastContactMicros,
        Optional<String> group,
        long queueLength,
        int refusedAtDoor,
        Optional<String> lastError,
        OptionalLong backoffUntilMicros,
        long delivered,
        int wishes) {

    /// Most lines that are remembered to be pulled over one connection.
    public static final int WISHES_MAX = LinePulls.WISHES_MAX;
}
