// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import picocli.CommandLine.Option;

/// Which node a command is about; a picocli mixin for every command that needs a configuration.
public final class ConfigOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The node's configuration; else $MITHAQ_CONFIG, else mithaq.yaml in --home.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The node's folder; else $MITHAQ_HOME, else .mithaq in your own.")
    private Optional<Path> home = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            // The example stands on a line of its own, where no wrapping breaks it.
            description = {"Override one setting; may be repeated. Such as:", "--set peers.listen=0.0.0.0:7443"})
    private List<String> overrides = new ArrayList<>();

    /// Reads the configuration that these options mean.
    ///
    /// @throws org.mithaq.app.config.ConfigRefused naming every problem in it
    public NodeConfig read(Surroundings surroundings) {
        return NodeConfig.read(
                file(surroundings), surroundings.environment(), List.copyOf(flags()), surroundings.folder());
    }

    /// As [#read], where the file is not there yet.
    ///
    /// @throws org.mithaq.app.config.ConfigRefused naming every problem in them
    public NodeConfig withoutFile(Surroundings surroundings) {
        return NodeConfig.withoutFile(
                file(surroundings), surroundings.environment(), List.copyOf(flags()), surroundings.folder());
    }

    /// What the configuration says without `--set`.
    ///
    /// @throws org.mithaq.app.config.ConfigRefused naming every problem in it
    public NodeConfig withoutOverrides(Surroundings surroundings) {
        return NodeConfig.read(file(surroundings), surroundings.environment(), homeFlag(), surroundings.folder());
    }

    /// Keys of the settings that `--set` names.
    public Set<String> overridden() {
        return overrides.stream()
                .map(each -> each.substring(0, Math.max(0, each.indexOf('='))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The file that [#read] reads; it need not be there yet.
    public Path file(Surroundings surroundings) {
        return surroundings
                .folder()
                .resolve(config.or(() -> variable(surroundings, "MITHAQ_CONFIG"))
                        .orElseGet(() -> home(surroundings).resolve(NodeConfig.FILE_NAME)));
    }

    /// The node's folder, as far as options and environment say; the file may move it.
    public Path home(Surroundings surroundings) {
        return surroundings
                .folder()
                .resolve(home.or(() -> variable(surroundings, "MITHAQ_HOME"))
                        .orElseGet(() -> userFolder(surroundings.environment()).resolve(".mithaq")));
    }

    private List<String> flags() {
        var flags = new ArrayList<String>(homeFlag());
        flags.addAll(overrides);
        return flags;
    }

    private List<String> homeFlag() {
        return home.map(folder -> List.of("home=" + folder)).orElse(List.of());
    }

    private static Optional<Path> variable(Surroundings surroundings, String name) {
        return Optional.of(surroundings.environment().getOrDefault(name, ""))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    private static Path userFolder(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", ".") : home);
    }
}
