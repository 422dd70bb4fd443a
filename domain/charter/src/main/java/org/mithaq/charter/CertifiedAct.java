// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;

/// An act and the certificate by which it was decided (Charter 7.8). That it exists says nothing about either;
/// [Charter#fold] does.
///
/// @param signed the act, endorsed by the root of the member that it concerns
/// @param certificate of that act
public record CertifiedAct(SignedAct signed, Certificate certificate) implements CharterEntry {

    /// The first field of the written form: what tells it from a signed act.
    public static final String TYPE = "application/vnd.mithaq.certified-act.v1";

    /// Longest encoding in bytes.
    public static final int ENCODING_BYTES_MAX = 1 << 25;

    public CertifiedAct {
        if (!certificate.act().equals(signed.payloadHash())) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.CERTIFICATE_FORM,
                    "a certificate of " + certificate.act());
        }
    }

    /// Reads what [#encode] writes, and refuses every other spelling of it.
    ///
    /// @param encoding of any length
    /// @throws CharterRejected if it is no certified act
    public static CertifiedAct decode(byte[] encoding) {
        if (encoding.length > ENCODING_BYTES_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.TOO_MUCH, CharterClause.CERTIFICATE_FORM, encoding.length + " bytes");
        }
        try {
            CanonicalReader reader = new CanonicalReader(encoding);
            if (!reader.text("type", TYPE.length()).equals(TYPE)) {
                throw reader.refuse("type", TYPE);
            }
            SignedAct signed = SignedAct.decode(reader.bytes("signed act", SignedAct.ENCODING_BYTES_MAX));
            Certificate certificate = Certificate.read(reader);
            reader.end("certified act");
            return new CertifiedAct(signed, certificate);
        } catch (MalformedEncoding e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.CERTIFICATE_FORM, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public byte[] encode() {
        byte[] act = signed.encode();
        CanonicalWriter writer = new CanonicalWriter(
                act.length + 4_096 * (int) certificate.votes().count());
        writer.text(TYPE).bytes(act);
        Certificate.write(writer, certificate);
        return writer.toByteArray();
    }

    @Override
    public Hash payloadHash() {
        return signed.payloadHash();
    }
}
