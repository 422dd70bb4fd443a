// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.Serial;

/// A resource of the scenario that is not what it must be. The fault of whoever wrote the resource.
public final class ScenarioBroken extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private static final int FOUND_CHARS_MAX = 200;

    /// @param resource file of the scenario
    /// @param path where in it, such as `$.steps[3].by`
    /// @param found is clipped
    public ScenarioBroken(String resource, String path, String expected, String found) {
        super("%s at %s: expected %s, found \"%s\"".formatted(resource, path, expected, clip(found)));
    }

    private static String clip(String found) {
        return found.length() <= FOUND_CHARS_MAX ? found : found.substring(0, FOUND_CHARS_MAX) + "…";
    }
}
