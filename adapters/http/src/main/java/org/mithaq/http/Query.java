// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters of a query, decoded, in order. A name may stand more than once.
public record Query(List<Parameter> parameters) {

    static final int PARAMETERS_MAX = 64;
    static final int RAW_CHARACTERS_MAX = 8_192;

    /// No parameter.
    public static final Query NONE = new Query(List.of());

    /// One `name=value`; the value is empty where there is no equals sign.
    public record Parameter(String name, String value) {}

    public Query {
        parameters = List.copyOf(parameters);
    }

    /// Reads the raw text after the question mark.
    ///
    /// @throws MalformedUri if it is over a limit, or an encoding is broken
    static Query parse(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        if (raw.length() > RAW_CHARACTERS_MAX) {
            throw new MalformedUri("RFC 9110 §4.1", "at most " + RAW_CHARACTERS_MAX + " characters of query", raw);
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String part : raw.split("&", PARAMETERS_MAX + 2)) {
            if (parameters.size() == PARAMETERS_MAX) {
                throw new MalformedUri("RFC 3986 §3.4", "at most " + PARAMETERS_MAX + " parameters", raw);
            }
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(new Parameter(PercentEncoding.decode(name, true), PercentEncoding.decode(value, true)));
            }
        }
        return new Query(parameters);
    }

    /// The value of the first parameter called `name`.
    public Optional<String> first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /// The values of all parameters called `name`, in order.
    public List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }
}
