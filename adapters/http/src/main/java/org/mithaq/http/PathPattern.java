// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The path of a route: literal segments, `{name}` for one segment, and at the end `{name...}` for one or more.
///
/// A slash at the end counts: `/taxii2/` and `/taxii2` are two paths.
final class PathPattern implements Comparable<PathPattern> {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][A-Za-z0-9]{0,30})(\\.\\.\\.)?}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~-]*");

    private sealed interface Segment {
        record Literal(String text) implements Segment {}

        record One(String name) implements Segment {}

        record Rest(String name) implements Segment {}
    }

    private final String written;
    private final List<Segment> segments;

    private PathPattern(String written, List<Segment> segments) {
        this.written = written;
        this.segments = segments;
    }

    /// Reads a pattern that we wrote.
    ///
    /// @throws IllegalArgumentException if it is no pattern
    static PathPattern parse(String written) {
        if (!written.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + written);
        }
        String[] parts = written.substring(1).split("/", -1);
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int index = 0; index < parts.length; index++) {
            Segment segment = segment(parts[index], index == parts.length - 1, written);
            boolean twice = switch (segment) {
                case Segment.Literal _ -> false;
                case Segment.One(String name) -> !names.add(name);
                case Segment.Rest(String name) -> !names.add(name);
            };
            if (twice) {
                throw new IllegalArgumentException("a name stands twice in " + written);
            }
            segments.add(segment);
        }
        return new PathPattern(written, List.copyOf(segments));
    }

    private static Segment segment(String part, boolean last, String written) {
        var variable = VARIABLE.matcher(part);
        if (variable.matches()) {
            boolean rest = variable.group(2) != null;
            if (rest && !last) {
                throw new IllegalArgumentException("{name...} stands at the end only: " + written);
            }
            String name = variable.group(1);
            return rest ? new Segment.Rest(name) : new Segment.One(name);
        }
        if (!LITERAL.matcher(part).matches() || (part.isEmpty() && !last)) {
            throw new IllegalArgumentException("not a path pattern: " + written);
        }
        return new Segment.Literal(part);
    }

    /// The values of the pattern's names in `path`, or nothing where it does not match. A value is never empty.
    Optional<Map<String, String>> match(RequestPath path) {
        List<String> found = path.segments();
        Map<String, String> values = new HashMap<>();
        for (int index = 0; index < segments.size(); index++) {
            if (index >= found.size()) {
                return Optional.empty();
            }
            String text = found.get(index);
            switch (segments.get(index)) {
                case Segment.Literal(String literal) -> {
                    if (!literal.equals(text)) {
                        return Optional.empty();
                    }
                }
                case Segment.One(String name) -> {
                    if (text.isEmpty()) {
                        return Optional.empty();
                    }
                    values.put(name, text);
                }
                case Segment.Rest(String name) -> {
                    String rest = String.join("/", found.subList(index, found.size()));
                    if (rest.isEmpty()) {
                        return Optional.empty();
                    }
                    values.put(name, rest);
                    return Optional.of(values);
                }
            }
        }
        return found.size() == segments.size() ? Optional.of(values) : Optional.empty();
    }

    /// The pattern without its names: two patterns of the same shape match the same paths.
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('/')
                    .append(
                            switch (segment) {
                                case Segment.Literal(String text) -> text;
                                case Segment.One(String _) -> "{}";
                                case Segment.Rest(String _) -> "{...}";
                            });
        }
        return shape.toString();
    }

    /// Orders the more exact pattern first: literal before `{name}` before `{name...}`, from the left.
    @Override
    public int compareTo(PathPattern other) {
        int common = Math.min(segments.size(), other.segments.size());
        for (int index = 0; index < common; index++) {
            int difference = Integer.compare(rank(segments.get(index)), rank(other.segments.get(index)));
            if (difference != 0) {
                return difference;
            }
        }
        int length = Integer.compare(other.segments.size(), segments.size());
        return length != 0 ? length : written.compareTo(other.written);
    }

    private static int rank(Segment segment) {
        return switch (segment) {
            case Segment.Literal _ -> 0;
            case Segment.One _ -> 1;
            case Segment.Rest _ -> 2;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && written.equals(pattern.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written;
    }
}
