// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// The answer to what is no provable dispatch (protocol, Door refusals). It names who handed the bytes over and their
/// hash, and never touches an outbox.
///
/// @param suite the algorithms
/// @param federation whose charter
/// @param refuser who refuses
/// @param handedOverBy the member at the other end of the TLS connection
/// @param receivedHash labelled hash of what was received
/// @param clause the rule that was broken
/// @param reason the refusal in words, at most 1,024 bytes of UTF-8
/// @param forNow whether the same bytes may be admitted later
/// @param timeMicros the refuser's clock
public record DoorRefusal(
        Suite suite,
        FederationId federation,
        MemberId refuser,
        MemberId handedOverBy,
        Hash receivedHash,
        String clause,
        String reason,
        boolean forNow,
        long timeMicros) {

    /// Longest payload.
    public static final int BYTES_MAX = 512 + Limits.REASON_BYTES_MAX;

    public DoorRefusal {
        Bounded.text("a clause", clause, Limits.CLAUSE_BYTES_MAX);
        Bounded.text("a reason", reason, Limits.REASON_BYTES_MAX);
    }

    /// The hash of received bytes as a refusal names it.
    public static Hash hashOfReceived(byte[] received) {
        return Labels.RECEIVED.hash(received);
    }

    /// The canonical encoding, which is the payload that is signed.
    public byte[] toBytes() {
        return new CanonicalWriter(512)
                .u16(suite.number())
                .hash(federation.hash())
                .hash(refuser.hash())
                .hash(handedOverBy.hash())
                .hash(receivedHash)
                .text(clause)
                .text(reason)
                .flag(forNow)
                .u64(timeMicros)
                .toByteArray();
    }

    /// Reads one refusal and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static DoorRefusal parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        DoorRefusal refusal = new DoorRefusal(
                Suite.read(in),
                new FederationId(in.hash("refusal.federation")),
                new MemberId(in.hash("refusal.refuser")),
                new MemberId(in.hash("refusal.handedOverBy")),
                in.hash("refusal.receivedHash"),
                in.text("refusal.clause", Limits.CLAUSE_BYTES_MAX),
                in.text("refusal.reason", Limits.REASON_BYTES_MAX),
                in.flag("refusal.forNow"),
                in.u64("refusal.time"));
        in.end("door refusal");
        return refusal;
    }
}
