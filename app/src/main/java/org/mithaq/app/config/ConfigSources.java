// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mithaq.app.config.NodeConfig.KeyProtection;

/// Lays the sources of a configuration over one another, the later over the earlier, and makes the record of them.
final class ConfigSources {

    private static final String PREFIX = "MITHAQ_";

    private final Map<String, Found> found = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /// A value that somebody gave.
    ///
    /// @param where for messages: `mithaq.yaml:3:5`, a variable, a flag
    /// @param base what a relative path in it is relative to
    private record Found(String text, String where, Path base) {}

    private ConfigSources(Path home) {
        found.put(Settings.HOME.key(), new Found(Settings.HOME.standard(), "", home));
    }

    static ConfigSources standard(Path home) {
        return new ConfigSources(home);
    }

    static ConfigSources of(Path file, Map<String, String> environment, List<String> flags, Path folder) {
        Path whole = folder.resolve(file).normalize();
        return of(bytesOf(whole), file, environment, flags, folder);
    }

    /// As the other, of a file that holds `content`, or will.
    static ConfigSources of(
            byte[] content, Path file, Map<String, String> environment, List<String> flags, Path folder) {
        Path base = Optional.ofNullable(folder.resolve(file).normalize().getParent())
                .orElse(folder);
        var sources = new ConfigSources(base);
        for (ConfigFile.Pair pair : ConfigFile.read(content, file.toString())) {
            sources.take(pair.key(), new Found(pair.value(), pair.where(), base));
        }
        sources.takeEnvironment(environment, folder);
        for (String flag : flags) {
            sources.takeFlag(flag, folder);
        }
        return sources;
    }

    private static byte[] bytesOf(Path file) {
        try (var in = Files.newInputStream(file)) {
            // One more than allowed is enough to see that it is too long, whatever it is: a device has no end.
            return in.readNBytes(ConfigFile.BYTES_MAX + 1);
        } catch (NoSuchFileException missing) {
            throw new ConfigRefused(file + ": there is no such file; `mithaq node init` writes one");
        } catch (IOException unreadable) {
            throw new ConfigRefused(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private void takeEnvironment(Map<String, String> environment, Path folder) {
        var known = new TreeMap<String, String>();
        Settings.ALL.forEach(each -> known.put(each.variable(), each.key()));
        var names = new ArrayList<>(known.keySet());
        names.addAll(Settings.OTHER_VARIABLES);
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || Settings.OTHER_VARIABLES.contains(name) || value.isEmpty()) {
                return;
            }
            String key = known.get(name);
            if (key == null) {
                problems.add("environment: unknown variable " + name + Nearest.hint(name, names));
            } else {
                take(key, new Found(value, "environment variable " + name, folder));
            }
        });
    }

    private void takeFlag(String flag, Path folder) {
        int equals = flag.indexOf('=');
        if (equals <= 0) {
            problems.add("--set: expected key=value, found " + ConfigRefused.quoted(flag));
            return;
        }
        take(flag.substring(0, equals), new Found(flag.substring(equals + 1), "--set", folder));
    }

    private void take(String key, Found value) {
        Optional<Setting<?>> setting = Settings.find(key);
        if (setting.isPresent()) {
            Kind<?> kind = setting.get().kind();
            if (kind.parse(value.text(), value.base()).isEmpty()) {
                problems.add("%s: %s: expected %s, found %s"
                        .formatted(value.where(), key, kind.expected(), ConfigRefused.quoted(value.text())));
            }
            found.put(key, value);
        } else if (Settings.isSection(key)) {
            problems.add("%s: %s: expected a section with settings below it, found %s"
                    .formatted(value.where(), key, ConfigRefused.quoted(value.text())));
        } else {
            problems.add("%s: unknown setting %s%s".formatted(value.where(), ConfigRefused.quoted(key), hint(key)));
        }
    }

    /// Sections are offered too, and a bare name is taken for one in a section: `pageSize` means `taxii.pageSize`.
    private static String hint(String key) {
        List<String> keys = Settings.ALL.stream().<String>map(Setting::key).toList();
        Optional<String> lostSection =
                keys.stream().filter(each -> each.endsWith("." + key)).findFirst();
        if (lostSection.isPresent()) {
            return "; did you mean " + lostSection.get() + "?";
        }
        var names = new ArrayList<>(keys);
        keys.stream()
                .filter(each -> each.contains("."))
                .map(each -> each.substring(0, each.indexOf('.')))
                .forEach(names::add);
        return Nearest.hint(key, names);
    }

    /// @throws ConfigRefused if any source had a problem, or the values do not go together
    NodeConfig config() {
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
        Path home = required(Settings.HOME);
        return new NodeConfig(
                home,
                new NodeConfig.Peers(
                        required(Settings.PEERS_LISTEN),
                        optional(Settings.PEERS_ADVERTISE),
                        required(Settings.PEERS_CARRY)),
                new NodeConfig.Local(required(Settings.LOCAL_LISTEN), required(Settings.LOCAL_BEYOND_LOOPBACK)),
                new NodeConfig.Taxii(
                        required(Settings.TAXII_ENABLED),
                        required(Settings.TAXII_TITLE),
                        whole(Settings.TAXII_MAX_CONTENT_LENGTH),
                        whole(Settings.TAXII_PAGE_SIZE)),
                new NodeConfig.Log(whole(Settings.LOG_CHECKPOINT_INTERVAL_MILLIS)),
                new NodeConfig.Limits(
                        required(Settings.LIMITS_BUNDLE_BYTES),
                        whole(Settings.LIMITS_OBJECT_BYTES),
                        whole(Settings.LIMITS_COMMAND_QUEUE),
                        whole(Settings.LIMITS_PEER_QUEUE)),
                new NodeConfig.Watch(
                        optional(Settings.WATCH_LISTEN),
                        required(Settings.WATCH_BEYOND_LOOPBACK),
                        required(Settings.WATCH_LOG_FORM),
                        required(Settings.WATCH_LOG_LEVEL),
                        optional(Settings.WATCH_TRACES_TO)),
                keys(home));
    }

    private KeyProtection keys(Path home) {
        Optional<Path> passphraseFile = optional(Settings.KEYS_PASSPHRASE_FILE);
        Optional<Path> keyFile = optional(Settings.KEYS_KEY_FILE);
        if (passphraseFile.isPresent() && keyFile.isPresent()) {
            throw new ConfigRefused("expected one of " + Settings.KEYS_PASSPHRASE_FILE.key() + " and "
                    + Settings.KEYS_KEY_FILE.key() + ", found both");
        }
        return passphraseFile
                .<KeyProtection>map(KeyProtection.Passphrase::new)
                .orElseGet(() -> new KeyProtection.KeyFile(keyFile.orElse(home.resolve("keys/node.key"))));
    }

    private int whole(Setting<Long> setting) {
        return Math.toIntExact(required(setting));
    }

    private <T> T required(Setting<T> setting) {
        return optional(setting).orElseThrow(() -> new IllegalStateException(setting.key() + " has no standard value"));
    }

    private <T> Optional<T> optional(Setting<T> setting) {
        Found value = found.get(setting.key());
        if (value != null) {
            return setting.kind().parse(value.text(), value.base());
        }
        // Standard values name no path that would need a base, but for home, which is always found.
        return setting.standard().isEmpty() ? Optional.empty() : setting.kind().parse(setting.standard(), Path.of("/"));
    }
}
