// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.config.NodeConfig.KeyProtection;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class NodeConfigTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void an_empty_file_gives_the_standard_configuration_of_its_folder() throws IOException {
        var config = read("");

        assertThat(config).isEqualTo(NodeConfig.standard(folder));
        assertThat(config.home()).isEqualTo(folder);
        assertThat(config.local().listen().isLoopback()).isTrue();
        assertThat(config.keys()).isEqualTo(new KeyProtection.KeyFile(folder.resolve("keys/node.key")));
    }

    @Test
    void every_setting_of_the_file_reaches_the_record() throws IOException {
        var config = read("""
                home: data
                peers:
                  listen: "[::]:7000"
                  advertise: node.example.org:7001
                  carry: false
                local:
                  listen: 10.0.0.1:0
                  beyondLoopback: true
                taxii:
                  enabled: false
                  title: 'Équipe ميثاق'
                  maxContentLength: 20000
                  pageSize: 42
                log:
                  checkpointIntervalMillis: 250
                limits:
                  bundleBytes: 1000000
                  objectBytes: 5000
                  commandQueue: 17
                  peerQueue: 18
                watch:
                  listen: 10.0.0.1:9100
                  beyondLoopback: true
                  logForm: json
                  logLevel: debug
                  tracesTo: https://traces.example:4318/v1/traces
                keys:
                  passphraseFile: /run/secrets/phrase
                """);

        assertThat(config)
                .isEqualTo(new NodeConfig(
                        folder.resolve("data"),
                        new NodeConfig.Peers(
                                new Address("::", 7000), Optional.of(new Address("node.example.org", 7001)), false),
                        new NodeConfig.Local(new Address("10.0.0.1", 0), true),
                        new NodeConfig.Taxii(false, "Équipe ميثاق", 20_000, 42),
                        new NodeConfig.Log(250),
                        new NodeConfig.Limits(1_000_000, 5_000, 17, 18),
                        new NodeConfig.Watch(
                                Optional.of(new Address("10.0.0.1", 9100)),
                                true,
                                "json",
                                "debug",
                                Optional.of(URI.create("https://traces.example:4318/v1/traces"))),
                        new KeyProtection.Passphrase(Path.of("/run/secrets/phrase"))));
        assertThat(config.settings().keySet())
                .containsExactlyElementsOf(Settings.ALL.stream()
                        .map(Setting::key)
                        .filter(key -> !key.equals("keys.keyFile"))
                        .toList());
    }

    @Test
    void the_environment_overrides_the_file_and_flags_override_both() throws IOException {
        write("taxii:\n  pageSize: 1\n  title: file\nlog:\n  checkpointIntervalMillis: 200\n");
        var environment = Map.of("MITHAQ_TAXII_PAGE_SIZE", "2", "MITHAQ_TAXII_TITLE", "environment", "PATH", "/bin");

        var config = NodeConfig.read(file(), environment, List.of("taxii.pageSize=3", "taxii.pageSize=4"), folder);

        assertThat(config.taxii().pageSize()).isEqualTo(4);
        assertThat(config.taxii().title()).isEqualTo("environment");
        assertThat(config.log().checkpointIntervalMillis()).isEqualTo(200);
    }

    @Test
    void a_relative_path_is_relative_to_where_it_was_written() throws IOException {
        Path here = Files.createDirectory(folder.resolve("here"));
        write("keys:\n  keyFile: secret\n");

        var config = NodeConfig.read(file(), Map.of(), List.of("home=data"), here);

        assertThat(config.home()).isEqualTo(here.resolve("data"));
        assertThat(config.keys()).isEqualTo(new KeyProtection.KeyFile(folder.resolve("secret")));
    }

    @Test
    void an_empty_variable_is_no_variable_and_an_unknown_one_is_refused() throws IOException {
        write("");

        assertThat(NodeConfig.read(file(), Map.of("MITHAQ_TAXII_TITLE", ""), List.of(), folder))
                .isEqualTo(NodeConfig.standard(folder));
        assertThatExceptionOfType(ConfigRefused.class)
                .isThrownBy(() -> NodeConfig.read(file(), Map.of("MITHAQ_PEER_LISTEN", "x"), List.of(), folder))
                .withMessage("environment: unknown variable MITHAQ_PEER_LISTEN; did you mean MITHAQ_PEERS_LISTEN?");
    }

    @Test
    void an_unknown_key_is_refused_at_its_place_with_what_was_perhaps_meant() {
        refuses("taxii:\n  pagesize: 3\n", "unknown setting \"taxii.pagesize\"; did you mean taxii.pageSize?", "2:13");
        refuses("pageSize: 3\n", "did you mean taxii.pageSize?", "1:11");
        refuses("peer:\n  listen: x:1\n", "unknown setting \"peer\"; did you mean peers?", "1:1");
        refuses("quite: different\n", "unknown setting \"quite\"", "1:8");
    }

    @Test
    void all_problems_are_told_at_once_in_the_order_of_the_file() {
        assertThatExceptionOfType(ConfigRefused.class)
                .isThrownBy(() -> read("taxii:\n  enabled: yes\n  pageSize: 0\nhom: x\n"))
                .satisfies(refused -> assertThat(refused.problems())
                        .hasSize(3)
                        .satisfiesExactly(
                                first -> assertThat(first).contains("2:12", "expected true or false, found \"yes\""),
                                second -> assertThat(second).contains("3:13", "from 1 to 10,000, found \"0\""),
                                third -> assertThat(third).contains("4:6", "did you mean home?")));
    }

    @Test
    void a_value_of_another_type_or_beyond_its_range_is_refused() {
        refuses("taxii:\n  pageSize: many\n", "expected a whole number from 1 to 10,000, found \"many\"", "2:13");
        refuses("taxii:\n  pageSize: 10001\n", "found \"10001\"", "2:13");
        refuses("taxii:\n  pageSize: 1.0\n", "found \"1.0\"", "2:13");
        refuses("taxii:\n  pageSize: 0x10\n", "found \"0x10\"", "2:13");
        refuses("taxii:\n  pageSize: 1_000\n", "found \"1_000\"", "2:13");
        refuses("taxii:\n  pageSize: 99999999999999999999\n", "found \"99999999999999999999\"", "2:13");
        refuses("taxii:\n  pageSize: 9999999999999999999\n", "found \"9999999999999999999\"", "2:13");
        refuses("taxii:\n  title: \"\"\n", "expected 1 to 200 characters", "2:10");
        refuses("taxii:\n  title: \"a\\u0000b\"\n", "expected 1 to 200 characters", "2:10");
        refuses("peers:\n  listen: 0.0.0.0\n", "expected HOST:PORT", "2:11");
        refuses("peers:\n  listen: 0.0.0.0:65536\n", "expected HOST:PORT", "2:11");
        refuses("peers:\n  advertise: node.example.org:0\n", "expected HOST:PORT", "2:14");
        refuses("home: \"a\\u0000b\"\n", "expected a path", "1:7");
    }

    @Test
    void a_structure_that_a_configuration_does_not_have_is_refused() {
        refuses("- a\n", "expected settings of the form", "1:1");
        refuses("text\n", "expected settings of the form", "1:1");
        refuses("peers: 5\n", "peers: expected a section", "1:8");
        refuses("home:\n  a: b\n", "home: expected one value, found a section", "2:3");
        refuses("peers:\n  listen: [::1]:7\n", "", "2:11");
        refuses("peers:\n  listen: [a]\n", "found a list (an address in brackets needs quotes)", "2:11");
        refuses("home:\n", "expected a value", "1:6");
        refuses("home: a\nhome: b\n", "\"home\" stands here a second time", "2:1");
        refuses("peers:\n  listen: a:1\npeers:\n  advertise: a:1\n", "", "3:1");
        refuses("home: a\n---\nhome: b\n", "found a second one", "3:1");
        refuses("home: \"a\n", "not YAML", "");
        refuses("\thome: a\n", "not YAML", "1:1");
    }

    @Test
    void nothing_in_the_file_can_expand_refer_or_convert() {
        refuses("a: &x [lol]\nb: [*x, *x]\n", "anchors", "1:4");
        refuses("home: *x\n", "", "1:7");
        refuses("home: !!binary aGk=\n", "tags", "1:7");
        refuses("taxii: !x\n  title: a\n", "tags", "1:8");
        refuses("&a home: x\n", "anchors", "1:1");
        refuses("? [a, b]\n: c\n", "not YAML", "1:4");
        refuses("<<: {home: x}\n", "unknown setting \"<<\"", "1:1");
    }

    @Test
    void bytes_depth_and_count_are_bounded() {
        refuses("#".repeat(ConfigFile.BYTES_MAX + 1), "expected at most 65,536 bytes", "");
        refuses("{a: ".repeat(5_000), "", "");
        refuses("x: " + "[".repeat(20_000), "", "1:4");
        var many = new StringBuilder();
        for (int i = 0; i <= ConfigFile.ENTRIES_MAX; i++) {
            many.append('k').append(i).append(": 1\n");
        }
        refuses(many.toString(), "expected at most 1,000 entries", "1001:1");
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() throws IOException {
        Files.write(file(), new byte[] {'h', (byte) 0xc3, '(', ':'});

        assertThatExceptionOfType(ConfigRefused.class)
                .isThrownBy(() -> NodeConfig.read(file(), Map.of(), List.of(), folder))
                .withMessageContaining("expected UTF-8 text");
    }

    @Test
    void a_file_that_is_missing_or_a_folder_is_refused_with_what_to_do() {
        assertThatExceptionOfType(ConfigRefused.class)
                .isThrownBy(() -> NodeConfig.read(file(), Map.of(), List.of(), folder))
                .withMessageContaining("mithaq node init");
        assertThatExceptionOfType(ConfigRefused.class)
                .isThrownBy(() -> NodeConfig.read(folder, Map.of(), List.of(), folder))
                .withMessageContaining("cannot be read");
    }

    @Test
    void settings_that_do_not_go_together_are_refused() {
        refuses("local:\n  listen: 0.0.0.0:7080\n", "local.beyondLoopback: true", "");
        refuses("local:\n  listen: 127.0.0.1.example.org:7080\n", "can be reached from other machines", "");
        refuses(
                "keys:\n  keyFile: a\n  passphraseFile: b\n",
                "expected one of keys.passphraseFile and keys.keyFile",
                "");
        refuses("limits:\n  bundleBytes: 10000\n  objectBytes: 10001\n", "limits.objectBytes: expected at most", "");
    }

    @Test
    void a_record_made_by_code_is_held_to_the_same_bounds() {
        assertThatExceptionOfType(ConfigRefused.class).isThrownBy(() -> new NodeConfig.Log(99));
        assertThatExceptionOfType(ConfigRefused.class).isThrownBy(() -> new NodeConfig.Taxii(true, " ", 20_000, 1));
        assertThatExceptionOfType(ConfigRefused.class).isThrownBy(() -> NodeConfig.standard(Path.of("relative")));
        assertThatExceptionOfType(ConfigRefused.class).isThrownBy(() -> new KeyProtection.KeyFile(Path.of("relative")));
    }

    @Test
    void a_flag_that_is_no_pair_is_refused() throws IOException {
        write("");

        for (String flag : List.of("home", "=x", "")) {
            assertThatExceptionOfType(ConfigRefused.class)
                    .isThrownBy(() -> NodeConfig.read(file(), Map.of(), List.of(flag), folder))
                    .withMessageContaining("--set: expected key=value");
        }
    }

    @Test
    void long_text_in_a_message_is_clipped() {
        assertThatExceptionOfType(ConfigRefused.class)
                .isThrownBy(() -> read("taxii:\n  pageSize: " + "é".repeat(5_000) + "\n"))
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(250));
    }

    @Test
    void a_damaged_file_is_read_or_refused_and_never_anything_else() throws IOException {
        byte[] whole = NodeConfig.example()
                .replaceAll("(?m)^#((?:  )?[a-zA-Z]+:(?: [^ ].*)?)$", "$1")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);

        Seeds.forAll(2_000, random -> {
            byte[] damaged = whole;
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged = Mutations.mutate(damaged, random);
            }
            try {
                assertThat(ConfigFile.read(damaged, "damaged")).isNotNull();
            } catch (ConfigRefused refused) {
                assertThat(refused.problems()).isNotEmpty();
            }
        });
    }

    private void refuses(String text, String problem, String place) {
        assertThatExceptionOfType(ConfigRefused.class)
                .as(text.length() > 200 ? text.substring(0, 200) : text)
                .isThrownBy(() -> read(text))
                .withMessageContaining(problem)
                .withMessageContaining(place.isEmpty() ? "" : file() + ":" + place + ":");
    }

    private NodeConfig read(String text) throws IOException {
        write(text);
        return NodeConfig.read(file(), Map.of(), List.of(), folder);
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Path file() {
        return folder.resolve(NodeConfig.FILE_NAME);
    }
}
