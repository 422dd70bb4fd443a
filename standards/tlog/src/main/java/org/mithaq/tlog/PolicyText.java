// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads and writes the lines of C2SP tlog-policy. One instance reads one file.
final class PolicyText {

    private static final String CLAUSE = "C2SP tlog-policy, Policy file syntax and structure";

    private final List<WitnessPolicy.LogKey> logs = new ArrayList<>();
    private final List<WitnessPolicy.WitnessKey> witnesses = new ArrayList<>();
    private final List<WitnessPolicy.WitnessGroup> groups = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private String quorum = "";

    private PolicyText() {}

    static WitnessPolicy parse(byte[] file) {
        if (file.length > WitnessPolicy.POLICY_BYTES_MAX) {
            throw new MalformedTlog(CLAUSE, file.length + " bytes, where at most 8,388,608 are read");
        }
        for (byte octet : file) {
            if ((octet >= 0 && octet < 0x20 && octet != '\t' && octet != '\n') || octet == 0x7F) {
                throw new MalformedTlog("C2SP tlog-policy, Character set", "a control character");
            }
        }
        if (file.length > 0 && file[file.length - 1] != '\n') {
            throw new MalformedTlog(CLAUSE, "the last line does not end in a newline");
        }
        PolicyText text = new PolicyText();
        int number = 0;
        for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            number++;
            text.read(words(line), number);
        }
        if (text.quorum.isEmpty()) {
            throw new MalformedTlog("C2SP tlog-policy, Defining the quorum", "there is no quorum line");
        }
        return new WitnessPolicy(text.logs, text.witnesses, text.groups, text.quorum);
    }

    /// UTF-8 octets as characters, one each.
    static String octets(String text) {
        return new String(TlogText.utf8(text), StandardCharsets.ISO_8859_1);
    }

    static String line(String... words) {
        return String.join(" ", words).stripTrailing() + "\n";
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>(List.of(line.split("[ \t]+")));
        words.removeIf(String::isEmpty);
        return words.isEmpty() || words.getFirst().startsWith("#") ? List.of() : words;
    }

    private void read(List<String> words, int number) {
        if (words.isEmpty()) {
            return;
        }
        switch (words.getFirst()) {
            case "log" -> {
                checkCount(words, 2, 3, number);
                logs.add(new WitnessPolicy.LogKey(vkey(words.get(1)), optional(words, 2)));
            }
            case "witness" -> {
                checkCount(words, 3, 4, number);
                witnesses.add(new WitnessPolicy.WitnessKey(words.get(1), vkey(words.get(2)), optional(words, 3)));
                defined.add(words.get(1));
            }
            case "group" -> {
                checkCount(words, 4, Integer.MAX_VALUE, number);
                List<String> members = words.subList(3, words.size());
                members.forEach(member -> checkDefined(member, number));
                groups.add(
                        new WitnessPolicy.WitnessGroup(words.get(1), threshold(words.get(2), members.size()), members));
                defined.add(words.get(1));
            }
            case "quorum" -> {
                checkCount(words, 2, 2, number);
                readQuorum(words.get(1), number);
            }
            default -> throw refused(number, "log, witness, group or quorum", words.getFirst());
        }
    }

    private void readQuorum(String name, int number) {
        if (!quorum.isEmpty()) {
            throw refused(number, "exactly one quorum line", "quorum " + name);
        }
        if (!name.equals(WitnessPolicy.NO_QUORUM)) {
            checkDefined(name, number);
        }
        quorum = name;
    }

    private void checkDefined(String name, int number) {
        if (!defined.contains(name)) {
            throw refused(number, "a witness or group of a line before", name);
        }
    }

    private static void checkCount(List<String> words, int min, int max, int number) {
        if (words.size() < min || words.size() > max) {
            throw refused(number, min + " words or more, as " + words.getFirst() + " has", String.join(" ", words));
        }
    }

    private static MalformedTlog refused(int number, String expected, String found) {
        return new MalformedTlog(CLAUSE + ", line " + number, expected, found);
    }

    private static int threshold(String word, int members) {
        return switch (word) {
            case "any" -> 1;
            case "all" -> members;
            default -> (int) Math.min(TlogText.decimal(CLAUSE, word), Integer.MAX_VALUE);
        };
    }

    private static VerifierKey vkey(String octets) {
        byte[] utf8 = octets.getBytes(StandardCharsets.ISO_8859_1);
        return VerifierKey.parse(TlogText.decode(CLAUSE, utf8, VerifierKey.VKEY_CHARS_MAX));
    }

    private static String optional(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }
}
