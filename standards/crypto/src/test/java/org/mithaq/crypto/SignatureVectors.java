// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.mithaq.testkit.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the published signature vectors.
final class SignatureVectors {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SignatureVectors() {}

    static JsonNode file(String relative) {
        return JSON.readTree(SharedData.bytes(relative));
    }

    /// Calls `check` with each group and test of a Wycheproof file.
    static void wycheproof(String name, BiConsumer<JsonNode, JsonNode> check) {
        JsonNode file = file("vectors/wycheproof/" + name + "_test.json");
        int tests = 0;
        for (JsonNode group : file.get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                check.accept(group, test);
                tests++;
            }
        }
        if (tests != file.get("numberOfTests").asInt()) {
            throw new AssertionError("read %d of %s tests in %s".formatted(tests, file.get("numberOfTests"), name));
        }
    }

    /// The one case of the composite draft's file that is called `tcId`.
    static JsonNode composite(JsonNode file, String tcId) {
        for (JsonNode test : file.get("tests")) {
            if (test.get("tcId").asString().equals(tcId)) {
                return test;
            }
        }
        throw new AssertionError("no test case " + tcId);
    }

    static byte[] hex(JsonNode object, String name) {
        return HexFormat.of().parseHex(object.get(name).asString());
    }

    static byte[] base64(JsonNode object, String name) {
        return Base64.getDecoder().decode(object.get(name).asString());
    }

    /// The context of a test, empty where it names none.
    static byte[] context(JsonNode test) {
        return test.has("ctx") ? hex(test, "ctx") : new byte[0];
    }

    static boolean hasContext(JsonNode test) {
        return context(test).length > 0;
    }

    static List<String> flags(JsonNode test) {
        List<String> flags = new ArrayList<>();
        JsonNode array = test.get("flags");
        if (array != null && !array.isNull()) {
            array.forEach(flag -> flags.add(flag.asString()));
        }
        return flags;
    }
}
