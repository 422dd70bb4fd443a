// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;

/// The objects of one step, each byte for byte as the file has it.
///
/// @param file its name among the bundles
/// @param id of the bundle
/// @param objects one or more, in order
public record DemoBundle(String file, StixId id, List<StixObject> objects) {

    public DemoBundle {
        objects = List.copyOf(objects);
        if (objects.isEmpty()) {
            throw new ScenarioBroken(file, "$.objects", "an object", "none");
        }
    }

    /// Reads a bundle in which nothing is wrong.
    ///
    /// @throws ScenarioBroken if there is any defect
    static DemoBundle read(String file, byte[] bytes) {
        Row root = Row.read(file, bytes, "type", "id", "objects");
        if (!root.text("type").equals("bundle")) {
            throw root.broken("type", "bundle");
        }
        StixId id = root.known(
                "id", StixId.tryParse(root.text("id")).filter(it -> it.type().equals("bundle")));
        List<StixObject> objects = new ArrayList<>();
        try {
            BundleReader reader = BundleReader.of(new ByteArrayInputStream(bytes), BundleLimits.standard());
            Optional<BundleObject> next = reader.next();
            while (next.isPresent()) {
                objects.add(accepted(file, next.get()));
                next = reader.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (objects.size() != root.rows("objects").size()) {
            throw root.broken("objects", "objects that can all be read");
        }
        return new DemoBundle(file, id, objects);
    }

    /// Whether one of its objects has this id.
    public boolean has(StixId object) {
        return objects.stream().anyMatch(each -> each.id().equals(object));
    }

    private static StixObject accepted(String file, BundleObject object) {
        if (object.reading() instanceof Reading.Accepted(StixObject accepted)) {
            return accepted;
        }
        String defects = object.reading().defects().getFirst().sentence();
        throw new ScenarioBroken(file, "$.objects[" + object.index() + "]", "an object without defects", defects);
    }
}
