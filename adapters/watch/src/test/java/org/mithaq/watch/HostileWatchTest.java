// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.testkit.HostileDoor;
import org.mithaq.testkit.HostileDoorContract;

/// The door at which a node is watched, under attack: nobody there shows who he is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileWatchTest implements HostileDoorContract {

    private Optional<Door> door = Optional.empty();

    @BeforeAll
    void open() throws IOException {
        MetricsPage metrics = new MetricsPage(() -> List.of(Reading.of(Metric.TURNS, 5)));
        door = Optional.of(Door.plain(
                DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                WatchRoutes.of(() -> new Health(List.of()), () -> new Health(List.of()), metrics)));
    }

    @AfterAll
    void close() {
        door.ifPresent(Door::close);
    }

    @Override
    public HostileDoor door() {
        return HostileDoor.plain(
                door.orElseThrow().port(),
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n",
                200,
                "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n",
                0);
    }
}
