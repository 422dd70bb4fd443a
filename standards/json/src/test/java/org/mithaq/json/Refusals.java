// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Reads what must be refused.
final class Refusals {

    private Refusals() {}

    static MalformedJson of(String text) {
        return of(text.getBytes(UTF_8), JsonLimits.standard());
    }

    static MalformedJson of(byte[] text, JsonLimits limits) {
        MalformedJson refusal = catchThrowableOfType(MalformedJson.class, () -> Json.read(text, limits));
        assertThat(refusal).as(Excerpt.of(new String(text, UTF_8))).isNotNull();
        return refusal;
    }
}
