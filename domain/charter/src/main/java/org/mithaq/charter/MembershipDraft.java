// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// What an act changes about who is a member: its body, read (Charter 8).
///
/// Somebody makes one and passes [#act] on; the member that it concerns endorses it with [#endorse] and its
/// offline root
/// key; members vote.
public sealed interface MembershipDraft {

    /// Whom it concerns.
    MemberId member();

    /// The last checkpoints of logs that are vouched for, of every member before or after the act.
    SortedMap<MemberId, LogPin> logs();

    /// Admits a member.
    ///
    /// @param card of the newcomer
    /// @param channels the communities that it joins
    record Admit(CertifiedCard card, SortedSet<ChannelId> channels, SortedMap<MemberId, LogPin> logs)
            implements MembershipDraft {
        public Admit {
            Bounds.count(channels, 0, FoundingDraft.CHANNELS_MAX, CharterClause.ADMIT_BODY, "channels of a newcomer");
            channels = Collections.unmodifiableSortedSet(new TreeSet<>(channels));
            logs = checked(logs);
        }

        @Override
        public MemberId member() {
            return card.id();
        }
    }

    /// Lets a member go.
    record Leave(MemberId member, SortedMap<MemberId, LogPin> logs) implements MembershipDraft {
        public Leave {
            logs = checked(logs);
        }
    }

    /// Replaces a member's card.
    ///
    /// @param card the new one
    record Amend(CertifiedCard card, SortedMap<MemberId, LogPin> logs) implements MembershipDraft {
        public Amend {
            logs = checked(logs);
        }

        @Override
        public MemberId member() {
            return card.id();
        }
    }

    /// The act that proposes this on `parent`.
    ///
    /// @param round in which it is proposed first
    default Act act(CharterState parent, int round) {
        JsonObject.Builder body = JsonObject.builder().put("logs", logs(logs()));
        ActType type = switch (this) {
            case Admit admit -> {
                body.put("card", admit.card.json())
                        .put("channels", CardJson.array(List.copyOf(admit.channels), id -> JsonString.of(id.hex())));
                yield ActType.ADMIT;
            }
            case Leave leave -> {
                body.put("member", leave.member.hex());
                yield ActType.LEAVE;
            }
            case Amend amend -> {
                body.put("card", amend.card.json());
                yield ActType.AMEND;
            }
        };
        return new Act(type.text(), parent.hash(), parent.epoch(), round, body.build());
    }

    /// Returns quietly if the act of this would fold on `parent`, once it is endorsed and certified.
    ///
    /// @throws CharterRejected if not
    default void checkOn(CharterState parent) {
        Succession.next(parent, this);
    }

    /// Signs an act of membership by the root key of the member that it concerns, once it is certain that it
    /// is one that would fold on `parent`, and that the key is this member's (Charter 8.2).
    ///
    /// @throws CharterRejected if it is none, or concerns another
    static Endorsement endorse(
            SignatureProvider signatures, CharterState parent, byte[] payload, CompositePrivateKey rootKey) {
        MemberId self = MemberId.of(rootKey.publicKey());
        MembershipDraft draft = Succession.read(signatures, parent, payload);
        Succession.next(parent, draft);
        if (!draft.member().equals(self)) {
            throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.CONSENT, self.hex());
        }
        return new Endorsement(
                self, rootKey.publicKey().keyId(), signatures.sign(rootKey, Dsse.pae(Act.PAYLOAD_TYPE, payload)));
    }

    /// Reads the body of an act of one of the three types.
    static MembershipDraft read(SignatureProvider signatures, ActType type, JsonObject body) {
        return switch (type) {
            case ADMIT -> {
                Fields fields = Fields.of(body, CharterClause.ADMIT_BODY, "card", "channels", "logs");
                List<ChannelId> channels = fields.texts("channels", FoundingDraft.CHANNELS_MAX, ChannelId::parse);
                SortedSet<ChannelId> joined = new TreeSet<>(channels);
                if (!List.copyOf(joined).equals(channels)) {
                    throw fields.refuse("channels");
                }
                yield new Admit(CertifiedCard.read(signatures, fields.value("card")), joined, readLogs(fields));
            }
            case LEAVE -> {
                Fields fields = Fields.of(body, CharterClause.LEAVE_BODY, "member", "logs");
                yield new Leave(MemberId.parse(fields.text("member")), readLogs(fields));
            }
            case AMEND -> {
                Fields fields = Fields.of(body, CharterClause.AMEND_BODY, "card", "logs");
                yield new Amend(CertifiedCard.read(signatures, fields.value("card")), readLogs(fields));
            }
            case FOUND, ROTATE ->
                throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHAIN, type.text());
        };
    }

    private static SortedMap<MemberId, LogPin> checked(SortedMap<MemberId, LogPin> logs) {
        Bounds.count(logs.keySet(), 2, Channel.MEMBERS_MAX + 1, CharterClause.LOG_PIN, "pinned logs");
        return Collections.unmodifiableSortedMap(new TreeMap<>(logs));
    }

    private static JsonArray logs(SortedMap<MemberId, LogPin> logs) {
        return CardJson.array(
                List.copyOf(logs.entrySet()),
                entry -> JsonObject.builder()
                        .put("member", entry.getKey().hex())
                        .put("size", entry.getValue().size())
                        .put("root", entry.getValue().root().hex())
                        .build());
    }

    private static SortedMap<MemberId, LogPin> readLogs(Fields body) {
        SortedMap<MemberId, LogPin> logs = new TreeMap<>();
        for (JsonValue each : body.list("logs", Channel.MEMBERS_MAX + 1, each -> each)) {
            Fields pin = Fields.of(each, CharterClause.LOG_PIN, "member", "size", "root");
            MemberId member = MemberId.parse(pin.text("member"));
            if (!logs.isEmpty() && logs.lastKey().compareTo(member) >= 0) {
                throw pin.refuse("member");
            }
            logs.put(member, new LogPin(pin.size("size"), pin.hash("root")));
        }
        return logs;
    }
}
