// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.MediaStatement;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Suite;

/// What members say to each other of the media that they have read: signed, for a carrier is no member (protocol, Media
/// 6).
final class MediaSaid {

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final SignatureProvider signatures;
    private final Signing signing;

    MediaSaid(NodeIdentity self, LivingCharter charter, SignatureProvider signatures, Signing signing) {
        this.self = self;
        this.charter = charter;
        this.signatures = signatures;
        this.signing = signing;
    }

    /// The envelope that says to `writer` which of its media were read here.
    byte[] say(MemberId writer, List<Hash> read, long nowMicros) {
        MediaStatement statement =
                new MediaStatement(Suite.HYBRID_1, charter.now().federation(), self.member(), writer, nowMicros, read);
        return Envelopes.toBytes(signing.sign(PayloadTypes.MEDIA, statement.toBytes()));
    }

    /// The media of this member's that `reader` says it has read.
    ///
    /// @throws DoorRejected if that is not what it signed for this member
    List<Hash> hear(MemberId reader, byte[] envelope) {
        MediaStatement statement;
        try {
            DsseEnvelope signed = Envelopes.parse(envelope, PayloadTypes.MEDIA, MediaStatement.BYTES_MAX);
            statement = MediaStatement.parse(Dsse.verify(
                    signatures,
                    charter.now().member(reader).orElseThrow().signingKey().key(),
                    PayloadTypes.MEDIA,
                    signed));
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        } catch (SignatureRejected rejected) {
            throw new DoorRejected(Clause.MEDIA_STATEMENT, String.valueOf(rejected.getMessage()), false);
        }
        if (!statement.federation().equals(charter.now().federation())
                || !statement.sender().equals(reader)
                || !statement.recipient().equals(self.member())) {
            throw new DoorRejected(Clause.MEDIA_STATEMENT, "a media statement of or for somebody else", false);
        }
        return statement.read();
    }
}
