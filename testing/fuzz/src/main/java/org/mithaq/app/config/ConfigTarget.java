// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Finding;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;

/// Configuration files: the YAML, and the values of the settings in it.
public final class ConfigTarget {

    private static final Path BASE = Path.of("/node");

    private ConfigTarget() {}

    /// The target.
    public static Target target() {
        List<String> words = new ArrayList<>(List.of(
                ": ", "\n  ", "- ", "&a ", "*a", "!!str ", "? ", "|\n", ">-\n", "---\n", "...\n", "<<: ", "\"", "'",
                "#"));
        Settings.ALL.forEach(setting -> words.add(setting.key()));
        return new Target(
                "config",
                2_048,
                words,
                List.of(Kind.of(
                        "file",
                        ConfigTarget::accepts,
                        NodeConfig.example().getBytes(UTF_8),
                        NodeConfig.example().replaceAll("(?m)^# ?", "").getBytes(UTF_8),
                        "peers:\n  listen: \"127.0.0.1:8443\"\ntaxii: {enabled: true, pageSize: 100}\n"
                                .getBytes(UTF_8))));
    }

    private static boolean accepts(byte[] input) {
        List<ConfigFile.Pair> pairs;
        try {
            pairs = ConfigFile.read(input, "mithaq.yaml");
        } catch (ConfigRefused refused) {
            if (refused.problems().isEmpty()) {
                throw new Finding("refused without a problem", refused);
            }
            refused.problems().forEach(problem -> Codec.checkRefusal(new Finding(problem)));
            return false;
        }
        if (pairs.size() > ConfigFile.ENTRIES_MAX) {
            throw new Finding(pairs.size() + " entries");
        }
        for (ConfigFile.Pair pair : pairs) {
            Optional<Setting<?>> setting = Settings.find(pair.key());
            setting.ifPresent(known -> known.kind().parse(pair.value(), BASE));
        }
        return true;
    }
}
