// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mithaq.exchange.Dispatched.standard;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.tlog.NoteSigner;
import org.mithaq.tlog.SignedCheckpoint;

/// An object that is passed on with its originator's proof, and what it takes to spoil the proof.
class RelayCheckTest {

    private static final RelayCheck RELAYS = new RelayCheck(Federation.SIGNATURES);

    private static void refused(Clause clause, RelayedObject relayed) {
        assertThatExceptionOfType(ContentRejected.class)
                .isThrownBy(() -> RELAYS.verify(relayed, Federation.state()))
                .satisfies(rejected ->
                        assertThat(rejected.clause()).as(rejected.getMessage()).isEqualTo(clause));
    }

    private static RelayedObject with(RelayedObject relayed, Leaf leaf, int position, List<Hash> path) {
        return new RelayedObject(relayed.envelope(), leaf, position, path, relayed.logSalt(), relayed.log());
    }

    private static Leaf leaf(Leaf leaf, Hash salt, LeafKind kind, Terms terms, byte[] content) {
        assertThat(leaf).isNotNull();
        return new Leaf(salt, kind, terms, content);
    }

    @Test
    void every_leaf_proves_its_origin_alone_and_after_a_journey_in_bytes() {
        Dispatched dispatched = standard();
        for (int index = 0; index < 3; index++) {
            RelayedObject relayed =
                    RelayedObject.parse(dispatched.relayed(index).toBytes());
            RelayCheck.Verified verified = RELAYS.verify(relayed, Federation.state());
            assertThat(verified.originator().id()).isEqualTo(Federation.id(0));
            assertThat(verified.header()).isEqualTo(dispatched.numbered().header());
            assertThat(verified.relayed().leaf())
                    .isEqualTo(dispatched.sealed().leaves().get(index));
            assertThat(relayed.payloadHash()).isEqualTo(dispatched.numbered().payloadHash());
        }
    }

    @Test
    void content_salt_kind_or_terms_that_were_changed() {
        RelayedObject relayed = standard().relayed(0);
        Leaf leaf = relayed.leaf();
        byte[] content = leaf.content().clone();
        content[0] ^= 1;
        Terms onward = leaf.terms().onward(Terms.Onward.PERMITTED);
        Terms later = new Terms(Terms.Onward.UNSTATED, 0, 1, leaf.terms().permitted());
        for (Leaf other : List.of(
                leaf(leaf, leaf.salt(), leaf.kind(), leaf.terms(), content),
                leaf(leaf, Hash.ZERO, leaf.kind(), leaf.terms(), leaf.content()),
                leaf(leaf, leaf.salt(), LeafKind.RECALL, leaf.terms(), leaf.content()),
                leaf(leaf, leaf.salt(), leaf.kind(), onward, leaf.content()),
                leaf(leaf, leaf.salt(), leaf.kind(), leaf.terms().label(5), leaf.content()),
                leaf(leaf, leaf.salt(), leaf.kind(), later, leaf.content()))) {
            refused(Clause.RELAY_LEAF, with(relayed, other, relayed.position(), relayed.path()));
        }
    }

    @Test
    void another_position_or_path_or_another_leaf_s_place() {
        Dispatched dispatched = standard();
        RelayedObject relayed = dispatched.relayed(0);
        refused(Clause.RELAY_LEAF, with(relayed, relayed.leaf(), relayed.position() ^ 1, relayed.path()));
        RelayedObject neighbour = dispatched.relayed(1);
        refused(Clause.RELAY_LEAF, with(relayed, relayed.leaf(), neighbour.position(), neighbour.path()));
        for (int level = 0; level < Limits.TREE_DEPTH; level++) {
            List<Hash> path = new ArrayList<>(relayed.path());
            path.set(level, Hash.ZERO);
            refused(Clause.RELAY_LEAF, with(relayed, relayed.leaf(), relayed.position(), path));
        }
    }

    @Test
    void a_header_that_is_none_or_of_others() {
        Dispatched dispatched = standard();
        RelayedObject relayed = dispatched.relayed(0);
        refused(Clause.HEADER_FEDERATION, dispatched.withHeaderByte(3, 1).relayed(0));
        refused(Clause.HEADER_SENDER, dispatched.withHeaderByte(75, 1).relayed(0));
        refused(Clause.HEADER_SIGNATURE, dispatched.withHeaderByte(110, 1).relayed(0));
        byte[] payload = relayed.envelope().payload();
        payload[150] ^= 1;
        DsseEnvelope envelope = new DsseEnvelope(
                PayloadTypes.DISPATCH,
                payload,
                relayed.envelope().keyId(),
                relayed.envelope().signature());
        refused(Clause.HEADER_SIGNATURE, dispatched.in(envelope).relayed(0));
        refused(
                Clause.HEADER_SIGNATURE,
                dispatched
                        .in(Federation.sign(
                                2, PayloadTypes.DISPATCH, dispatched.envelope().payload()))
                        .relayed(0));
        payload[0] = 7;
        refused(
                Clause.ENCODING,
                dispatched
                        .in(Federation.sign(0, PayloadTypes.DISPATCH, payload))
                        .relayed(0));
    }

    /// Charter 11.5: the relay may have folded acts that have not come here.
    @Test
    void a_state_or_a_key_that_is_not_known_here_yet_refuses_nothing_for_good() {
        Dispatched dispatched = standard();
        RelayedObject relayed = dispatched.relayed(0);
        LogEvidence rekeyed = new LogEvidence(
                relayed.log().proof(),
                new NoteSigner(
                                Federation.card(0).log().origin(),
                                Ed25519PrivateKey.fromSeed(SecretBytes.handOver(Federation.seed("a later log key"))),
                                Federation.SIGNATURES)
                        .sign(SignedCheckpoint.parse(relayed.log().checkpoint()).checkpoint())
                        .encode());
        for (RelayedObject ahead : List.of(
                dispatched.withHeaderByte(42, 3).relayed(0),
                dispatched.withHeaderByte(43, 1).relayed(0),
                dispatched.withHeaderByte(110, 2).relayed(0),
                new RelayedObject(
                        relayed.envelope(),
                        relayed.leaf(),
                        relayed.position(),
                        relayed.path(),
                        relayed.logSalt(),
                        rekeyed))) {
            assertThatExceptionOfType(DoorRejected.class)
                    .isThrownBy(() -> RELAYS.verify(ahead, Federation.state()))
                    .satisfies(rejected -> assertThat(rejected.forNow()).isTrue());
        }
    }

    @Test
    void log_evidence_for_something_else() {
        RelayedObject relayed = standard().relayed(0);
        refused(
                Clause.LOG_INCLUSION,
                new RelayedObject(
                        relayed.envelope(),
                        relayed.leaf(),
                        relayed.position(),
                        relayed.path(),
                        Hash.ZERO,
                        relayed.log()));
        refused(
                Clause.LOG_CHECKPOINT,
                new RelayedObject(
                        relayed.envelope(),
                        relayed.leaf(),
                        relayed.position(),
                        relayed.path(),
                        relayed.logSalt(),
                        Dispatched.logged(1, relayed.logRecord())));
    }

    @Test
    void a_relayed_object_is_never_wrapped_again() {
        RelayedObject relayed = standard().relayed(0);
        Leaf wrapped = leaf(relayed.leaf(), Hash.ZERO, LeafKind.RELAYED, Terms.standard(), relayed.toBytes());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(relayed, wrapped, relayed.position(), relayed.path()));
    }
}
