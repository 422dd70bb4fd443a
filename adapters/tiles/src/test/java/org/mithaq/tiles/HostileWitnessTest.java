// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.mithaq.testkit.HostileDoor;
import org.mithaq.testkit.HostileDoorContract;
import org.mithaq.tlog.AddCheckpointRequest;

/// The routes of a log and of a witness under attack.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileWitnessTest implements HostileDoorContract {

    private Optional<TestNode> node = Optional.empty();

    @BeforeAll
    void open() throws IOException {
        node = Optional.of(new TestNode(1).grow(600));
    }

    @AfterAll
    void close() {
        node.ifPresent(TestNode::close);
    }

    @Override
    public HostileDoor door() {
        return HostileDoor.plain(
                node.orElseThrow().door.port(),
                "GET /mithaq/v1/log/tile/entries/000 HTTP/1.1\r\nHost: localhost\r\n",
                200,
                "POST /mithaq/v1/witness/add-checkpoint HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n",
                AddCheckpointRequest.BODY_BYTES_MAX);
    }
}
