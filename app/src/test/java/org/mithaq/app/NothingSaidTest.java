// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.seen.LogLines;
import org.mithaq.app.seen.ProgramLog;
import org.mithaq.http.Call;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PlainClient;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.slf4j.LoggerFactory;

/// Whatever happens, and however much is asked for: nothing that a node writes or serves about itself holds content or
/// a
/// secret. Values are planted where people and programs put them, and then looked for in all of it.
class NothingSaidTest {

    private static final String NAME = "planted-name-of-an-object";
    private static final String VALUE = "203.0.113.77";
    private static final String BROKEN = "planted-broken-input";
    private static final String PHRASE = "planted passphrase of eleven words";
    private static final String WRONG_TOKEN = "planted-wrong-token";
    private static final String REASON = "planted-reason-of-a-recall";
    private static final String PATH_PART = "planted-part-of-a-path";

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<String> planted =
            new ArrayList<>(List.of(NAME, VALUE, BROKEN, PHRASE, WRONG_TOKEN, REASON, PATH_PART, Bundles.id(NAME)));
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final LogLines lines = new LogLines();

    @BeforeEach
    void listen() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        lines.setContext(context);
        lines.start();
        appender.setContext(context);
        appender.setEncoder(lines);
        appender.setOutputStream(written);
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        ProgramLog.set(level("trace"));
    }

    @AfterEach
    void listenNoMore() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        ProgramLog.set(level("warn"));
    }

    private NodeConfig.Watch level(String level) {
        NodeConfig.Watch standard = NodeConfig.standard(folder).watch();
        return new NodeConfig.Watch(standard.listen(), false, "text", level, standard.tracesTo());
    }

    @Test
    void nothing_that_is_written_or_served_holds_content_or_a_secret() throws Exception {
        StringBuilder served = new StringBuilder();
        try (SpansTaken spans = new SpansTaken();
                Federation federation = Federation.found(folder)) {
            watched(federation, spans);
            live(federation);
            Federation.await(
                    "all steps are traced",
                    () -> Stream.of("post", "seal", "log", "witness", "deliver", "receipt", "mithaq")
                            .allMatch(spans.text()::contains));
            served.append(seen(federation)).append(spans.text());
        }
        passphrase();
        String log = written.toString(StandardCharsets.UTF_8);

        assertThat(log).contains("TRACE", "DEBUG", "waits for ");
        for (String each : planted) {
            assertThat(log).doesNotContain(each);
            assertThat(served.toString()).doesNotContain(each);
        }
        assertThat(planted).hasSizeGreaterThan(20);
    }

    /// Starts both nodes again, as their operator wants to see them.
    private void watched(Federation federation, SpansTaken spans) throws IOException {
        for (String name : List.of("alpha", "beta")) {
            federation.stop(name);
            Path file = folder.resolve(name).resolve(NodeConfig.FILE_NAME);
            Files.writeString(
                    file, Files.readString(file) + "watch:\n  logLevel: trace\n  tracesTo: \"" + spans.url() + "\"\n");
            federation.start(name);
            secrets(federation, name);
        }
    }

    /// What must not be seen of a member: its keys, and what opens its doors.
    private void secrets(Federation federation, String name) throws IOException {
        NodeHome home = new NodeHome(folder.resolve(name));
        plant(Files.readAllBytes(home.folder().resolve("keys/node.key")));
        Keyring keyring =
                NewMember.keyring(home, new KeySeal(federation.config(name).keys(), new SecureRandom()));
        plant(keyring.signing().key().secret().revealSecret());
        plant(keyring.sealing().key().secret().revealSecret());
        plant(keyring.log().secret().revealSecret());
        plant(keyring.witness().secret().revealSecret());
        plant(keyring.vault().revealSecret());
        planted.add(control(name).string("token").orElseThrow());
    }

    private void plant(byte[] key) {
        planted.add(HexFormat.of().formatHex(key));
        planted.add(Base64.getEncoder().encodeToString(key));
    }

    private JsonObject control(String name) throws IOException {
        return Json.read(Files.readAllBytes(new NodeHome(folder.resolve(name)).control()), JsonLimits.standard())
                .asObject()
                .orElseThrow();
    }

    /// A day at the desk, with its mishaps.
    private void live(Federation federation) throws Exception {
        String pattern = Bundles.indicator(NAME).replace("198.51.100.7", VALUE);
        Files.write(folder.resolve("bundle.json"), Bundles.of(pattern, "{\"type\":\"" + BROKEN + "\"}"));
        var _ = federation.run("import", "bundle.json", "--home", "alpha", "--channel", "plenary", "--lane", "flash");
        Federation.await(
                "it is at beta",
                () -> federation.done("objects", "--home", "beta").out().contains(Bundles.id(NAME)));
        for (String line : federation
                .done("node", "token", "add", "reader", "--home", "alpha", "--scope", "taxii:read,taxii:write")
                .out()
                .lines()
                .toList()) {
            if (line.length() >= 32 && !line.contains(" ")) {
                planted.add(line.strip());
            }
        }
        ask("/api/collections/", "Bearer " + WRONG_TOKEN, "");
        ask("/api/collections/" + PATH_PART + "/objects/?match[id]=" + NAME, "Bearer " + planted.getLast(), "");
        ask("/control/v1/share", "Bearer " + control("alpha").string("token").orElseThrow(), "{\"" + BROKEN);
        ask("/control/v1/" + PATH_PART, "Bearer " + WRONG_TOKEN, BROKEN);
        ask("/%2e%2e/" + PATH_PART, "", "");
        federation.stop("beta");
        federation.done("recall", Bundles.id(NAME), "--reason", REASON, "--home", "alpha");
        federation.start("beta");
        Federation.await(
                "it is gone at beta",
                () -> !federation.done("objects", "--home", "beta").out().contains(Bundles.id(NAME)));
    }

    private void ask(String path, String authorization, String body) throws Exception {
        try (PlainClient client =
                new PlainClient((int) control("alpha").integer("port").orElseThrow())) {
            var _ = client.send(new Call(
                    body.isEmpty() ? Method.GET : Method.POST,
                    path,
                    authorization.isEmpty() ? Headers.NONE : Headers.of("Authorization", authorization),
                    body.isEmpty() ? new Call.Body.None() : new Call.Body.Bytes(body.getBytes(StandardCharsets.UTF_8)),
                    Duration.ofSeconds(20),
                    1 << 20));
        }
    }

    /// Everything that a node shows of itself.
    private String seen(Federation federation) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("alpha", "beta")) {
            all.append(federation.done("node", "status", "--home", name).out());
            all.append(
                    federation.done("node", "status", "--home", name, "--json").out());
            for (String path : List.of("/metrics", "/health/live", "/health/ready")) {
                try (PlainClient client =
                        new PlainClient((int) control(name).integer("port").orElseThrow())) {
                    all.append(new String(
                            client.send(new Call(
                                            Method.GET,
                                            path,
                                            Headers.NONE,
                                            new Call.Body.None(),
                                            Duration.ofSeconds(20),
                                            1 << 22))
                                    .body(),
                            StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }

    /// A member whose keys a passphrase seals; it has no federation, and says so.
    private void passphrase() throws IOException {
        Files.writeString(folder.resolve("phrase"), PHRASE + "\n");
        var run = Run.of(
                folder,
                Map.of(),
                false,
                "node",
                "init",
                "--home",
                "gamma",
                "--name-ar",
                "ج",
                "--name-fr",
                "G",
                "--name-en",
                "G",
                "--domain",
                "gamma.example",
                "--call-back",
                "+999 1",
                "--set",
                "peers.listen=127.0.0.1:7443",
                "--set",
                "keys.passphraseFile=" + folder.resolve("phrase"));
        assertThat(run.code()).as(run.err()).isZero();
        var start = Run.of(
                folder, "node", "run", "--home", "gamma", "--set", "keys.passphraseFile=" + folder.resolve("phrase"));
        assertThat(start.err()).contains("charter adopt").doesNotContain(PHRASE);
        assertThat(start.out()).doesNotContain(PHRASE);
    }

    @Test
    void a_line_is_one_json_document_and_an_exception_is_told_without_its_message() throws Exception {
        Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("org.mithaq.test");
        lines.setJson(true);

        logger.warn("a step failed\nand so on", new IOException(NAME, new IllegalStateException(VALUE)));

        String line = written.toString(StandardCharsets.UTF_8).lines().toList().getLast();
        JsonObject document = Json.read(line.getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                .asObject()
                .orElseThrow();
        assertThat(document.string("level")).hasValue("WARN");
        assertThat(document.string("message")).hasValue("a step failed\nand so on");
        assertThat(document.strings("failure").orElseThrow())
                .startsWith("java.io.IOException")
                .contains("caused by java.lang.IllegalStateException");
        assertThat(line).doesNotContain(NAME, VALUE);

        lines.setJson(false);
        logger.warn("a step failed\nand so on", new IOException(NAME));
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("WARN  test: a step failed\\u{a}and so on\n    java.io.IOException\n")
                .doesNotContain(NAME);
    }

    @Test
    void libraries_stay_where_they_are_however_much_is_asked_of_the_program() {
        assertThat(LoggerFactory.getLogger("org.eclipse.jetty.http.HttpParser").isWarnEnabled())
                .isFalse();
        assertThat(LoggerFactory.getLogger("org.flywaydb.core").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("org.mithaq.http.FrontDesk").isTraceEnabled())
                .isTrue();
    }
}
