// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.mithaq.testkit.HostileDoor;
import org.mithaq.testkit.HostileDoorContract;

/// A plain door under attack.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePlainDoorTest implements HostileDoorContract {

    private Optional<Door> door = Optional.empty();

    @BeforeAll
    void open() throws IOException {
        DoorLimits limits = DoorLimits.STANDARD.withTimes(Duration.ofSeconds(2), Duration.ofSeconds(20));
        door = Optional.of(Door.plain(Doors.loopback().withLimits(limits), HostileRoutes.routes()));
    }

    @AfterAll
    void close() {
        door.ifPresent(Door::close);
    }

    @Override
    public HostileDoor door() {
        return HostileDoor.plain(
                door.orElseThrow().port(), HostileRoutes.GOOD, 200, HostileRoutes.POST, HostileRoutes.BODY_BYTES_MAX);
    }
}
