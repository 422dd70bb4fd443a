// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.json.JsonArrayElements.Element;
import org.mithaq.json.JsonArrayElements.Slice;
import org.mithaq.json.JsonArrayElements.TooLong;

/// A document that has been taken apart to its end, or to where it was refused.
record Split(List<Element> elements, String skeleton, Optional<MalformedJson> refusal, long bytesRead) {

    static Split of(byte[] text, int elementBytesMax) {
        return drainAll(JsonArrayElements.of(
                new ByteArrayInputStream(text), "objects", elementBytesMax, JsonLimits.standard()));
    }

    static Split drainAll(JsonArrayElements parts) {
        List<Element> elements = new ArrayList<>();
        try {
            for (Optional<Element> next = parts.next(); next.isPresent(); next = parts.next()) {
                elements.add(next.get());
            }
            return new Split(elements, new String(parts.skeleton(), UTF_8), Optional.empty(), parts.bytesRead());
        } catch (MalformedJson refusal) {
            return new Split(elements, "", Optional.of(refusal), parts.bytesRead());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> texts() {
        return elements.stream()
                .map(element -> switch (element) {
                    case Slice slice -> new String(slice.bytes(), UTF_8);
                    case TooLong passed -> "(" + passed.lengthBytes() + ")";
                })
                .toList();
    }
}
