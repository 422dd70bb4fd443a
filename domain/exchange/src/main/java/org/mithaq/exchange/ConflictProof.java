// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.charter.LivingCharter;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;

/// Two dispatches of one sender that break Duplicates 1, Order 6 or Order 7: a proof that anybody can check who knows
/// the sender's card (protocol, Order). It shows nothing of what was sent.
///
/// @param first the one that came first
/// @param second the other
public record ConflictProof(Side first, Side second) {

    private static final int ENVELOPE_BYTES_MAX = 8_192;
    private static final int PLACE_BYTES_MAX = 1_024;

    /// One dispatch: its signed header, and what leads from there to its number.
    ///
    /// @param envelope the header as it was signed
    /// @param place where it stands
    public record Side(DsseEnvelope envelope, Place place) {

        private Header header() {
            if (envelope.payload().length != Header.LENGTH_BYTES) {
                throw new MalformedEncoding("conflict.header", 0, Header.LENGTH_BYTES + " bytes");
            }
            return Header.parse(envelope.payload());
        }

        /// The signed header, once it is proved that its sender signed it and that its place belongs to it:
        /// alone, a proof that the sender gave this number to this dispatch.
        ///
        /// @param charter the charter, by which the sender is known
        /// @throws DoorRejected if it proves nothing
        public Header verify(SignatureProvider signatures, LivingCharter charter) {
            return checked(this, signatures, charter);
        }

        /// The canonical encoding.
        public byte[] toBytes() {
            CanonicalWriter out = new CanonicalWriter(8_192);
            ConflictProof.write(out, this);
            return out.toByteArray();
        }

        /// Reads one and nothing after it.
        ///
        /// @throws MalformedEncoding if the bytes are anything else
        public static Side parse(byte[] bytes) {
            CanonicalReader in = new CanonicalReader(bytes);
            Side side = ConflictProof.read(in);
            in.end("numbered dispatch");
            return side;
        }
    }

    /// What ties a number to a signed header.
    ///
    /// @param record the delivery record
    /// @param order the order entry and its path
    public record Place(DeliveryRecord record, OrderProof order) {

        /// The canonical encoding.
        public byte[] toBytes() {
            CanonicalWriter out = new CanonicalWriter(768);
            record.write(out);
            order.write(out);
            return out.toByteArray();
        }

        /// Reads one place and nothing after it.
        ///
        /// @throws MalformedEncoding if the bytes are anything else
        public static Place parse(byte[] bytes) {
            CanonicalReader in = new CanonicalReader(bytes);
            Place place = new Place(DeliveryRecord.read(in), OrderProof.read(in));
            in.end("place");
            return place;
        }
    }

    /// The clause that these two break.
    ///
    /// @param charter by which the sender is known
    /// @throws DoorRejected if they do not prove that their sender broke anything
    public Clause broken(SignatureProvider signatures, LivingCharter charter) {
        Header one = checked(first, signatures, charter);
        Header other = checked(second, signatures, charter);
        if (!one.sender().equals(other.sender()) || one.payloadHash().equals(other.payloadHash())) {
            throw unproven("two dispatches of one sender");
        }
        if (one.id().equals(other.id())) {
            return Clause.DUPLICATE_ID;
        }
        OrderEntry here = first.place.order().entry();
        OrderEntry there = second.place.order().entry();
        if (!here.key().equals(there.key())) {
            throw unproven("one line");
        }
        if (here.sequence() == there.sequence()) {
            return Clause.ORDER_SEQUENCE;
        }
        if (skips(here, there, one.payloadHash()) || skips(there, here, other.payloadHash())) {
            return Clause.ORDER_PREVIOUS;
        }
        throw unproven("numbers that contradict each other");
    }

    private static boolean skips(OrderEntry before, OrderEntry after, Hash payloadHash) {
        return after.sequence() == before.sequence() + 1 && !after.previous().equals(payloadHash);
    }

    private static Header checked(Side side, SignatureProvider signatures, LivingCharter charter) {
        Header header = side.header();
        Signatory sender = Signatory.of(charter, header).orElseThrow(() -> unproven("a sender whom the charter knows"));
        try {
            Dsse.verify(signatures, sender.key().key().key(), PayloadTypes.DISPATCH, side.envelope);
        } catch (SignatureRejected rejected) {
            throw new DoorRejected(Clause.HEADER_SIGNATURE, String.valueOf(rejected.getMessage()), false);
        }
        if (!side.place.record().hash().equals(header.deliveryHash())) {
            throw new DoorRejected(Clause.DELIVERY_RECORD, "another record", false);
        }
        if (!side.place.order().root().equals(side.place.record().orderRoot())) {
            throw new DoorRejected(Clause.ORDER_PATH, "another root", false);
        }
        return header;
    }

    private static DoorRejected unproven(String expected) {
        return new DoorRejected(Clause.ORDER_SEQUENCE, "this proves nothing: expected " + expected, false);
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(8_192);
        write(out, first);
        write(out, second);
        return out.toByteArray();
    }

    private static void write(CanonicalWriter out, Side side) {
        out.bytes(Envelopes.toBytes(side.envelope)).bytes(side.place.toBytes());
    }

    /// Reads one proof and nothing after it.
    ///
    /// @throws MalformedEncoding if the bytes are anything else
    public static ConflictProof parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        ConflictProof proof = new ConflictProof(read(in), read(in));
        in.end("conflict");
        return proof;
    }

    private static Side read(CanonicalReader in) {
        DsseEnvelope envelope = Envelopes.parse(
                in.bytes("conflict.envelope", ENVELOPE_BYTES_MAX), PayloadTypes.DISPATCH, Header.LENGTH_BYTES);
        return new Side(envelope, Place.parse(in.bytes("conflict.place", PLACE_BYTES_MAX)));
    }
}
