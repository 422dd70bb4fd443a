// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// What a door is doing at one moment.
///
/// @param connectionsOpen now
/// @param connectionsRefused since the door opened
/// @param requestsInProgress handlers at work now
public record DoorFigures(int connectionsOpen, long connectionsRefused, int requestsInProgress) {}
