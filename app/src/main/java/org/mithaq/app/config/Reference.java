// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Writes for people what [Settings] says, so that neither the example nor the reference can fall behind it.
final class Reference {

    private static final int COLUMNS_MAX = 100;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.][A-Za-z0-9/._-]*(:[0-9]+)?");

    private Reference() {}

    /// A configuration file in which every setting is commented out, but for those that are said; read as it stands,
    /// it changes nothing else.
    ///
    /// @param said key and value
    static String example(Map<String, String> said) {
        var text = new StringBuilder("""
                # The configuration of one Mithaq node; docs/configuration.md says more.
                #
                # Every setting is commented out and shows what holds when nobody says otherwise. The environment
                # overrides this file (MITHAQ_PEERS_LISTEN for peers.listen), and --set peers.listen=HOST:PORT
                # overrides both.
                """);
        String section = "";
        for (Setting<?> each : Settings.ALL) {
            int dot = each.key().indexOf('.');
            String its = dot < 0 ? "" : each.key().substring(0, dot);
            if (!its.equals(section)) {
                String prefix = its + ".";
                boolean any = said.keySet().stream().anyMatch(key -> key.startsWith(prefix));
                text.append(any ? "\n" : "\n#").append(its).append(":\n");
                section = its;
            } else {
                text.append('\n');
            }
            String indent = its.isEmpty() ? "" : "  ";
            wrapped(each.purpose(), COLUMNS_MAX - 4)
                    .forEach(line ->
                            text.append(indent).append("# ").append(line).append('\n'));
            text.append(indent)
                    .append("# Expected: ")
                    .append(each.kind().expected())
                    .append(".\n");
            String value = said.get(each.key());
            text.append(value == null ? "#" : "")
                    .append(indent)
                    .append(each.key().substring(dot + 1))
                    .append(": ")
                    .append(value == null ? each.standard() : written(value))
                    .append('\n');
        }
        return text.toString().replaceAll("(?m)[ ]+$", "");
    }

    /// A value as YAML has it: in quotes where it is more than one plain word.
    private static String written(String value) {
        return PLAIN.matcher(value).matches()
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// The table of `docs/configuration.md`.
    static String table() {
        var text = new StringBuilder("| setting | expected | standard | what it is for |\n| --- | --- | --- | --- |\n");
        for (Setting<?> each : Settings.ALL) {
            String standard = each.standard().isEmpty() ? "–" : "`" + each.standard() + "`";
            text.append("| `%s` | %s | %s | %s |%n"
                    .formatted(each.key(), each.kind().expected(), standard, each.purpose()));
        }
        return text.toString();
    }

    private static List<String> wrapped(String text, int columnsMax) {
        return List.of(text.replaceAll("(.{1," + columnsMax + "})(?: |$)", "$1\n")
                .strip()
                .split("\n", -1));
    }
}
