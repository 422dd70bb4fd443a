// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.testkit.HostileDoor;
import org.mithaq.testkit.HostileDoorContract;

/// The local door of a running node under attack by a program that has its token.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileLocalDoorTest implements HostileDoorContract {

    private static final int BODY_BYTES_MAX = 1 << 20;

    private Optional<Federation> federation = Optional.empty();
    private JsonObject control = JsonObject.empty();

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        federation = Optional.of(Federation.found(folder));
        control = Json.read(Files.readAllBytes(new NodeHome(folder.resolve("alpha")).control()), JsonLimits.standard())
                .asObject()
                .orElseThrow();
    }

    @AfterAll
    void end() throws IOException {
        if (federation.isPresent()) {
            federation.get().close();
        }
    }

    @Override
    public HostileDoor door() {
        String fields = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + control.string("token").orElseThrow() + "\r\n";
        return HostileDoor.plain(
                (int) control.integer("port").orElseThrow(),
                "GET /control/v1/here" + fields,
                204,
                "POST /control/v1/share" + fields + "Content-Type: application/json\r\n",
                BODY_BYTES_MAX);
    }
}
