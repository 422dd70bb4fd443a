// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// One thing that a command asks its user for: an option, or a parameter without a name.
///
/// @param name of the option without hyphens before it; of a parameter, what the node calls it
/// @param kind what is given, and how often
/// @param label what stands for the value in the help
/// @param purpose what it is for
/// @param words what a shell proposes for the value; empty for none
record Field(String name, Kind kind, String label, String purpose, List<String> words) {

    private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

    /// What is given, and how often.
    enum Kind {
        /// A parameter that must be there.
        ONE,
        /// Parameters, at least one.
        SEVERAL,
        /// An option that must be there.
        REQUIRED,
        /// An option that may be absent.
        OPTIONAL,
        /// An option whose value is a whole number.
        WHOLE,
        /// An option that may be repeated.
        REPEATED,
        /// An option without a value.
        FLAG
    }

    static Field one(String name, String label, String purpose) {
        return new Field(name, Kind.ONE, label, purpose, List.of());
    }

    static Field several(String name, String label, String purpose) {
        return new Field(name, Kind.SEVERAL, label, purpose, List.of());
    }

    static Field required(String name, String label, String purpose) {
        return new Field(name, Kind.REQUIRED, label, purpose, List.of());
    }

    static Field optional(String name, String label, String purpose, String... words) {
        return new Field(name, Kind.OPTIONAL, label, purpose, List.of(words));
    }

    static Field whole(String name, String label, String purpose) {
        return new Field(name, Kind.WHOLE, label, purpose, List.of());
    }

    static Field repeated(String name, String label, String purpose) {
        return new Field(name, Kind.REPEATED, label, purpose, List.of());
    }

    static Field flag(String name, String purpose) {
        return new Field(name, Kind.FLAG, "", purpose, List.of());
    }

    /// What the node calls it: `deadline-minutes` is `deadlineMinutes`.
    String member() {
        return HYPHEN.matcher(name).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    /// Adds it to a command.
    void addTo(CommandSpec spec) {
        switch (kind) {
            case ONE -> spec.addPositional(position("1").type(String.class).build());
            case SEVERAL ->
                spec.addPositional(position("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
            case REQUIRED ->
                spec.addOption(option().type(String.class).required(true).build());
            case OPTIONAL -> spec.addOption(option().type(String.class).build());
            case WHOLE -> spec.addOption(option().type(Long.class).build());
            case REPEATED ->
                spec.addOption(
                        option().type(List.class).auxiliaryTypes(String.class).build());
            case FLAG ->
                spec.addOption(OptionSpec.builder("--" + name)
                        .description(purpose)
                        .arity("0")
                        .type(boolean.class)
                        .build());
        }
    }

    private PositionalParamSpec.Builder position(String arity) {
        return PositionalParamSpec.builder()
                .arity(arity)
                .required(true)
                .descriptionKey(name)
                .paramLabel(label)
                .description(purpose);
    }

    private OptionSpec.Builder option() {
        OptionSpec.Builder option =
                OptionSpec.builder("--" + name).paramLabel(label).arity("1").description(purpose);
        return words.isEmpty() ? option : option.completionCandidates(words);
    }
}
