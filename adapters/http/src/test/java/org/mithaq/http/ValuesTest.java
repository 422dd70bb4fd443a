// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class ValuesTest {

    @Test
    void an_identity_comes_back_from_its_pem() throws Exception {
        TlsIdentity identity = TlsIdentity.make(
                "عقدة", Instant.parse("2026-03-01T10:00:00.5Z"), Duration.ofDays(30), new SecureRandom());
        TlsIdentity again = TlsIdentity.ofPem(identity.pem());
        assertThat(again.pin()).isEqualTo(identity.pin());
        assertThat(again.certificate()).isEqualTo(identity.certificate());
        assertThat(identity.certificate().getNotBefore()).isEqualTo(Date.from(Instant.parse("2026-03-01T10:00:00Z")));
        assertThat(identity.certificate().getNotAfter()).isEqualTo(Date.from(Instant.parse("2026-03-31T10:00:00Z")));
        assertThat(identity.toString()).contains(identity.pin().hex()).doesNotContain("PRIVATE");
        assertThat(identity.certificatePem()).contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE");
    }

    @Test
    void the_key_of_one_with_the_certificate_of_another_is_no_identity() {
        String key = new String(Doors.ALICE.pem(), StandardCharsets.US_ASCII);
        String mixed = key.substring(0, key.indexOf("-----BEGIN CERTIFICATE")) + Doors.MALLORY.certificatePem();
        assertThatThrownBy(() -> TlsIdentity.ofPem(mixed.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MalformedIdentity.class);
        assertThatThrownBy(() -> TlsIdentity.ofPem(new byte[TlsIdentity.PEM_BYTES_MAX + 1]))
                .isInstanceOf(MalformedIdentity.class);
    }

    @Test
    void a_mutated_identity_is_read_or_refused_without_a_word_of_the_key() {
        byte[] pem = Doors.ALICE.pem();
        String keyLine = new String(pem, StandardCharsets.US_ASCII)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        Seeds.forAll(300, random -> {
            try {
                TlsIdentity.ofPem(Mutations.mutate(pem, random));
            } catch (MalformedIdentity e) {
                assertThat(e.getMessage()).doesNotContain(keyLine.substring(0, 20));
            }
        });
    }

    @Test
    void a_header_cannot_smuggle_another() {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("A", "b\r\nC: d"));
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("A b", "c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.empty(200).with("", "c"));
        assertThat(Headers.of("Content-Type", "x").with("content-type", "y").all("CONTENT-TYPE"))
                .containsExactly("x", "y");
    }

    @Test
    void a_problem_is_written_as_rfc_9457_says() {
        Problem problem = Problem.of("not-stix", 422, "Not \"STIX\"", "line\nbreak \ud800 ميثاق", "STIX 2.1 §2.9")
                .with("excerpt", "<b>\\");
        assertThat(new String(problem.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"urn:mithaq:problem:not-stix\",\"title\":\"Not \\\"STIX\\\"\",\"status\":422,"
                        + "\"detail\":\"line\\nbreak ? ميثاق\",\"clause\":\"STIX 2.1 §2.9\",\"excerpt\":\"<b>\\\\\"}");
    }

    @Test
    void a_body_that_dribbles_is_refused_after_the_grace() throws IOException {
        AtomicLong clock = new AtomicLong();
        BoundedBody body = new BoundedBody(new ByteArrayInputStream(new byte[100]), 100, 1_000, clock::get);
        assertThat(body.read()).isZero();
        clock.addAndGet(BoundedBody.GRACE_NANOS + 1);
        assertThatThrownBy(body::read).isInstanceOf(BodyRefused.class).hasMessageContaining("1000 bytes a second");
        assertThat(body.failure()).isPresent();
        assertThatThrownBy(body::readAllBytes).isInstanceOf(BodyRefused.class);
    }

    @Test
    void a_repeated_alarm_is_passed_on_once_in_an_interval() {
        AtomicLong clock = new AtomicLong();
        Doors.Heard heard = new Doors.Heard();
        Alarms limited = new RateLimitedAlarms(heard, Duration.ofMinutes(1), clock::get);
        for (int port = 1; port <= 50; port++) {
            limited.raise(new Alarm(Alarm.Kind.HANDSHAKE, "10.0.0.1:" + port, Optional.empty(), "x"));
        }
        limited.raise(new Alarm(Alarm.Kind.UNPINNED, "10.0.0.1:7", Optional.empty(), "x"));
        limited.raise(new Alarm(Alarm.Kind.HANDSHAKE, "10.0.0.2:7", Optional.empty(), "x"));
        assertThat(heard.alarms).hasSize(3);
        clock.addAndGet(Duration.ofMinutes(2).toNanos());
        limited.raise(new Alarm(Alarm.Kind.HANDSHAKE, "10.0.0.1:9", Optional.empty(), "x"));
        assertThat(heard.alarms).hasSize(4);
    }
}
