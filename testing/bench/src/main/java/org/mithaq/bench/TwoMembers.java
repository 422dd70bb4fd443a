// SPDX-License-Identifier: Apache-2.0
package org.mithaq.bench;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mithaq.app.bench.MadeObjects;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.Command;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.Item;
import org.mithaq.node.KeyVault;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.Postbox;
import org.mithaq.node.Prepared;
import org.mithaq.node.Receiving;
import org.mithaq.node.Rewrapping;
import org.mithaq.node.Sealing;
import org.mithaq.node.Signing;
import org.mithaq.node.Submit;
import org.mithaq.node.Turns;
import org.mithaq.stix.StixReader;

/// A sender and a recipient with the domain's own code over ledgers in memory, so that what is measured is neither disk
/// nor network.
final class TwoMembers {

    private static final InstantSource CLOCK = InstantSource.system();

    private final SecureRandom random = new SecureRandom();
    private final TestFederation federation =
            TestFederation.founded(List.of(TestFederation.Seat.unconnected(0), TestFederation.Seat.unconnected(1)));
    private final MemoryLedger ledger = new MemoryLedger();
    private final OwnLog log = new OwnLog();
    private final Core core;
    private final Sealing sealing;
    private final Postbox postbox;
    private final Receiving receiving;
    private final Sealing.Posting posting;

    TwoMembers() {
        core = new Core(ledger, federation.identity(0), federation.charter(), log, CLOCK, random);
        Turns turns = new Turns() {
            @Override
            public <R> R run(Command<R> command) {
                return core.alone(command);
            }

            @Override
            public void whenConvenient(Command<?> command) {
                core.alone(command);
            }
        };
        KeyVault vault = vault();
        sealing = new Sealing(federation.identity(0), federation.charter(), HpkeProvider.best(), vault, random);
        Signing signing = new Signing(TestFederation.SIGNATURES, TestFederation.keys(0), turns);
        OwnCheckpoints checkpoints =
                new OwnCheckpoints(log, TestFederation.origin(0), TestFederation.logSigner(0), Optional.empty());
        postbox = new Postbox(
                ledger,
                vault,
                signing,
                checkpoints,
                turns,
                new Rewrapping(federation.charter(), HpkeProvider.best(), signing));
        new Contacts(
                        federation.identity(0),
                        federation.charter(),
                        TestFederation.SIGNATURES,
                        ledger,
                        turns,
                        new Contacts.Own(signing, checkpoints))
                .openStreams();
        receiving = new Receiving(
                federation.identity(1),
                federation.charter(),
                TestFederation.SIGNATURES,
                HpkeProvider.best(),
                TestFederation.keys(1),
                vault());
        posting =
                new Sealing.Posting(federation.charter().channels().firstEntry().getKey(), Lane.ROUTINE, 0, false);
    }

    private KeyVault vault() {
        return new KeyVault(new MemoryKeyFile(), SecretBytes.random(32, random), random);
    }

    /// Invented objects, read and ready to be shared.
    static List<Item> items(int count) {
        MadeObjects made = new MadeObjects(1);
        List<Item> items = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            items.add(Item.of(
                    StixReader.read(made.next(), JsonLimits.standard()).object().orElseThrow(),
                    Terms.standard(),
                    false));
        }
        return items;
    }

    /// Leaves, object tree, ciphertext and stanza, and the leaves at rest.
    List<Prepared.Outgoing> seal(List<Item> items) {
        return sealing.seal(federation.charter(), posting, items, Set.of(federation.id(1)), Set.of());
    }

    /// The bytes that the recipient is handed.
    byte[] delivery(List<Item> items) {
        Submit.Posted posted = core.alone(new Submit(new Prepared(seal(items), Optional.empty())))
                .posted()
                .getFirst();
        StreamId stream = ledger.read(tables -> tables.outbox().entriesOf(posted.payloadHash())).getFirst().stream();
        return postbox.next(federation.id(1), Lane.ROUTINE, stream, 0, 1)
                .getFirst()
                .bytes();
    }

    /// Everything that the recipient does outside its deciding thread: verify, open, read, put to rest.
    Object open(byte[] delivery) {
        return receiving.examine(delivery, Core.micros(CLOCK.instant()));
    }
}
