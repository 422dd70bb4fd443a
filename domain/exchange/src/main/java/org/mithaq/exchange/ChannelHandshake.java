// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.security.SecureRandom;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// One of the two sealed messages that open a bilateral channel (protocol, Bilateral channels).
///
/// Never an act of the charter: nobody else need know that the channel exists. Its id is a hash of the offer, so that
/// both sides name the same thing and nobody can guess it.
public sealed interface ChannelHandshake {

    /// The channel that is being opened.
    ChannelId channel();

    /// "Let us have a channel."
    ///
    /// @param nonce 32 random bytes
    /// @param proposer who offers
    /// @param peer to whom
    /// @param name what both will call it, at most 200 bytes of UTF-8
    record Offer(Hash nonce, MemberId proposer, MemberId peer, String name) implements ChannelHandshake {

        public Offer {
            if (proposer.equals(peer)) {
                throw new IllegalArgumentException("a bilateral channel has two members");
            }
            Bounded.text("a channel's name", name, Limits.NAME_BYTES_MAX);
        }

        /// A fresh offer.
        public static Offer make(MemberId proposer, MemberId peer, String name, SecureRandom random) {
            return new Offer(Sealer.randomHash(random), proposer, peer, name);
        }

        @Override
        public ChannelId channel() {
            return new ChannelId(Labels.CHANNEL.hash(toBytes()));
        }
    }

    /// "Yes" or "no".
    ///
    /// @param channel the channel of the offer
    /// @param accepted whether it is open from now on
    record Answer(ChannelId channel, boolean accepted) implements ChannelHandshake {}

    /// The canonical encoding.
    default byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter();
        switch (this) {
            case Offer offer ->
                out.u8(1)
                        .hash(offer.nonce)
                        .hash(offer.proposer.hash())
                        .hash(offer.peer.hash())
                        .text(offer.name);
            case Answer answer -> out.u8(2).hash(answer.channel.hash()).flag(answer.accepted);
        }
        return out.toByteArray();
    }

    /// Reads one half and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    static ChannelHandshake parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        int half = in.u8("handshake.half");
        ChannelHandshake handshake = switch (half) {
            case 1 -> readOffer(in);
            case 2 -> new Answer(new ChannelId(in.hash("handshake.channel")), in.flag("handshake.accepted"));
            default -> throw in.refuse("handshake.half", "1 or 2, and not " + half);
        };
        in.end("handshake");
        return handshake;
    }

    private static Offer readOffer(CanonicalReader in) {
        Hash nonce = in.hash("handshake.nonce");
        MemberId proposer = new MemberId(in.hash("handshake.proposer"));
        MemberId peer = new MemberId(in.hash("handshake.peer"));
        if (proposer.equals(peer)) {
            throw in.refuse("handshake.peer", "another member than the proposer");
        }
        return new Offer(nonce, proposer, peer, in.text("handshake.name", Limits.NAME_BYTES_MAX));
    }
}
