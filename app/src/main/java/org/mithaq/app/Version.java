// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The program's own version, as the build wrote it.
final class Version implements IVersionProvider {

    static String text() {
        var properties = new Properties();
        try (var file = Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the program's own jar is damaged", unreadable);
        }
        return properties.getProperty("version");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"mithaq " + text()};
    }
}
