// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that an operator decides about one node; `docs/configuration.md` explains each setting.
///
/// Each part checks itself, so that one which was made by code is held to the same bounds as one that was read.
///
/// @param home folder of the node's data, absolute
public record NodeConfig(
        Path home, Peers peers, Local local, Taxii taxii, Log log, Limits limits, Watch watch, KeyProtection keys) {

    /// What the file is called in a node's folder.
    public static final String FILE_NAME = "mithaq.yaml";

    public NodeConfig {
        Settings.HOME.checked(home);
    }

    /// Reads the file and what overrides it: file, then environment (`MITHAQ_PEERS_LISTEN`), then flags.
    ///
    /// @param file the configuration file; relative paths in it are relative to its folder
    /// @param environment all variables; those with our prefix that we do not know are refused
    /// @param flags what `--set` was given, each `key=value`
    /// @param folder absolute; what relative paths in the environment and in flags are relative to
    /// @throws ConfigRefused naming every problem and its place
    public static NodeConfig read(Path file, Map<String, String> environment, List<String> flags, Path folder) {
        return ConfigSources.of(file, environment, flags, folder).config();
    }

    /// As [#read], where `file` is not there yet and nothing stands in it.
    ///
    /// @throws ConfigRefused naming every problem and its place
    public static NodeConfig withoutFile(Path file, Map<String, String> environment, List<String> flags, Path folder) {
        return ConfigSources.of(new byte[0], file, environment, flags, folder).config();
    }

    /// What a node in `home` has that nobody configured; `home` is absolute.
    public static NodeConfig standard(Path home) {
        return ConfigSources.standard(home).config();
    }

    /// Every setting by its key, in the order of the reference, as text that the file could hold. An address or file
    /// that is absent is left out.
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put(Settings.HOME.key(), home.toString());
        settings.put(Settings.PEERS_LISTEN.key(), peers.listen.toString());
        peers.advertise.ifPresent(address -> settings.put(Settings.PEERS_ADVERTISE.key(), address.toString()));
        settings.put(Settings.PEERS_CARRY.key(), Boolean.toString(peers.carry));
        settings.put(Settings.LOCAL_LISTEN.key(), local.listen.toString());
        settings.put(Settings.LOCAL_BEYOND_LOOPBACK.key(), Boolean.toString(local.beyondLoopback));
        settings.put(Settings.TAXII_ENABLED.key(), Boolean.toString(taxii.enabled));
        settings.put(Settings.TAXII_TITLE.key(), taxii.title);
        settings.put(Settings.TAXII_MAX_CONTENT_LENGTH.key(), Integer.toString(taxii.maxContentLength));
        settings.put(Settings.TAXII_PAGE_SIZE.key(), Integer.toString(taxii.pageSize));
        settings.put(Settings.LOG_CHECKPOINT_INTERVAL_MILLIS.key(), Integer.toString(log.checkpointIntervalMillis));
        settings.put(Settings.LIMITS_BUNDLE_BYTES.key(), Long.toString(limits.bundleBytes));
        settings.put(Settings.LIMITS_OBJECT_BYTES.key(), Integer.toString(limits.objectBytes));
        settings.put(Settings.LIMITS_COMMAND_QUEUE.key(), Integer.toString(limits.commandQueue));
        settings.put(Settings.LIMITS_PEER_QUEUE.key(), Integer.toString(limits.peerQueue));
        watch.listen.ifPresent(address -> settings.put(Settings.WATCH_LISTEN.key(), address.toString()));
        settings.put(Settings.WATCH_BEYOND_LOOPBACK.key(), Boolean.toString(watch.beyondLoopback));
        settings.put(Settings.WATCH_LOG_FORM.key(), watch.logForm);
        settings.put(Settings.WATCH_LOG_LEVEL.key(), watch.logLevel);
        watch.tracesTo.ifPresent(url -> settings.put(Settings.WATCH_TRACES_TO.key(), url.toString()));
        switch (keys) {
            case KeyProtection.Passphrase(Path file) ->
                settings.put(Settings.KEYS_PASSPHRASE_FILE.key(), file.toString());
            case KeyProtection.KeyFile(Path file) -> settings.put(Settings.KEYS_KEY_FILE.key(), file.toString());
        }
        return Collections.unmodifiableMap(settings);
    }

    /// The commented file that `node init` writes; every setting in it is commented out and shows its standard value.
    public static String example() {
        return Reference.example(Map.of());
    }

    /// The same file, in which some settings are said.
    ///
    /// @param said key and value, as [#settings] has them
    public static String example(Map<String, String> said) {
        return Reference.example(said);
    }

    /// The door for other members.
    ///
    /// @param listen where it is
    /// @param advertise what others dial, when that is something else
    /// @param carry whether members that do not reach each other may be served through this node
    public record Peers(Address listen, Optional<Address> advertise, boolean carry) {

        public Peers {
            Settings.PEERS_LISTEN.checked(listen);
            advertise.ifPresent(Settings.PEERS_ADVERTISE::checked);
        }
    }

    /// The door for this machine: the command line and TAXII clients.
    ///
    /// @param listen where it is; on loopback unless `beyondLoopback`
    public record Local(Address listen, boolean beyondLoopback) {

        public Local {
            Settings.LOCAL_LISTEN.checked(listen);
            if (!listen.isLoopback() && !beyondLoopback) {
                throw new ConfigRefused(Settings.LOCAL_LISTEN.key() + ": " + listen
                        + " can be reached from other machines, in clear; put a"
                        + " TLS proxy before it and say " + Settings.LOCAL_BEYOND_LOOPBACK.key()
                        + ": true, or listen on 127.0.0.1");
            }
        }
    }

    /// The TAXII 2.1 server.
    ///
    /// @param maxContentLength TAXII's `max_content_length`, in bytes
    /// @param pageSize most objects in one page
    public record Taxii(boolean enabled, String title, int maxContentLength, int pageSize) {

        public Taxii {
            Settings.TAXII_TITLE.checked(title);
            Settings.TAXII_MAX_CONTENT_LENGTH.checked((long) maxContentLength);
            Settings.TAXII_PAGE_SIZE.checked((long) pageSize);
        }
    }

    /// The transparency log.
    ///
    /// @param checkpointIntervalMillis least time between two checkpoints that witnesses are asked to cosign
    public record Log(int checkpointIntervalMillis) {

        public Log {
            Settings.LOG_CHECKPOINT_INTERVAL_MILLIS.checked((long) checkpointIntervalMillis);
        }
    }

    /// Bounds on what comes in and on what waits.
    ///
    /// @param bundleBytes largest bundle that is imported
    /// @param objectBytes largest single object
    /// @param commandQueue most commands waiting for the deciding thread
    /// @param peerQueue copies waiting for one peer before an alarm says so
    public record Limits(long bundleBytes, int objectBytes, int commandQueue, int peerQueue) {

        public Limits {
            Settings.LIMITS_BUNDLE_BYTES.checked(bundleBytes);
            Settings.LIMITS_OBJECT_BYTES.checked((long) objectBytes);
            Settings.LIMITS_COMMAND_QUEUE.checked((long) commandQueue);
            Settings.LIMITS_PEER_QUEUE.checked((long) peerQueue);
            if (objectBytes > bundleBytes) {
                throw new ConfigRefused(Settings.LIMITS_OBJECT_BYTES.key() + ": expected at most "
                        + Settings.LIMITS_BUNDLE_BYTES.key() + " (" + bundleBytes + "), found " + objectBytes);
            }
        }
    }

    /// How the node is seen from outside.
    ///
    /// @param listen a door for health and metrics alone; empty: they are at `local.listen` while that is local
    /// @param logForm `text` or `json`
    /// @param logLevel `error`, `warn`, `info`, `debug` or `trace`
    /// @param tracesTo where traces go; empty: there are none
    public record Watch(
            Optional<Address> listen, boolean beyondLoopback, String logForm, String logLevel, Optional<URI> tracesTo) {

        public Watch {
            listen.ifPresent(Settings.WATCH_LISTEN::checked);
            Settings.WATCH_LOG_FORM.checked(logForm);
            Settings.WATCH_LOG_LEVEL.checked(logLevel);
            tracesTo.ifPresent(Settings.WATCH_TRACES_TO::checked);
            if (listen.isPresent() && !listen.get().isLoopback() && !beyondLoopback) {
                throw new ConfigRefused(Settings.WATCH_LISTEN.key() + ": " + listen.get()
                        + " can be reached from other machines, where anybody sees how much goes to which member; say "
                        + Settings.WATCH_BEYOND_LOOPBACK.key() + ": true, or listen on 127.0.0.1");
            }
        }
    }

    /// What the node's own keys are sealed under while they rest.
    public sealed interface KeyProtection {

        /// A passphrase that a person chose, read from a file that only the node may read.
        record Passphrase(Path file) implements KeyProtection {

            public Passphrase {
                Settings.KEYS_PASSPHRASE_FILE.checked(file);
            }
        }

        /// A random key in a file, for nodes that start without a person.
        record KeyFile(Path file) implements KeyProtection {

            public KeyFile {
                Settings.KEYS_KEY_FILE.checked(file);
            }
        }
    }
}
