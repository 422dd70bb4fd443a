// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

/// A request between two nodes, or the answer to one: the bytes that stand in a body over HTTP.
///
/// @param id of the request
/// @param from index of the node that sends this
/// @param to index of the node that it is for
/// @param kind which door
/// @param answer whether this answers the request `id`
/// @param status of an answer as over HTTP; 0 in a request
/// @param body the bytes
/// @param damaged whether the carrier changed them
record Message(long id, int from, int to, Kind kind, boolean answer, int status, byte[] body, boolean damaged) {

    /// The doors of a node.
    enum Kind {
        CONTACT,
        DELIVER,
        RECEIPTS,
        PULL,
        CHECKPOINT
    }

    static Message request(long id, int from, int to, Kind kind, byte[] body) {
        return new Message(id, from, to, kind, false, 0, body, false);
    }

    Message answered(int code, byte[] bytes) {
        return new Message(id, to, from, kind, true, code, bytes, false);
    }

    /// The same with another body.
    Message saying(byte[] bytes) {
        return new Message(id, from, to, kind, answer, status, bytes, damaged);
    }

    Message damagedTo(byte[] bytes) {
        return new Message(id, from, to, kind, answer, status, bytes, true);
    }

    /// What happens, without bytes that differ from run to run.
    @Override
    public String toString() {
        return "%d>%d %s #%d%s%s"
                .formatted(from, to, kind, id, answer ? " = " + status : "", damaged ? " damaged" : "");
    }
}
