// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mithaq.charter.Names;

/// A language of the demo, with the words of its view.
public enum Tongue {
    AR("وُقِّع", "سُجِّل", "قيد", "شُهِد عليه", "استلمه", "ملّي ثانية", "تمرين"),
    FR("signé", "journalisé", "n°", "attesté", "reçu", "ms", "EXERCICE"),
    EN("signed", "logged", "record", "witnessed", "received", "ms", "EXERCISE");

    private final String signed;
    private final String logged;
    private final String record;
    private final String witnessed;
    private final String received;
    private final String millis;
    private final String exercise;

    Tongue(
            String signed,
            String logged,
            String record,
            String witnessed,
            String received,
            String millis,
            String exercise) {
        this.signed = signed;
        this.logged = logged;
        this.record = record;
        this.witnessed = witnessed;
        this.received = received;
        this.millis = millis;
        this.exercise = exercise;
    }

    /// That of a code such as `ar`, in either case.
    public static Optional<Tongue> of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code().equals(code.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// What a person's surroundings ask for (POSIX, Base Definitions 8.2); English where they ask for another.
    public static Tongue spoken(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .filter(value -> value.length() >= 2)
                .flatMap(value -> of(value.substring(0, 2)))
                .orElse(EN);
    }

    /// Its code.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What something is called in it.
    public String of(Names names) {
        return switch (this) {
            case AR -> names.ar();
            case FR -> names.fr();
            case EN -> names.en();
        };
    }

    /// Whether it is written from right to left.
    boolean isRightToLeft() {
        return this == AR;
    }

    String signed() {
        return signed;
    }

    String logged() {
        return logged;
    }

    String record() {
        return record;
    }

    String witnessed() {
        return witnessed;
    }

    String received() {
        return received;
    }

    /// Such as `1,204 ms`. The digits are those of the standards in every language, as in the objects themselves.
    String millis(long count) {
        return String.format(Locale.ROOT, "%,d %s", count, millis);
    }

    String exercise() {
        return exercise;
    }

    String objects(int count) {
        return switch (this) {
            case AR -> "عدد الكائنات " + count;
            case FR -> count + (count == 1 ? " objet" : " objets");
            case EN -> count + (count == 1 ? " object" : " objects");
        };
    }

    /// A person of that member has acknowledged.
    String acknowledged(String key) {
        String member = TerminalText.indicator(key);
        return switch (this) {
            case AR -> "أكّد الاستلامَ شخص في " + member;
            case FR -> "une personne de " + member + " a accusé réception";
            case EN -> "acknowledged by a person of " + member;
        };
    }

    /// A member's node runs again and has caught up.
    String back(String key, long millis) {
        String member = TerminalText.indicator(key);
        return switch (this) {
            case AR -> "عاد " + member + " ولحق بما فاته بعد " + millis(millis);
            case FR -> member + " est de retour, et à jour après " + millis(millis);
            case EN -> member + " is back, and has caught up after " + millis(millis);
        };
    }
}
