// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The files of the scenario, as the program carries them.
final class DemoResources {

    private DemoResources() {}

    /// The bytes of `name`.
    ///
    /// @throws ScenarioBroken if there is no such file
    static byte[] bytes(String name) {
        try (InputStream in = DemoResources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new ScenarioBroken(name, "$", "a file of the scenario", "nothing");
            }
            return in.readNBytes(Row.BYTES_MAX + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
