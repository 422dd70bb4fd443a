// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;

/// A vote and the signature of the member whose it is said to be (Charter 7.2). That it exists says nothing
/// about the signature; [#verify] does. Immutable.
public final class SignedVote {

    /// Longest encoding in bytes.
    public static final int ENCODING_BYTES_MAX =
            Vote.PAYLOAD_BYTES_MAX + Integer.BYTES + 2 * Hash.LENGTH_BYTES + CompositePublicKey.SIGNATURE_BYTES;

    private final MemberId member;
    private final Vote vote;
    private final Hash keyId;
    private final byte[] signature;

    /// @param member whose vote it is said to be
    /// @param vote what it says
    /// @param keyId [CompositePublicKey#keyId] of the online signing key
    /// @param signature 3,373 bytes over the DSSE pre-authentication encoding of [Vote#payload]; copied
    /// @throws CharterRejected if it has another length
    public SignedVote(MemberId member, Vote vote, Hash keyId, byte[] signature) {
        if (signature.length != CompositePublicKey.SIGNATURE_BYTES) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.VOTE_SIGNATURE,
                    "a signature of " + signature.length + " bytes");
        }
        this.member = member;
        this.vote = vote;
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    /// Signs the last vote of a record, and no other: so whoever signs had something to store before (Charter
    /// 7.6). Calling it again, after a restart or a lost message, signs the same vote.
    ///
    /// @param stored a record that the caller has made durable
    /// @param key the member's present online signing key
    /// @throws IllegalStateException if there is no vote in the record
    public static SignedVote sign(
            SignatureProvider signatures, VotingRecord stored, MemberId member, CompositePrivateKey key) {
        Vote vote = stored.last().orElseThrow(() -> new IllegalStateException("no vote stands in the record"));
        return new SignedVote(
                member,
                vote,
                key.publicKey().keyId(),
                signatures.sign(key, Dsse.pae(Vote.PAYLOAD_TYPE, vote.payload())));
    }

    /// Returns quietly if one of `keys` signed it.
    ///
    /// @param keys of the member: the present one for a vote that comes in, all that it ever had for one in a
    ///     certificate (Charter 7.10)
    /// @throws CharterRejected otherwise
    public void verify(SignatureProvider signatures, List<CompositePublicKey> keys) {
        boolean proven = keys.stream()
                .filter(key -> key.keyId().equals(keyId))
                .anyMatch(key -> signatures.verify(key, Dsse.pae(Vote.PAYLOAD_TYPE, vote.payload()), signature));
        if (!proven) {
            throw new CharterRejected(
                    CharterRejected.Code.UNPROVEN, CharterClause.VOTE_SIGNATURE, "a vote of " + member.hex());
        }
    }

    /// Reads what [#encode] writes, and refuses every other spelling of it.
    ///
    /// @param encoding of any length
    /// @throws CharterRejected if it is no signed vote
    public static SignedVote decode(byte[] encoding) {
        if (encoding.length > ENCODING_BYTES_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.TOO_MUCH, CharterClause.VOTE_SIGNATURE, encoding.length + " bytes");
        }
        try {
            CanonicalReader reader = new CanonicalReader(encoding);
            SignedVote vote = read(reader);
            reader.end("signed vote");
            return vote;
        } catch (MalformedEncoding e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.VOTE_SIGNATURE, String.valueOf(e.getMessage()));
        }
    }

    /// The written form: payload, member, key id and signature.
    public byte[] encode() {
        CanonicalWriter writer = new CanonicalWriter(ENCODING_BYTES_MAX);
        write(writer, this);
        return writer.toByteArray();
    }

    static SignedVote read(CanonicalReader reader) {
        Vote vote = Vote.parse(reader.bytes("vote", Vote.PAYLOAD_BYTES_MAX));
        return new SignedVote(
                new MemberId(reader.hash("member")),
                vote,
                reader.hash("key id"),
                reader.fixed("signature", CompositePublicKey.SIGNATURE_BYTES));
    }

    static void write(CanonicalWriter writer, SignedVote signed) {
        writer.bytes(signed.vote.payload())
                .hash(signed.member.hash())
                .hash(signed.keyId)
                .fixed(signed.signature, CompositePublicKey.SIGNATURE_BYTES);
    }

    /// Whose vote it is said to be.
    public MemberId member() {
        return member;
    }

    /// What it says.
    public Vote vote() {
        return vote;
    }

    /// By which key.
    public Hash keyId() {
        return keyId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedVote signed
                && member.equals(signed.member)
                && vote.equals(signed.vote)
                && keyId.equals(signed.keyId)
                && Arrays.equals(signature, signed.signature);
    }

    @Override
    public int hashCode() {
        return 31 * member.hashCode() + vote.hashCode();
    }

    /// Who, what and in which round.
    @Override
    public String toString() {
        return "SignedVote(%s, %s %s in round %d)"
                .formatted(member.shortForm(), vote.phase().text(), vote.act(), vote.round());
    }
}
