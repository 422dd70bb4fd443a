// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// What a door is doing at one moment, and how near its bounds are.
///
/// @param connections open now, of all
/// @param address connections open now from the address that has most
/// @param caller requests in progress of the pin, or at a plain door the address, that has most
/// @param route requests in progress at the route that is fullest for its bound
/// @param connectionsRefused since the door opened
/// @param requestsInProgress handlers at work now
public record DoorFigures(
        Share connections, Share address, Share caller, Share route, long connectionsRefused, int requestsInProgress) {

    /// Something bounded.
    ///
    /// @param used how much of it
    /// @param limit where the bound lies
    public record Share(int used, int limit) {}

    /// Connections open now.
    public int connectionsOpen() {
        return connections.used();
    }
}
