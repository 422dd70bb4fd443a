// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes rows out, so that two are compared by what they hold: records compare arrays by identity.
public final class Written {

    private Written() {}

    /// `value` with every array in it as hexadecimal digits.
    public static String out(Object value) {
        return switch (value) {
            case byte[] bytes -> "x" + HexFormat.of().formatHex(bytes);
            case Optional<?> optional -> optional.map(Written::out).orElse("-");
            case List<?> list -> list.stream().map(Written::out).collect(Collectors.joining("\n ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
            case Record row when row.getClass().getName().contains(".port.") -> components(row);
            default -> value.toString();
        };
    }

    private static String components(Record row) {
        StringBuilder text = new StringBuilder("(");
        for (RecordComponent component : row.getClass().getRecordComponents()) {
            try {
                text.append(component.getName())
                        .append('=')
                        .append(out(component.getAccessor().invoke(row)))
                        .append(' ');
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("every component of a port's row can be read", e);
            }
        }
        return text.append(')').toString();
    }
}
