// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.backup;

import java.time.DateTimeException;
import java.time.Instant;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.MemberId;
import org.mithaq.json.Excerpt;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.MalformedJson;

/// What a backup says of itself, sealed as its first entry.
///
/// @param part `data` or `keys`
/// @param member whose node
/// @param made when the copy was taken
record Manifest(BackupPart part, MemberId member, Instant made) {

    static final String NAME = "manifest.json";

    private static final int FORMAT = 1;

    byte[] encode() {
        return Json.write(JsonObject.builder()
                .put("format", FORMAT)
                .put("part", part.label())
                .put("member", member.hex())
                .put("made", made.toString())
                .build());
    }

    static Manifest decode(byte[] bytes) {
        try {
            JsonObject object =
                    Json.read(bytes, JsonLimits.standard()).asObject().orElseThrow(() -> refused("is no object"));
            long format = object.integer("format").orElse(0);
            if (format != FORMAT) {
                throw refused("has format " + format + ", and this program reads 1: use a newer one");
            }
            String label = object.string("part").orElse("");
            for (BackupPart part : BackupPart.values()) {
                if (part.label().equals(label)) {
                    return new Manifest(
                            part,
                            MemberId.parse(object.string("member").orElse("")),
                            Instant.parse(object.string("made").orElse("")));
                }
            }
            throw refused("names no part");
        } catch (MalformedJson | CharterRejected | DateTimeException malformed) {
            // What an exception quotes is the file's, and this ends up on a terminal.
            throw refused("cannot be read: " + Excerpt.of(String.valueOf(malformed.getMessage())));
        }
    }

    private static CommandRefused refused(String why) {
        return new CommandRefused(ExitCode.REFUSED, "the backup's manifest " + why);
    }
}
