// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Who may see whom: the table of `ARCHITECTURE.md`, as the rules read it. What a module sees is seen through it too.
///
/// Modules that are not born yet stand here as well; a rule about one of them waits.
enum Arrows {
    JSON("standards", ""),
    CRYPTO("standards", ""),
    TLOG("standards", "crypto"),
    STIX("standards", "json"),
    PATTERN("standards", "stix"),

    POLICY("domain", "stix"),
    CHARTER("domain", "crypto json"),
    EXCHANGE("domain", "crypto tlog json charter"),
    DETECT("domain", "pattern"),
    FORESIGHT("domain", "stix"),
    NODE("domain", "policy charter exchange detect foresight"),

    HTTP("adapters", "json"),
    STORE("adapters", "node"),
    PEERS("adapters", "node http"),
    TILES("adapters", "node http"),
    SEARCH("adapters", "node"),
    IDENTITY("adapters", "node http"),
    TAXII("adapters", "node http"),
    MISP("adapters", "node http"),
    WATCH("adapters", "node http"),
    API("adapters", "node http"),

    APP("", "store peers tiles search identity taxii misp watch api"),

    TESTKIT("testing", ""),
    CONTRACTS("testing", "node testkit"),
    SIMULATION("testing", "contracts"),
    CONFORMANCE("testing", "app testkit"),
    BENCH("testing", "app contracts"),
    FUZZ("testing", "app contracts testkit");

    private final String folder;
    private final String direct;

    /// @param direct modules that it sees without help of another, with blanks between
    Arrows(String folder, String direct) {
        this.folder = folder;
        this.direct = direct;
    }

    /// The module's own name; its packages are `org.mithaq.<name>` and below.
    String module() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Top folder, which says who decides whether its code is right; empty for `app`.
    String folder() {
        return folder;
    }

    /// Packages of every module that this one may not see.
    String[] hiddenPackages() {
        Set<String> seen = seen();
        return Arrays.stream(values())
                .map(Arrows::module)
                .filter(each -> !seen.contains(each))
                .map(Arrows::packages)
                .toArray(String[]::new);
    }

    /// Itself and all that it sees, directly or through others.
    Set<String> seen() {
        var seen = new TreeSet<String>();
        var waiting = new HashSet<>(List.of(module()));
        while (!waiting.isEmpty()) {
            String next = waiting.iterator().next();
            waiting.remove(next);
            if (seen.add(next)) {
                Arrays.stream(of(next).direct.split(" "))
                        .filter(each -> !each.isEmpty())
                        .forEach(waiting::add);
            }
        }
        return seen;
    }

    static Arrows of(String module) {
        return valueOf(module.toUpperCase(Locale.ROOT));
    }

    /// Packages of all modules in `folder`.
    static String[] packagesIn(String folder) {
        return Arrays.stream(values())
                .filter(each -> each.folder.equals(folder))
                .map(each -> packages(each.module()))
                .toArray(String[]::new);
    }

    static String packages(String module) {
        return "org.mithaq." + module + "..";
    }
}
