// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.regex.Pattern;

/// The text forms of tlog-tiles.
final class TilePathText {

    static final Pattern PATH = Pattern.compile(
            "tile/(?<level>entries|0|[1-9][0-9]?)/(?<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/(?<width>[0-9]{1,3}))?");

    private TilePathText() {}

    static String format(String level, long index, int width) {
        StringBuilder groups = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            groups.insert(0, "x%03d/".formatted(rest % 1000));
        }
        String partial = width == HashTile.WIDTH ? "" : ".p/" + width;
        return "tile/" + level + "/" + groups + partial;
    }

    static long index(String groups, String path) {
        long index = Long.parseLong(groups.replace("x", "").replace("/", ""));
        if (groups.startsWith("x000") || index > TilePath.INDEX_MAX) {
            throw new MalformedTlog("C2SP tlog-tiles, Merkle Tree", "an index without padding groups", path);
        }
        return index;
    }

    static int width(String digits, String path) {
        int width = Integer.parseInt(digits);
        if (digits.startsWith("0") || width < 1 || width >= HashTile.WIDTH) {
            throw new MalformedTlog("C2SP tlog-tiles, Merkle Tree", "a width from 1 to 255", path);
        }
        return width;
    }

    static int level(String digits, String path) {
        int level = Integer.parseInt(digits);
        if (level > HashTile.LEVEL_MAX) {
            throw new MalformedTlog("C2SP tlog-tiles, Merkle Tree", "a level from 0 to 63", path);
        }
        return level;
    }
}
