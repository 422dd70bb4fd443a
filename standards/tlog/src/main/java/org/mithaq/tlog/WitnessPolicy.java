// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mithaq.crypto.SignatureProvider;

/// Which logs are believed, and which witnesses must have seen a checkpoint of theirs (C2SP tlog-policy).
///
/// Names and URLs are octets to the document: here each character of them is one octet (ISO 8859-1), and they mean
/// nothing outside the policy.
///
/// @param logs at most [#LINES_MAX]; with none, [#verify] refuses everything
/// @param witnesses at most [#LINES_MAX]
/// @param groups at most [#LINES_MAX], each made of witnesses and of groups before it
/// @param quorum name of the witness or group that must have seen a checkpoint, or [#NO_QUORUM]
public record WitnessPolicy(List<LogKey> logs, List<WitnessKey> witnesses, List<WitnessGroup> groups, String quorum) {

    /// The predefined name that asks for no cosignature at all.
    public static final String NO_QUORUM = "none";

    /// Most logs, most witnesses and most groups; the document asks for at least 32 of each.
    public static final int LINES_MAX = 1024;

    /// Longest file that is read.
    public static final int POLICY_BYTES_MAX = 1 << 23;

    /// A log that is believed (tlog-policy, Defining a log).
    ///
    /// @param key its name is the origin of the log
    /// @param url where the log is, empty where that is not said
    public record LogKey(VerifierKey key, String url) {}

    /// A witness (tlog-policy, Defining a witness).
    ///
    /// @param name what the policy calls the witness
    /// @param key of a cosignature type
    /// @param url its submission prefix, empty where that is not said
    public record WitnessKey(String name, VerifierKey key, String url) {}

    /// Some of several witnesses and groups (tlog-policy, Defining a witness group).
    ///
    /// @param name what the policy calls the group
    /// @param threshold how many of the members must have seen a checkpoint, 1 to all of them
    /// @param members names of witnesses and groups, at least one
    public record WitnessGroup(String name, int threshold, List<String> members) {

        /// Takes a copy of the members.
        public WitnessGroup {
            members = List.copyOf(members);
        }
    }

    /// @throws MalformedTlog if a rule of the document is broken, naming it
    public WitnessPolicy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        groups = List.copyOf(groups);
        PolicyRules.check(logs, witnesses, groups, quorum);
    }

    /// Reads a policy file of at most [#POLICY_BYTES_MAX] bytes.
    ///
    /// @throws MalformedTlog naming the rule that it breaks, and the number of the line
    public static WitnessPolicy parse(byte[] file) {
        return PolicyText.parse(file);
    }

    /// The policy as a file: logs, witnesses, groups, quorum, one a line.
    public byte[] encode() {
        StringBuilder text = new StringBuilder();
        for (LogKey log : logs) {
            text.append(PolicyText.line("log", PolicyText.octets(log.key().vkey()), log.url()));
        }
        for (WitnessKey witness : witnesses) {
            String vkey = PolicyText.octets(witness.key().vkey());
            text.append(PolicyText.line("witness", witness.name(), vkey, witness.url()));
        }
        for (WitnessGroup group : groups) {
            List<String> words = new ArrayList<>(List.of("group", group.name(), Integer.toString(group.threshold())));
            words.addAll(group.members());
            text.append(PolicyText.line(words.toArray(String[]::new)));
        }
        text.append(PolicyText.line("quorum", quorum));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Verifies that a log of this policy signed `checkpoint` and that the quorum saw it.
    ///
    /// A cosignature that states no time is valid but says not that the tree was the largest seen: it does
    /// not count.
    ///
    /// @throws NoteRejected if the origin is unknown, a signature of a known key is bad, the log did not
    ///     sign, or the witnesses that did are not strong enough
    public WitnessedCheckpoint verify(SignatureProvider provider, SignedCheckpoint checkpoint) {
        String origin = checkpoint.checkpoint().origin();
        List<VerifierKey> logKeys = logs.stream()
                .map(LogKey::key)
                .filter(key -> key.name().equals(origin))
                .toList();
        if (logKeys.isEmpty()) {
            throw new NoteRejected(
                    NoteRejected.Reason.UNKNOWN_ORIGIN, "no log of the policy is " + MalformedTlog.clip(origin));
        }
        List<VerifierKey> known = new ArrayList<>(logKeys);
        witnesses.forEach(witness -> known.add(witness.key()));
        List<VerifiedSignature> verified = checkpoint.verify(provider, known);
        VerifierKey log = verified.stream()
                .map(VerifiedSignature::key)
                .filter(logKeys::contains)
                .findFirst()
                .orElseThrow(
                        () -> new NoteRejected(NoteRejected.Reason.NO_LOG_SIGNATURE, "no signature by the log itself"));
        Map<String, Long> times = witnessTimes(verified);
        if (!isSatisfiedBy(times.keySet())) {
            throw new NoteRejected(
                    NoteRejected.Reason.NO_QUORUM, times.size() + " witnesses cosigned, which is no " + quorum);
        }
        return new WitnessedCheckpoint(checkpoint.checkpoint(), log, times);
    }

    /// Whether the quorum has seen a checkpoint that exactly the witnesses `cosigned` have cosigned.
    ///
    /// @param cosigned names of witnesses; others are ignored
    public boolean isSatisfiedBy(Set<String> cosigned) {
        if (quorum.equals(NO_QUORUM)) {
            return true;
        }
        Set<String> seen = new HashSet<>();
        witnesses.stream().map(WitnessKey::name).filter(cosigned::contains).forEach(seen::add);
        // Groups come after their members, so one pass decides them all.
        for (WitnessGroup group : groups) {
            long members = group.members().stream().filter(seen::contains).count();
            if (members >= group.threshold()) {
                seen.add(group.name());
            }
        }
        return seen.contains(quorum);
    }

    private Map<String, Long> witnessTimes(List<VerifiedSignature> verified) {
        Map<VerifierKey, String> names = new HashMap<>();
        witnesses.forEach(witness -> names.put(witness.key(), witness.name()));
        Map<String, Long> times = new HashMap<>();
        for (VerifiedSignature signature : verified) {
            String name = names.get(signature.key());
            if (name != null && signature.statesTime()) {
                times.merge(name, signature.timeSeconds().orElseThrow(), Math::max);
            }
        }
        return times;
    }
}
