// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SealRejected;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.crypto.StanzaRejected;

/// Checks and opens what arrives for one member (protocol, Receiving). Safe for threads, and knows no history: whether
/// a number is new is for the node to say.
///
/// What the sender's signature does not reach is [DoorRejected] and gets no receipt; what it does reach, and is wrong,
/// is [ContentRejected] and gets one.
public final class Door {

    private final SignatureProvider signatures;
    private final HpkeProvider hpke;
    private final MemberId self;

    /// @param signatures what verifies headers
    /// @param hpke what unwraps content keys
    /// @param self the receiving member
    public Door(SignatureProvider signatures, HpkeProvider hpke, MemberId self) {
        this.signatures = signatures;
        this.hpke = hpke;
        this.self = self;
    }

    /// A delivery whose header, numbers and ciphertext its sender provably signed, for us.
    ///
    /// @param delivery as it came
    /// @param header its header
    /// @param payloadHash its identity
    /// @param sender the sender's present card
    /// @param keyUntil how far the signing key holds, if it was replaced since (Charter 9.5)
    public record Admitted(
            Delivery delivery, Header header, Hash payloadHash, MemberCard sender, Optional<LogPin> keyUntil) {

        /// Whether the signing key counts for a record at this place of the sender's log.
        public boolean keyCounts(long leafIndex) {
            return Signatory.counts(keyUntil, leafIndex);
        }
    }

    /// What was sealed.
    ///
    /// @param manifest the table of contents
    /// @param leaves in the order of the manifest's positions
    public record Opened(Manifest manifest, List<Leaf> leaves) {

        public Opened {
            leaves = List.copyOf(leaves);
        }
    }

    /// A delivery and whoever is said to have signed it.
    public static final class Claim {

        private final Delivery delivery;
        private final Header header;
        private final Signatory signatory;

        private Claim(Delivery delivery, Header header, Signatory signatory) {
            this.delivery = delivery;
            this.header = header;
            this.signatory = signatory;
        }
    }

    /// Checks header, signature, delivery record, order proof and the bytes that they cover, in this order.
    ///
    /// @param charter by which the sender is known
    /// @throws DoorRejected if anything is not what the sender provably signed for this member
    public Admitted admit(Delivery delivery, LivingCharter charter) {
        Claim claim = claim(delivery, charter);
        verify(claim);
        return compare(claim, charter);
    }

    /// The first step of [#admit]: who is said to have signed.
    ///
    /// @throws DoorRejected if the header is malformed, or names nobody who could have signed it
    public Claim claim(Delivery delivery, LivingCharter charter) {
        Header header = headerOf(delivery);
        return new Claim(delivery, header, signatory(header, charter));
    }

    /// The second step of [#admit]: whether it was them.
    ///
    /// @throws DoorRejected if it was not
    public void verify(Claim claim) {
        try {
            Dsse.verify(
                    signatures, claim.signatory.key().key().key(), PayloadTypes.DISPATCH, claim.delivery.envelope());
        } catch (SignatureRejected rejected) {
            throw new DoorRejected(Clause.HEADER_SIGNATURE, String.valueOf(rejected.getMessage()), false);
        }
    }

    /// The last step of [#admit], which takes the signature for good: whether all else is what the header says.
    ///
    /// Whoever has this done beside [#verify] believes neither before both have succeeded, and reports a signature
    /// that does not verify before anything that is wrong here.
    ///
    /// @throws DoorRejected if it is not
    public Admitted compare(Claim claim, LivingCharter charter) {
        Delivery delivery = claim.delivery;
        Header header = claim.header;
        Signatory signatory = claim.signatory;
        MemberCard sender = signatory.card();
        // The salted hash of the record is signed, so everything that the record covers is signed too.
        demand(delivery.record().hash().equals(header.deliveryHash()), Clause.DELIVERY_RECORD, "another record");
        OrderProof order = delivery.order();
        demand(order.root().equals(delivery.record().orderRoot()), Clause.ORDER_PATH, "another root");
        demand(
                charter.now().node(sender.id(), order.entry().key().node()).isPresent(),
                Clause.ORDER_NODE,
                "node " + order.entry().key().node());
        demand(
                order.entry().key().recipient().equals(self),
                Clause.ORDER_RECIPIENT,
                "it is for " + order.entry().key().recipient().shortForm());
        switch (delivery.body()) {
            case Delivery.Sealed sealed -> {
                demand(
                        OrderEntry.hashOfStanza(sealed.stanza())
                                .equals(order.entry().stanzaHash()),
                        Clause.ORDER_STANZA,
                        "another stanza");
                demandCiphertext(delivery.record(), sealed.ciphertext());
            }
            case Delivery.Rewrapped rewrapped -> {
                demandRewrapped(header, rewrapped, sender);
                demandCiphertext(delivery.record(), rewrapped.ciphertext());
            }
            case Delivery.Withdrawn _ -> {}
        }
        return new Admitted(
                delivery, header, header.payloadHash(), sender, signatory.key().until());
    }

    private static void demandCiphertext(DeliveryRecord record, byte[] ciphertext) {
        demand(
                ciphertext.length == ChunkedEncryption.sealedLength(record.plaintextBytes())
                        && DeliveryRecord.hashOfCiphertext(ciphertext).equals(record.ciphertextHash()),
                Clause.DELIVERY_CIPHERTEXT,
                "another ciphertext");
    }

    /// The order entry covers the first stanza: for another one, the sender signs.
    private void demandRewrapped(Header header, Delivery.Rewrapped rewrapped, MemberCard sender) {
        CompositePublicKey key = sender.signingKey().key();
        if (!rewrapped.rewrap().keyId().equals(key.keyId())) {
            // A sender that is ahead of us, or behind itself: it signs anew each time.
            throw new DoorRejected(Clause.REWRAP_SIGNED, "signed by another key than its present one", true);
        }
        try {
            Dsse.verify(signatures, key, PayloadTypes.REWRAP, rewrapped.rewrap());
        } catch (SignatureRejected rejected) {
            throw new DoorRejected(Clause.REWRAP_SIGNED, String.valueOf(rejected.getMessage()), false);
        }
        demand(rewrap(rewrapped).isOf(header, self), Clause.REWRAP_SIGNED, "another dispatch or recipient");
    }

    private static Rewrap rewrap(Delivery.Rewrapped rewrapped) {
        try {
            return Rewrap.parse(rewrapped.rewrap().payload());
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        }
    }

    /// Opens sealed content and checks that it is what the header commits to.
    ///
    /// @param sealed the body of `admitted`'s delivery
    /// @param keys this member's living sealing keys by epoch
    /// @throws ContentRejected if the sender sealed something that it may not
    /// @throws DoorRejected if it was sealed for a key that is destroyed: it may come re-wrapped
    public Opened open(Admitted admitted, Delivery.Sealed sealed, SortedMap<Integer, SealingPrivateKey> keys) {
        try (SecretBytes contentKey = unwrap(admitted.header(), sealed.stanza(), keys)) {
            return open(admitted, contentKey, sealed.ciphertext());
        }
    }

    /// As the other, for content that came re-wrapped.
    ///
    /// @throws DoorRejected if it names a key that does not live
    public Opened open(Admitted admitted, Delivery.Rewrapped rewrapped, SortedMap<Integer, SealingPrivateKey> keys) {
        Rewrap rewrap = rewrap(rewrapped);
        Header header = admitted.header();
        int epoch = rewrap.sealingEpoch();
        SealingPrivateKey key = Optional.ofNullable(keys.get(epoch))
                .orElseThrow(() -> new DoorRejected(Clause.REWRAP_KEY, "sealing epoch " + epoch, true));
        byte[] info = Sealer.stanzaInfo(header.federation(), header.sender(), self, header.id(), epoch);
        try (SecretBytes contentKey = hpke.unwrap(key, info, rewrap.stanza())) {
            return open(admitted, contentKey, rewrapped.ciphertext());
        } catch (StanzaRejected rejected) {
            throw new ContentRejected(Clause.SEAL_STANZA, "re-wrapped, it does not open under the key that it names");
        }
    }

    private Opened open(Admitted admitted, SecretBytes contentKey, byte[] ciphertext) {
        Header header = admitted.header();
        try {
            byte[] plaintext = ChunkedEncryption.open(
                    contentKey,
                    Sealer.contentContext(header.federation(), header.sender(), header.id()),
                    ciphertext,
                    Limits.PLAINTEXT_BYTES_MAX);
            return check(admitted, plaintext);
        } catch (SealRejected rejected) {
            throw new ContentRejected(Clause.SEAL_CIPHERTEXT, String.valueOf(rejected.getMessage()));
        }
    }

    private Header headerOf(Delivery delivery) {
        try {
            return delivery.envelope().payload().length == Header.LENGTH_BYTES
                    ? Header.parse(delivery.envelope().payload())
                    : refuse(Clause.ENCODING, "a header of another length");
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        }
    }

    private Signatory signatory(Header header, LivingCharter charter) {
        CharterState now = charter.now();
        demand(header.federation().equals(now.federation()), Clause.HEADER_FEDERATION, "another federation");
        if (charter.at(header.epoch(), header.stateHash()).isEmpty()) {
            // A sender may be ahead of us: the same bytes are good once we have folded the same acts.
            throw new DoorRejected(Clause.HEADER_CHARTER, "epoch " + header.epoch() + " here unknown", true);
        }
        demand(!header.sender().equals(self), Clause.HEADER_SENDER, "the sender is this member");
        // Whoever has left hands nothing over any more, whatever it signed before.
        demand(
                now.member(header.sender()).isPresent(),
                Clause.HEADER_SENDER,
                "no member " + header.sender().shortForm());
        return Signatory.of(charter, header)
                .orElseThrow(() ->
                        // A sender that has replaced its key may be ahead of us.
                        new DoorRejected(
                                Clause.HEADER_SIGNATURE,
                                "signing epoch " + header.signingEpoch(),
                                Signatory.isAhead(charter, header)));
    }

    private SecretBytes unwrap(Header header, byte[] stanza, SortedMap<Integer, SealingPrivateKey> keys) {
        int tried = 0;
        for (var key : keys.entrySet()) {
            byte[] info = Sealer.stanzaInfo(header.federation(), header.sender(), self, header.id(), key.getKey());
            try {
                return hpke.unwrap(key.getValue(), info, stanza);
            } catch (StanzaRejected otherKey) {
                // Made for another of our keys, perhaps: the next one decides.
                tried++;
            }
        }
        if (!keys.isEmpty() && keys.size() < keys.lastKey()) {
            // Epochs are counted from 1 without gaps: one that does not live was destroyed, and may have been meant.
            throw new DoorRejected(Clause.REWRAP_DUE, "it opens under none of the keys that still live", true);
        }
        throw new ContentRejected(Clause.SEAL_STANZA, "it opens under none of " + tried + " living sealing keys");
    }

    private Opened check(Admitted admitted, byte[] plaintext) {
        Opened opened = read(plaintext, admitted.delivery().record().plaintextBytes());
        Manifest manifest = opened.manifest();
        Header header = admitted.header();
        insist(manifest.hash().equals(header.manifestHash()), Clause.SEAL_MANIFEST, "another manifest");
        insist(
                Sealer.objectTree(manifest, opened.leaves()).root().equals(header.objectRoot()),
                Clause.SEAL_TREE,
                "another root");
        insist(
                manifest.audience().contains(self) && !manifest.audience().contains(header.sender()),
                Clause.MANIFEST_AUDIENCE,
                "an audience of " + manifest.audience().size());
        insist(
                manifest.lane() == admitted.delivery().order().entry().key().lane(),
                Clause.MANIFEST_LANE,
                "lane " + manifest.lane());
        return opened;
    }

    private static Opened read(byte[] plaintext, int plaintextBytes) {
        try {
            CanonicalReader in = new CanonicalReader(plaintext);
            Manifest manifest = Manifest.parse(in.bytes("manifest", Limits.MANIFEST_BYTES_MAX));
            List<Leaf> leaves = new ArrayList<>(manifest.positions().size());
            for (int index = 0; index < manifest.positions().size(); index++) {
                leaves.add(Leaf.read(in));
            }
            int read = plaintext.length - in.remaining();
            if (plaintext.length != plaintextBytes || plaintextBytes != Padding.paddedBytes(read)) {
                throw in.refuse("padding", "the padded size of " + read + " bytes");
            }
            for (int at = read; at < plaintext.length; at++) {
                if (plaintext[at] != 0) {
                    throw in.refuse("padding", "zeroes up to the end");
                }
            }
            return new Opened(manifest, leaves);
        } catch (MalformedEncoding malformed) {
            throw new ContentRejected(Clause.SEAL_PLAINTEXT, String.valueOf(malformed.getMessage()));
        }
    }

    private static void demand(boolean holds, Clause clause, String found) {
        if (!holds) {
            throw new DoorRejected(clause, found, false);
        }
    }

    private static void insist(boolean holds, Clause clause, String found) {
        if (!holds) {
            throw new ContentRejected(clause, found);
        }
    }

    private static Header refuse(Clause clause, String found) {
        throw new DoorRejected(clause, found, false);
    }
}
