// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mithaq.crypto.Hash;

/// The rules of C2SP tlog-policy that hold for a policy however it is made.
final class PolicyRules {

    private static final String LOG = "C2SP tlog-policy, Defining a log";
    private static final String WITNESS = "C2SP tlog-policy, Defining a witness";
    private static final String GROUP = "C2SP tlog-policy, Defining a witness group";
    private static final String QUORUM = "C2SP tlog-policy, Defining the quorum";
    private static final String CHARACTERS = "C2SP tlog-policy, Character set";

    private PolicyRules() {}

    static void check(
            List<WitnessPolicy.LogKey> logs,
            List<WitnessPolicy.WitnessKey> witnesses,
            List<WitnessPolicy.WitnessGroup> groups,
            String quorum) {
        int limit = WitnessPolicy.LINES_MAX;
        if (logs.size() > limit || witnesses.size() > limit || groups.size() > limit) {
            throw new MalformedTlog(
                    "C2SP tlog-policy, Implementation limits", "at most 1,024 logs, witnesses and groups are read");
        }
        checkLogs(logs);
        Set<String> names = new HashSet<>();
        checkWitnesses(witnesses, names);
        checkGroups(groups, names);
        if (!quorum.equals(WitnessPolicy.NO_QUORUM) && !names.contains(quorum)) {
            throw new MalformedTlog(QUORUM, "a witness or group defined before", quorum);
        }
    }

    /// Equal for keys that the document calls duplicate: the same public key, whatever its name, id and type.
    static Hash fingerprint(VerifierKey key) {
        return Hash.of(key.publicKeyBytes());
    }

    private static void checkLogs(List<WitnessPolicy.LogKey> logs) {
        Set<Hash> keys = new HashSet<>();
        for (WitnessPolicy.LogKey log : logs) {
            checkUrl(log.url());
            if (!keys.add(fingerprint(log.key()))) {
                throw new MalformedTlog(LOG, "each public key once", log.key().name());
            }
        }
    }

    private static void checkWitnesses(List<WitnessPolicy.WitnessKey> witnesses, Set<String> names) {
        Set<Hash> keys = new HashSet<>();
        for (WitnessPolicy.WitnessKey witness : witnesses) {
            checkName(WITNESS, witness.name());
            checkUrl(witness.url());
            switch (witness.key()) {
                case VerifierKey.Ed25519Cosignature ed25519 -> {}
                case VerifierKey.MlDsa44Cosignature mlDsa44 -> {}
                case VerifierKey.Ed25519Note note ->
                    throw new MalformedTlog(WITNESS, "a key of type 0x04 or 0x06", note.name());
            }
            if (!keys.add(fingerprint(witness.key()))) {
                throw new MalformedTlog(WITNESS, "each public key once", witness.name());
            }
            if (!names.add(witness.name())) {
                throw new MalformedTlog(WITNESS, "each name once", witness.name());
            }
        }
    }

    private static void checkGroups(List<WitnessPolicy.WitnessGroup> groups, Set<String> names) {
        Set<String> members = new HashSet<>();
        for (WitnessPolicy.WitnessGroup group : groups) {
            checkName(GROUP, group.name());
            for (String member : group.members()) {
                if (!names.contains(member)) {
                    throw new MalformedTlog(GROUP, "members defined before", member);
                }
                if (!members.add(member)) {
                    throw new MalformedTlog(GROUP, "each name in at most one group", member);
                }
            }
            if (group.threshold() < 1 || group.threshold() > group.members().size()) {
                throw new MalformedTlog(
                        GROUP,
                        "a threshold from 1 to the " + group.members().size() + " members",
                        Integer.toString(group.threshold()));
            }
            if (!names.add(group.name())) {
                throw new MalformedTlog(GROUP, "each name once", group.name());
            }
        }
    }

    private static void checkName(String clause, String name) {
        if (name.isEmpty() || name.equals(WitnessPolicy.NO_QUORUM) || !isOneWord(name)) {
            throw new MalformedTlog(clause, "a name of one word other than \"none\"", name);
        }
    }

    private static void checkUrl(String url) {
        if (!isOneWord(url)) {
            throw new MalformedTlog(CHARACTERS, "a URL of one word", url);
        }
    }

    private static boolean isOneWord(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c != 0x7F && c <= 0xFF);
    }
}
