// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;
import org.mithaq.crypto.MalformedEncoding;

/// What two members tell each other about the charter (Charter 11): what each of them has, and what the other lacks.
///
/// Nothing in it is believed because of who hands it over: each item carries the signatures by which it is judged.
///
/// @param federation in which
/// @param held names of everything that the teller has, or the newest of it ([Item#name])
/// @param items what the other seems to lack, in the order in which it can be taken
public record CharterNews(FederationId federation, SortedSet<Hash> held, List<Item> items) {

    /// Longest encoding in bytes: an act that 256 members certified, and some room.
    public static final int BYTES_MAX = 1 << 23;

    /// Most names.
    public static final int HELD_MAX = 16_384;

    /// Most items.
    public static final int ITEMS_MAX = 1_024;

    private static final Label LABEL = new Label("mithaq/charter-item/v1");
    private static final int SUITE = 1;

    /// One thing that can be handed over.
    public sealed interface Item {

        /// Names it, whoever signed it: the same act or vote has the same name at every member.
        Hash name();

        /// Bytes of its encoding, about.
        int bytes();
    }

    /// An act that was decided, or that needs no vote.
    public record Decided(CharterEntry entry) implements Item {
        @Override
        public Hash name() {
            return CharterNews.name(1, entry.payloadHash());
        }

        @Override
        public int bytes() {
            return entry.encode().length;
        }
    }

    /// An act that somebody proposes.
    public record Proposed(SignedAct act) implements Item {
        @Override
        public Hash name() {
            return CharterNews.name(2, act.payloadHash());
        }

        @Override
        public int bytes() {
            return act.encode().length;
        }
    }

    /// A vote.
    ///
    /// @param vote signed
    /// @param proofs the preparations that prove its lock, in ascending order of rounds
    public record Voted(SignedVote vote, List<Preparation> proofs) implements Item {
        public Voted {
            proofs = List.copyOf(proofs);
        }

        @Override
        public Hash name() {
            return LABEL.hash(
                    new byte[] {3},
                    vote.member().hash().bytes(),
                    vote.keyId().bytes(),
                    vote.vote().payload());
        }

        @Override
        public int bytes() {
            int votes =
                    1 + proofs.stream().mapToInt(each -> each.votes().size()).sum();
            return votes * SignedVote.ENCODING_BYTES_MAX;
        }
    }

    public CharterNews {
        Bounds.count(held, 0, HELD_MAX, CharterClause.NEWS_FORM, "names");
        Bounds.count(items, 0, ITEMS_MAX, CharterClause.NEWS_FORM, "items");
        held = Collections.unmodifiableSortedSet(new TreeSet<>(held));
        items = List.copyOf(items);
    }

    private static Hash name(int kind, Hash payloadHash) {
        return LABEL.hash(new byte[] {(byte) kind}, payloadHash.bytes());
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter(4_096)
                .u16(SUITE)
                .hash(federation.hash())
                .list(held, CanonicalWriter::hash)
                .list(items, CharterNews::write);
        return writer.toByteArray();
    }

    /// Reads what [#toBytes] writes, and nothing after it.
    ///
    /// @param message of any length
    /// @throws CharterRejected if it is anything else
    public static CharterNews parse(byte[] message) {
        if (message.length > BYTES_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.TOO_MUCH, CharterClause.NEWS_FORM, message.length + " bytes");
        }
        try {
            CanonicalReader reader = new CanonicalReader(message);
            if (reader.u16("suite") != SUITE) {
                throw reader.refuse("suite", "1");
            }
            FederationId federation = new FederationId(reader.hash("federation"));
            List<Hash> names = reader.list("held", HELD_MAX, each -> each.hash("name"));
            SortedSet<Hash> held = new TreeSet<>(names);
            if (!List.copyOf(held).equals(names)) {
                throw reader.refuse("held", "names in ascending order, none twice");
            }
            List<Item> items = new ArrayList<>(reader.list("items", ITEMS_MAX, CharterNews::read));
            reader.end("charter news");
            return new CharterNews(federation, held, items);
        } catch (MalformedEncoding e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.NEWS_FORM, String.valueOf(e.getMessage()));
        }
    }

    private static void write(CanonicalWriter writer, Item item) {
        switch (item) {
            case Decided decided -> writer.u8(1).bytes(decided.entry().encode());
            case Proposed proposed -> writer.u8(2).bytes(proposed.act().encode());
            case Voted voted -> {
                writer.u8(3);
                SignedVote.write(writer, voted.vote());
                writer.list(voted.proofs(), Preparation::write);
            }
        }
    }

    private static Item read(CanonicalReader reader) {
        return switch (reader.u8("kind")) {
            case 1 -> new Decided(CharterEntry.decode(reader.bytes("entry", BYTES_MAX)));
            case 2 -> new Proposed(SignedAct.decode(reader.bytes("act", BYTES_MAX)));
            case 3 ->
                new Voted(
                        SignedVote.read(reader),
                        reader.list("proofs", Certificate.PREPARATIONS_MAX, Preparation::read));
            default -> throw reader.refuse("kind", "1 to 3");
        };
    }
}
