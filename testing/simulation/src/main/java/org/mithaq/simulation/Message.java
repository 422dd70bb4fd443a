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
/// @param serial of the card under which the sender signs when it leaves
record Message(
        long id, int from, int to, Kind kind, boolean answer, int status, byte[] body, boolean damaged, int serial) {

    /// The doors of a node.
    enum Kind {
        CONTACT,
        DELIVER,
        RECEIPTS,
        PULL,
        CHECKPOINT,
        CHARTER
    }

    static Message request(long id, int from, int to, Kind kind, byte[] body) {
        return new Message(id, from, to, kind, false, 0, body, false, 0);
    }

    Message answered(int code, byte[] bytes) {
        return new Message(id, to, from, kind, true, code, bytes, false, 0);
    }

    /// The same with another body.
    Message saying(byte[] bytes) {
        return new Message(id, from, to, kind, answer, status, bytes, damaged, serial);
    }

    /// The same from a sender with a card of this serial number.
    Message under(int card) {
        return new Message(id, from, to, kind, answer, status, body, damaged, card);
    }

    Message damagedTo(byte[] bytes) {
        return new Message(id, from, to, kind, answer, status, bytes, true, serial);
    }

    /// What happens, without bytes that differ from run to run.
    @Override
    public String toString() {
        return "%d>%d %s #%d%s%s"
                .formatted(from, to, kind, id, answer ? " = " + status : "", damaged ? " damaged" : "");
    }
}
