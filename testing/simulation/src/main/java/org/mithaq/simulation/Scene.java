// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.mithaq.charter.MemberId;

/// What whoever acts in a run finds around it: a member that lies, people who change something.
///
/// @param federation whose members
/// @param stations all nodes, by index
/// @param workload what is asked of them
/// @param agenda the network's time
/// @param ids numbers of messages
/// @param network where messages are put
/// @param start starts the node of an index
record Scene(
        Federation federation,
        List<Station> stations,
        Workload workload,
        Agenda agenda,
        LongSupplier ids,
        Consumer<Message> network,
        IntConsumer start) {

    Station at(int index) {
        return stations.get(index);
    }

    MemberId id(int index) {
        return federation.members().get(index).id();
    }

    /// Whether the program at a node runs and signs.
    boolean works(int index) {
        return at(index).isUp() && at(index).program().signs();
    }

    void request(int from, int to, Message.Kind kind, byte[] body) {
        network.accept(Message.request(ids.getAsLong(), from, to, kind, body));
    }
}
