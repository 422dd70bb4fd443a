// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the markings of one object amount to, granular ones included: an object is shared whole or not at all, so
/// the strictest marking of any part counts for all of it.
///
/// STIX leaves it open how several markings go together (§7.2). Here they fail closed: the strictest label wins;
/// what looks like TLP without being one of the definitions that the standards print is RED; what nobody can look
/// up or understand is named in `unknown`, and it is for policy to withhold.
///
/// @param tlp the strictest label; empty where no marking speaks of TLP
/// @param statements statement markings (§7.2.1): text for people, without a rule that a machine could apply
/// @param unknown markings whose definition is not at hand, or is of a kind that is not understood
/// @param defects what was wrong with the markings, for people
public record Markings(Optional<Tlp> tlp, List<StixId> statements, List<StixId> unknown, List<Defect> defects) {

    private static final Markings NONE = new Markings(Optional.empty(), List.of(), List.of(), List.of());

    public Markings {
        statements = List.copyOf(statements);
        unknown = List.copyOf(unknown);
        defects = List.copyOf(defects);
    }

    /// Of an object that nobody marked.
    public static Markings none() {
        return NONE;
    }

    /// Of an object that carries this label alone.
    public static Markings of(Tlp tlp) {
        return new Markings(Optional.of(tlp), List.of(), List.of(), List.of());
    }

    /// Resolves all markings of `object`.
    ///
    /// @param definitions yields the marking definition of an id, where it is at hand; it is asked once for each id
    public static Markings of(StixObject object, Function<StixId, Optional<StixObject>> definitions) {
        if (object.objectMarkingRefs().isEmpty() && object.granularMarkings().isEmpty()) {
            return NONE;
        }
        Set<StixId> ids = new LinkedHashSet<>(object.objectMarkingRefs());
        object.granularMarkings().forEach(granular -> ids.add(granular.marking()));
        Resolution resolution = new Resolution();
        for (StixId id : ids) {
            resolution.add(id, definitions.apply(id));
        }
        return resolution.markings();
    }

    private static final class Resolution {
        private final List<StixId> statements = new ArrayList<>();
        private final List<StixId> unknown = new ArrayList<>();
        private final List<Defect> defects = new ArrayList<>();
        private @Nullable Tlp strictest;

        void add(StixId id, Optional<StixObject> definition) {
            Optional<Tlp> byId = Tlp.ofDefinition(id);
            Optional<TlpContent> content = definition.map(it -> TlpContent.of(it.json()));
            if (byId.isPresent()) {
                // A definition that contradicts its well-known id can make it stricter, never more open.
                restrict(byId.get());
                content.flatMap(TlpContent::tlp).ifPresent(this::restrict);
            } else if (content.isEmpty()) {
                unknown.add(id);
            } else if (content.get().looksLikeTlp()) {
                restrict(Tlp.RED);
                defects.add(Rule.TLP_UNKNOWN.at("$.object_marking_refs", id.toString()));
            } else if (isStatement(definition.get())) {
                statements.add(id);
            } else {
                unknown.add(id);
            }
        }

        Markings markings() {
            return new Markings(Optional.ofNullable(strictest), statements, unknown, defects);
        }

        private void restrict(Tlp tlp) {
            strictest = strictest == null ? tlp : Tlp.stricter(strictest, tlp);
        }

        private static boolean isStatement(StixObject definition) {
            return definition
                    .json()
                    .string("definition_type")
                    .filter("statement"::equals)
                    .isPresent();
        }
    }
}
