// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

import java.util.List;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;

/// What a member hands to whom it invites: all acts of the federation, the act that would admit it, and where and by
/// which key the inviting node answers. Nobody signs it: people compare it by its words.
///
/// @param inviter who invites
/// @param endpoint where its node answers
/// @param pin by which key
/// @param untilMicros how long the invitation holds
/// @param acts of the federation, the founding one first
/// @param payload of the act that would admit the owner of the card that was invited
public record Invitation(
        MemberId inviter, Endpoint endpoint, TlsPin pin, long untilMicros, List<CharterEntry> acts, byte[] payload) {

    /// Longest file in bytes.
    public static final int BYTES_MAX = 32 << 20;

    private static final String TYPE = "application/vnd.mithaq.invitation.v1";
    private static final int ACTS_MAX = 4_096;
    private static final int HOST_BYTES_MAX = 255;
    private static final int PAYLOAD_BYTES_MAX = 1 << 20;

    public Invitation {
        acts = List.copyOf(acts);
        payload = payload.clone();
    }

    /// The file.
    public byte[] toBytes() {
        return new CanonicalWriter(65_536)
                .text(TYPE)
                .hash(inviter.hash())
                .text(endpoint.host())
                .u16(endpoint.port())
                .hash(pin.spki())
                .u64(untilMicros)
                .list(acts, (to, act) -> to.bytes(act.encode()))
                .bytes(payload)
                .toByteArray();
    }

    /// Reads one invitation and nothing after it.
    ///
    /// @param file of any length
    /// @throws org.mithaq.crypto.MalformedEncoding if it is none
    /// @throws org.mithaq.charter.CharterRejected if an act in it is none
    public static Invitation parse(byte[] file) {
        CanonicalReader in = new CanonicalReader(file);
        if (file.length > BYTES_MAX || !in.text("type", TYPE.length()).equals(TYPE)) {
            throw in.refuse("type", TYPE + " in at most " + BYTES_MAX + " bytes");
        }
        Invitation read = new Invitation(
                new MemberId(in.hash("inviter")),
                new Endpoint(in.text("host", HOST_BYTES_MAX), in.u16("port")),
                new TlsPin(in.hash("pin")),
                in.u64("until"),
                in.list("acts", ACTS_MAX, each -> CharterEntry.decode(each.bytes("act", BYTES_MAX))),
                in.bytes("payload", PAYLOAD_BYTES_MAX));
        in.end("invitation");
        return read;
    }

    /// A copy of the payload.
    @Override
    public byte[] payload() {
        return payload.clone();
    }
}
