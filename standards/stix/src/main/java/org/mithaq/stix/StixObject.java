// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonObject;

/// One STIX object: the exact bytes that were read, and a view of what exchange needs of them. Immutable.
///
/// Two are equal when their bytes are. Made by [StixReader] only, so that whoever holds one knows that it was
/// safe to exchange.
public final class StixObject {

    private final byte[] bytes;
    private final JsonObject json;
    private final Category category;
    private final StixId id;
    private final @Nullable StixTimestamp created;
    private final @Nullable StixTimestamp modified;
    private final boolean revoked;
    private final @Nullable StixId createdByRef;
    private final List<StixId> objectMarkingRefs;
    private final List<GranularMarking> granularMarkings;
    private final List<Reference> references;

    /// Takes over what `reader` has found; `bytes` are handed over, not copied.
    StixObject(byte[] bytes, JsonObject json, Category category, StixId id, ObjectReader reader) {
        this.bytes = bytes;
        this.json = json;
        this.category = category;
        this.id = id;
        this.created = reader.created();
        this.modified = reader.modified();
        this.revoked = reader.revoked();
        this.createdByRef = reader.createdByRef();
        this.objectMarkingRefs = List.copyOf(reader.objectMarkingRefs());
        this.granularMarkings = List.copyOf(reader.granularMarkings());
        this.references = List.copyOf(reader.references());
    }

    /// The exact bytes that were read. Handed over, not copied: whoever changes them breaks every promise made
    /// here.
    public byte[] bytes() {
        return bytes;
    }

    /// The parsed form of [#bytes].
    public JsonObject json() {
        return json;
    }

    /// Its identifier (§3.3).
    public StixId id() {
        return id;
    }

    /// Its type, such as `indicator`; the first part of its identifier.
    public String type() {
        return id.type();
    }

    /// The kind of object that its type is.
    public Category category() {
        return category;
    }

    /// The version of the specification that it follows. Only objects of one version are read.
    public SpecVersion specVersion() {
        return SpecVersion.V2_1;
    }

    /// When its first version was made; absent on cyber-observables.
    public Optional<StixTimestamp> created() {
        return Optional.ofNullable(created);
    }

    /// When this version was made; absent on what is not versioned.
    public Optional<StixTimestamp> modified() {
        return Optional.ofNullable(modified);
    }

    /// Whether its creator no longer holds it to be valid (§3.6).
    public boolean revoked() {
        return revoked;
    }

    /// The identity that made it, unless the creator is anonymous (§3.5).
    public Optional<StixId> createdByRef() {
        return Optional.ofNullable(createdByRef);
    }

    /// Marking definitions that apply to the whole object (§7.2.2), as written.
    public List<StixId> objectMarkingRefs() {
        return objectMarkingRefs;
    }

    /// Data markings of parts of the object (§7.2.3).
    public List<GranularMarking> granularMarkings() {
        return granularMarkings;
    }

    /// Everything that it points to, markings included, in the order of the text.
    public List<Reference> references() {
        return references;
    }

    /// The keys of its `extensions`: ids of extension definitions, or names of predefined extensions.
    public List<String> extensions() {
        return json.object("extensions").map(JsonObject::names).orElse(List.of());
    }

    /// What tells this version from others of the same id (§3.6): `modified`, else `created`, else the content.
    ///
    /// Cheap where there is a time; else it costs what [#contentHash] costs.
    public Version version() {
        if (modified != null) {
            return new Version.Modified(modified);
        }
        return created != null ? new Version.Created(created) : Version.Content.of(contentHash());
    }

    /// SHA-256 over the canonical form (RFC 8785): the same for the same content, however it was written.
    ///
    /// Computed at each call, in time linear to the object.
    ///
    /// @return 32 bytes, the caller's own
    public byte[] contentHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(CanonicalJson.write(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StixObject that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Its identifier and version time, never its content.
    @Override
    public String toString() {
        return modified == null ? id.toString() : id + " of " + modified;
    }
}
