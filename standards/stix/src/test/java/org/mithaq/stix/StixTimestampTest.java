// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Seeds;

class StixTimestampTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016-01-20T12:31:12Z",
                "2016-01-20T12:31:12.1Z",
                "2016-01-20T12:31:12.123Z",
                "2016-01-20T12:31:12.123000Z",
                "2014-02-20T09:16:08.989000Z",
                "2020-02-29T00:00:00.123456789012345678901234567890Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
            })
    void the_written_form_is_kept_to_the_digit(String written) {
        assertThat(StixTimestamp.parse(written).written()).isEqualTo(written);
        assertThat(StixTimestamp.parse(written)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2016-01-20",
                "2016-01-20T12:31:12",
                "2016-01-20T12:31:12.Z",
                "2016-01-20T12:31:12.123",
                "2016-01-20T12:31:12+00:00",
                "2016-01-20T12:31:12.123+02:00",
                "2016-01-20t12:31:12Z",
                "2016-01-20T12:31:12z",
                "2016-01-20 12:31:12Z",
                "2016-1-20T12:31:12Z",
                "2016-01-20T24:00:00Z",
                "2016-01-20T12:60:00Z",
                "2016-01-20T12:31:61Z",
                "2016-01-20T12:31:60Z",
                "2016-13-20T12:31:12Z",
                "2016-00-20T12:31:12Z",
                "2016-02-30T12:31:12Z",
                "2015-02-29T12:31:12Z",
                "2016-01-00T12:31:12Z",
                "-016-01-20T12:31:12Z",
                "+2016-01-20T12:31:12Z",
                "2016-01-20T12:31:12,123Z",
                "2016-01-20T12:31:12.12 Z",
                "\u0662016-01-20T12:31:12Z",
                "2016-01-20T12:31:12.1234567890123456789012345678901Z",
            })
    void anything_else_is_refused_with_its_clause(String written) {
        assertThat(StixTimestamp.tryParse(written)).isEmpty();
        assertThatThrownBy(() -> StixTimestamp.parse(written))
                .isInstanceOf(MalformedStix.class)
                .hasMessageStartingWith("STIX 2.1 §2.16.1: expected a UTC timestamp");
    }

    @Test
    void a_leap_second_ends_the_last_minute_of_a_day() {
        StixTimestamp leap = StixTimestamp.parse("2016-12-31T23:59:60Z");
        assertThat(leap).isGreaterThan(StixTimestamp.parse("2016-12-31T23:59:59.999Z"));
        assertThat(leap).isLessThanOrEqualTo(StixTimestamp.parse("2017-01-01T00:00:00Z"));
    }

    @Test
    void order_is_that_of_time_to_the_last_digit() {
        assertThat(StixTimestamp.parse("2016-01-20T12:31:12.1234567891Z"))
                .isGreaterThan(StixTimestamp.parse("2016-01-20T12:31:12.123456789Z"))
                .isLessThan(StixTimestamp.parse("2016-01-20T12:31:12.1234567892Z"))
                .isLessThan(StixTimestamp.parse("2016-01-20T12:31:13Z"));
    }

    @Test
    void the_same_time_in_other_digits_compares_as_the_same_and_is_not_equal() {
        StixTimestamp one = StixTimestamp.parse("2016-01-20T12:31:12Z");
        StixTimestamp other = StixTimestamp.parse("2016-01-20T12:31:12.000Z");
        assertThat(one.compareTo(other)).isZero();
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void the_instant_agrees_with_the_platform_for_any_moment() {
        Seeds.forAll(2_000, random -> {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-62_135_596_800L, 253_402_300_800L), random.nextInt(1_000_000_000));
            StixTimestamp time = StixTimestamp.of(instant);
            assertThat(time.instant()).isEqualTo(instant);
            assertThat(Instant.parse(time.written())).isEqualTo(instant);
            assertThat(time.fractionDigits()).isIn(3, 6, 9);
        });
    }

    @Test
    void order_agrees_with_the_platform_for_any_two_moments() {
        Seeds.forAll(2_000, random -> {
            Instant one = Instant.ofEpochSecond(random.nextLong(1_000), random.nextInt(1_000_000_000));
            Instant other = Instant.ofEpochSecond(random.nextLong(1_000), random.nextInt(1_000_000_000));
            assertThat(Integer.signum(StixTimestamp.of(one).compareTo(StixTimestamp.of(other))))
                    .isEqualTo(Integer.signum(one.compareTo(other)));
        });
    }
}
