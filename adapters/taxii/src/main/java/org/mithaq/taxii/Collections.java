// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelRules;
import org.mithaq.charter.MemberCard;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;
import org.mithaq.node.port.Registry;
import org.mithaq.stix.Tlp;

/// All collections of a node, in an order that stays: home, the channels of the charter in theirs, and the bilateral
/// ones by id (TAXII 2.1 §3.3).
final class Collections {

    private static final Label ID = new Label("mithaq/taxii-collection/v1");
    private static final String HOME = "home";
    private static final int SUFFIX_CHARS = 8;

    private final TaxiiNode node;

    Collections(TaxiiNode node) {
        this.node = node;
    }

    List<Collection> all() {
        List<Collection> all = new ArrayList<>();
        all.add(home());
        for (Channel channel : node.charter().now().channels().values()) {
            if (channel.members().contains(node.self().member())) {
                all.add(of(channel, all));
            }
        }
        for (Registry.BilateralRow row :
                node.ledger().read(tables -> tables.registry().bilaterals())) {
            if (row.open()) {
                all.add(of(row));
            }
        }
        return List.copyOf(all);
    }

    /// The collection with this id or alias.
    Optional<Collection> find(String idOrAlias) {
        return all().stream()
                .filter(collection -> collection.isNamed(idOrAlias))
                .findFirst();
    }

    private Collection home() {
        return new Collection(
                id(node.self().member().hash()),
                HOME,
                "Home",
                "What this member keeps and shares with nobody",
                Optional.empty(),
                Tlp.RED,
                true);
    }

    private Collection of(Channel channel, List<Collection> before) {
        String word = slug(channel.names().en(), channel.kind().text());
        boolean taken =
                before.stream().anyMatch(collection -> collection.alias().equals(word));
        return new Collection(
                id(channel.id().hash()),
                taken ? suffixed(word, channel.id().hex()) : word,
                channel.names().en(),
                "%s / %s / %s"
                        .formatted(
                                channel.names().ar(),
                                channel.names().fr(),
                                channel.names().en()),
                Optional.of(channel.id()),
                label(channel.rules().defaultMarking()),
                channel.mayPost(node.self().member()));
    }

    private Collection of(Registry.BilateralRow row) {
        String peer = node.charter()
                .now()
                .member(row.peer())
                .map(MemberCard::names)
                .map(names -> names.en())
                .orElseGet(() -> row.peer().shortForm());
        return new Collection(
                id(row.id().hash()),
                suffixed("bilateral-" + slug(peer, "member"), row.id().hex()),
                Answers.wellFormed(row.name()),
                "Bilateral channel with " + peer,
                Optional.of(row.id()),
                label(ChannelRules.STANDARD.defaultMarking()),
                true);
    }

    private static Tlp label(ChannelRules.Marking marking) {
        return switch (marking) {
            case CLEAR -> Tlp.CLEAR;
            case GREEN -> Tlp.GREEN;
            case AMBER -> Tlp.AMBER;
            case AMBER_STRICT -> Tlp.AMBER_STRICT;
            case RED -> Tlp.RED;
        };
    }

    private UUID id(Hash of) {
        return Identifiers.of(ID.hash(node.charter().now().federation().hash().bytes(), of.bytes()));
    }

    private static String suffixed(String word, String idHex) {
        return word + "-" + idHex.substring(0, SUFFIX_CHARS);
    }

    private static String slug(String name, String otherwise) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        String slug =
                plain.replaceAll("\\p{M}", "").replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? otherwise : slug;
    }
}
