// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Every setting there is, in the order of the reference. The file, the environment, flags, the example and
/// `docs/configuration.md` all come from this list.
final class Settings {

    static final Setting<Path> HOME = new Setting<>(
            "home",
            new Kind.Place(),
            ".",
            "Folder of the node's data: store, keys, log, evidence. Relative to this file; one node per folder.");
    static final Setting<Address> PEERS_LISTEN = new Setting<>(
            "peers.listen",
            new Kind.Door(true),
            "0.0.0.0:7443",
            "Where other members' nodes reach this one, over mutual TLS.");
    static final Setting<Address> PEERS_ADVERTISE = new Setting<>(
            "peers.advertise",
            new Kind.Door(false),
            "",
            "What other members dial, when it is not where the node listens: behind NAT, or by a name.");
    static final Setting<Boolean> PEERS_CARRY = new Setting<>(
            "peers.carry",
            new Kind.Flag(),
            "true",
            "Whether members that do not reach each other may hand sealed messages on through this node.");
    static final Setting<Address> LOCAL_LISTEN = new Setting<>(
            "local.listen",
            new Kind.Door(true),
            "127.0.0.1:7080",
            "Where this command line and TAXII clients reach the node, in plain HTTP with a token: keep it local.");
    static final Setting<Boolean> LOCAL_BEYOND_LOOPBACK = new Setting<>(
            "local.beyondLoopback",
            new Kind.Flag(),
            "false",
            "Allows local.listen to leave loopback. Only behind a TLS proxy: tokens cross that wire in clear.");
    static final Setting<Boolean> TAXII_ENABLED =
            new Setting<>("taxii.enabled", new Kind.Flag(), "true", "Whether TAXII 2.1 is served at local.listen.");
    static final Setting<String> TAXII_TITLE = new Setting<>(
            "taxii.title", new Kind.Words(200), "Mithaq", "What the TAXII discovery document calls this server.");
    static final Setting<Long> TAXII_MAX_CONTENT_LENGTH = new Setting<>(
            "taxii.maxContentLength",
            new Kind.Whole(10_000, 67_108_864),
            "16777216",
            "Largest body that a TAXII client may post, in bytes; the API root tells it to clients.");
    static final Setting<Long> TAXII_PAGE_SIZE = new Setting<>(
            "taxii.pageSize",
            new Kind.Whole(1, 10_000),
            "500",
            "Most objects in one TAXII page; clients may ask for fewer.");
    static final Setting<Long> LOG_CHECKPOINT_INTERVAL_MILLIS = new Setting<>(
            "log.checkpointIntervalMillis",
            new Kind.Whole(100, 3_600_000),
            "1000",
            "At most one checkpoint of the log in this time is sent to the witnesses; each costs them a signature.");
    static final Setting<Long> LIMITS_BUNDLE_BYTES = new Setting<>(
            "limits.bundleBytes",
            new Kind.Whole(10_000, 1_099_511_627_776L),
            "4294967296",
            "Largest bundle that `import` reads; it is streamed, so this bounds time and disk, not memory.");
    static final Setting<Long> LIMITS_OBJECT_BYTES = new Setting<>(
            "limits.objectBytes",
            new Kind.Whole(1_000, 67_108_864),
            "1048576",
            "Largest single object, from a file, a TAXII client or a peer.");
    static final Setting<Long> LIMITS_COMMAND_QUEUE = new Setting<>(
            "limits.commandQueue",
            new Kind.Whole(16, 1_000_000),
            "8192",
            "Most commands that wait for the node's one deciding thread; then senders are told to wait.");
    static final Setting<Long> LIMITS_PEER_QUEUE = new Setting<>(
            "limits.peerQueue",
            new Kind.Whole(16, 10_000_000),
            "65536",
            "Copies that may wait for one peer before an alarm says so. They lie in the store: its bound is the disk.");
    static final Setting<Address> WATCH_LISTEN = new Setting<>(
            "watch.listen",
            new Kind.Door(true),
            "",
            "A door for health and metrics alone, without token; else they are at local.listen while that is local.");
    static final Setting<Boolean> WATCH_BEYOND_LOOPBACK = new Setting<>(
            "watch.beyondLoopback",
            new Kind.Flag(),
            "false",
            "Allows watch.listen to leave loopback: whoever reaches it sees how much goes to which member.");
    static final Setting<String> WATCH_LOG_FORM = new Setting<>(
            "watch.logForm",
            new Kind.Choice(List.of("text", "json")),
            "text",
            "How the program writes its own log to standard error: lines for people, or a JSON document a line.");
    static final Setting<String> WATCH_LOG_LEVEL = new Setting<>(
            "watch.logLevel",
            new Kind.Choice(List.of("error", "warn", "info", "debug", "trace")),
            "warn",
            "How much it writes. No level writes content or secrets.");
    static final Setting<URI> WATCH_TRACES_TO = new Setting<>(
            "watch.tracesTo",
            new Kind.Web(),
            "",
            "Where OpenTelemetry traces go, by OTLP over HTTP. Nobody says: no traces, and nothing of them is loaded.");
    static final Setting<Path> KEYS_PASSPHRASE_FILE = new Setting<>(
            "keys.passphraseFile",
            new Kind.Place(),
            "",
            "File with the passphrase that the node's keys are sealed under (Argon2id). Not beside keys.keyFile.");
    static final Setting<Path> KEYS_KEY_FILE = new Setting<>(
            "keys.keyFile",
            new Kind.Place(),
            "",
            "File with the random key that seals the node's keys; keys/node.key in home when neither is set.");

    static final List<Setting<?>> ALL = List.of(
            HOME,
            PEERS_LISTEN,
            PEERS_ADVERTISE,
            PEERS_CARRY,
            LOCAL_LISTEN,
            LOCAL_BEYOND_LOOPBACK,
            TAXII_ENABLED,
            TAXII_TITLE,
            TAXII_MAX_CONTENT_LENGTH,
            TAXII_PAGE_SIZE,
            LOG_CHECKPOINT_INTERVAL_MILLIS,
            LIMITS_BUNDLE_BYTES,
            LIMITS_OBJECT_BYTES,
            LIMITS_COMMAND_QUEUE,
            LIMITS_PEER_QUEUE,
            WATCH_LISTEN,
            WATCH_BEYOND_LOOPBACK,
            WATCH_LOG_FORM,
            WATCH_LOG_LEVEL,
            WATCH_TRACES_TO,
            KEYS_PASSPHRASE_FILE,
            KEYS_KEY_FILE);

    /// Variables with our prefix that are no settings: the launcher's, and those that say where the file is.
    static final List<String> OTHER_VARIABLES =
            List.of("MITHAQ_CONFIG", "MITHAQ_JAVA_HOME", "MITHAQ_JAVA_OPTS", "MITHAQ_MAVEN_ARGS", "MITHAQ_NO_SKIP");

    private Settings() {}

    static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(each -> each.key().equals(key)).findAny();
    }

    /// Whether `key` is the first part of settings' keys, such as `peers`.
    static boolean isSection(String key) {
        return ALL.stream().anyMatch(each -> each.key().startsWith(key + "."));
    }
}
