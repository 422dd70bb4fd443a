// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Parser;
import org.mithaq.fuzz.Repository;
import org.mithaq.fuzz.Target;

/// The federation's own acts, votes and cards; their golden files are the seeds.
public final class CharterTargets {

    private static final String GOLDEN = "domain/charter/src/test/resources/org/mithaq/charter/";
    private static final SignatureProvider SIGNATURES = SignatureProvider.best();

    private static final List<String> WORDS = List.of(
            "\"suite\":1",
            "\"type\":\"",
            "\"found\"",
            "\"admit\"",
            "\"leave\"",
            "\"amend\"",
            "\"rotate\"",
            "\"epoch\":",
            "\"round\":",
            "\"body\":{",
            "\"parent\":\"",
            "\"names\":",
            "\"channels\":[",
            "\"members\":[",
            "\"serial\":",
            "\"nonce\":\"",
            "\"compromised\":[",
            "\"signing\"",
            "\"sealing\"",
            "\"log\"",
            "\"tls\"",
            "\"not_after\":\"");

    private CharterTargets() {}

    /// Acts as they are kept and passed on, and what their payloads say.
    public static Target acts() {
        byte[] founding = golden("founding.act.bin");
        SignedAct signed = SignedAct.decode(founding);
        byte[] rotation = SignedAct.decode(golden("rotation.act.bin")).payload();
        byte[] admission = ((CertifiedAct) CharterEntry.decode(golden("admission.act.bin")))
                .signed()
                .payload();
        byte[] leave = ((CertifiedAct) CharterEntry.decode(golden("leave.act.bin")))
                .signed()
                .payload();
        CharterState state = Charter.found(SIGNATURES, signed);
        return new Target(
                "charter-act",
                1 << 17,
                WORDS,
                List.of(
                        canonical(
                                "entry", CharterEntry::decode, CharterEntry::encode, founding, golden("leave.act.bin")),
                        canonical("signed act", SignedAct::decode, SignedAct::encode, golden("rotation.act.bin")),
                        canonical("certified act", CertifiedAct::decode, CertifiedAct::encode, golden("leave.act.bin")),
                        canonical("payload", Act::parse, Act::payload, leave, rotation, smallAct()),
                        Kind.of("rotation", refusing(in -> Rotation.read(SIGNATURES, Act.parse(in))), rotation),
                        Kind.of("membership", refusing(in -> Succession.read(SIGNATURES, state, in)), leave, admission),
                        canonical(
                                "founding draft",
                                in -> FoundingDraft.read(SIGNATURES, in),
                                FoundingDraft::payload,
                                signed.payload()),
                        Kind.of("founding", refusing(in -> Charter.found(SIGNATURES, SignedAct.decode(in))), founding),
                        Kind.of(
                                "fold",
                                refusing(in -> Charter.fold(SIGNATURES, List.of(signed, CharterEntry.decode(in)))),
                                golden("leave.act.bin")),
                        canonical("news", CharterNews::parse, CharterNews::toBytes, news(signed))));
    }

    private static byte[] news(SignedAct founding) {
        SignedVote vote = SignedVote.decode(golden("vote.bin"));
        CertifiedAct leave = (CertifiedAct) CharterEntry.decode(golden("leave.act.bin"));
        SortedSet<Hash> held = new TreeSet<>(List.of(founding.payloadHash(), leave.payloadHash()));
        return new CharterNews(
                        vote.vote().federation(),
                        held,
                        List.of(
                                new CharterNews.Decided(leave),
                                new CharterNews.Proposed(leave.signed()),
                                new CharterNews.Voted(vote, List.of())))
                .toBytes();
    }

    /// Votes, records of votes, cards, and the values in them.
    public static Target cardsAndVotes() {
        SignedVote vote = SignedVote.decode(golden("vote.bin"));
        VotingRecord record = new VotingRecord(
                vote.vote().federation(),
                vote.vote().parent(),
                vote.vote().epoch(),
                Optional.of(vote.vote()),
                Optional.of(new VotingLock(0, vote.vote().act())));
        CertifiedCard card = CertifiedCard.parse(SIGNATURES, golden("card.json"));
        Certificate certificate = ((CertifiedAct) CharterEntry.decode(golden("leave.act.bin"))).certificate();
        return new Target(
                "charter-card",
                24_000,
                WORDS,
                List.of(
                        canonical(
                                "vote", Vote::parse, Vote::payload, vote.vote().payload()),
                        canonical("signed vote", SignedVote::decode, SignedVote::encode, golden("vote.bin")),
                        canonical("voting record", VotingRecord::decode, VotingRecord::encode, record.encode()),
                        canonical(
                                "card",
                                CardJson::read,
                                CardJson::write,
                                card.envelope().payload()),
                        canonical(
                                "certified card",
                                in -> CertifiedCard.parse(SIGNATURES, in),
                                CertifiedCard::toJson,
                                golden("card.json")),
                        text("member id", MemberId::parse, MemberId::hex, "ab".repeat(32)),
                        text("channel id", ChannelId::parse, ChannelId::hex, "ab".repeat(32)),
                        text("federation id", FederationId::parse, FederationId::hex, "ab".repeat(32)),
                        text("TLS pin", TlsPin::parse, TlsPin::hex, "ab".repeat(32)),
                        text(
                                "endpoint",
                                Endpoint::parse,
                                Endpoint::toString,
                                "https://node.example:8443",
                                "https://[::1]:1"),
                        Kind.of(
                                "certificate",
                                Codec.canonical(
                                        Set.of(CharterRejected.class, MalformedEncoding.class),
                                        CharterTargets::certificate,
                                        CharterTargets::written),
                                written(certificate))));
    }

    private static Certificate certificate(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Certificate certificate = Certificate.read(in);
        in.end("certificate");
        return certificate;
    }

    private static byte[] written(Certificate certificate) {
        CanonicalWriter out = new CanonicalWriter();
        Certificate.write(out, certificate);
        return out.toByteArray();
    }

    private static byte[] smallAct() {
        String parent = "0".repeat(64);
        return "{\"body\":{},\"epoch\":0,\"parent\":\"%s\",\"round\":0,\"suite\":1,\"type\":\"found\"}"
                .formatted(parent)
                .getBytes(UTF_8);
    }

    private static <T> Kind canonical(
            String name, Codec.Reading<T> reading, Function<T, byte[]> writing, byte[]... seeds) {
        return Kind.of(name, Codec.canonical(CharterRejected.class, reading, writing), seeds);
    }

    private static <T> Kind text(
            String name, Function<String, T> reading, Function<T, String> writing, String... seeds) {
        return new Kind(
                name,
                Codec.canonicalText(CharterRejected.class, reading, writing),
                List.of(seeds).stream().map(seed -> seed.getBytes(UTF_8)).toList());
    }

    private static <T> Parser refusing(Codec.Reading<T> reading) {
        return Codec.readOnly(CharterRejected.class, reading);
    }

    private static byte[] golden(String name) {
        return Repository.bytes(GOLDEN + name);
    }
}
