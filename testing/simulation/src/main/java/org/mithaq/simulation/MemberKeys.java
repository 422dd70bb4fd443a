// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.tlog.NoteSigner;

/// The keys of invented members from fixed seeds: of each kind a first one, and those that take its place. Making one
/// costs more than a whole contact, so that each is made once.
final class MemberKeys {

    private static final Map<String, CompositePrivateKey> COMPOSITES = new ConcurrentHashMap<>();
    private static final Map<String, SealingPrivateKey> SEALING = new ConcurrentHashMap<>();
    private static final Map<String, NoteSigner> LOGS = new ConcurrentHashMap<>();

    private MemberKeys() {}

    /// The offline root of a member.
    static CompositePrivateKey root(int index) {
        return composite(index + "/root");
    }

    /// @param epoch from 1
    static CompositePrivateKey signing(int index, int epoch) {
        return composite(purpose(index, "signing", epoch));
    }

    /// @param epoch from 1
    static SealingPrivateKey sealing(int index, int epoch) {
        return SEALING.computeIfAbsent(
                purpose(index, "sealing", epoch), name -> SealingPrivateKey.fromSeed(SecretBytes.handOver(seed(name))));
    }

    /// @param generation from 1
    static NoteSigner log(int index, int generation) {
        Function<String, NoteSigner> made = name -> new NoteSigner(origin(index), ed25519(name), Federation.SIGNATURES);
        return LOGS.computeIfAbsent(purpose(index, "log", generation), made);
    }

    /// The name of a member's log.
    static String origin(int index) {
        return domain(index) + "/log";
    }

    static String domain(int index) {
        return "m" + index + ".example";
    }

    private static String purpose(int index, String kind, int generation) {
        return index + "/" + kind + (generation == 1 ? "" : "/" + generation);
    }

    private static CompositePrivateKey composite(String purpose) {
        return COMPOSITES.computeIfAbsent(purpose, name -> {
            byte[] seeds = new byte[CompositePrivateKey.LENGTH_BYTES];
            System.arraycopy(seed(name + "/ml-dsa"), 0, seeds, 0, 32);
            System.arraycopy(seed(name + "/ed25519"), 0, seeds, 32, 32);
            return CompositePrivateKey.fromSeeds(SecretBytes.handOver(seeds));
        });
    }

    static Ed25519PrivateKey ed25519(String purpose) {
        return Ed25519PrivateKey.fromSeed(SecretBytes.handOver(seed(purpose)));
    }

    static byte[] seed(String purpose) {
        return Hash.of(("mithaq simulation " + purpose).getBytes(StandardCharsets.UTF_8))
                .bytes();
    }
}
