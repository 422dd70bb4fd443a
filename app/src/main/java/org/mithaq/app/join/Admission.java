// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.mithaq.charter.Act;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Fold;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.http.Call;
import org.mithaq.http.PeerClient;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Reply;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.MalformedJson;

/// One attempt of a guest to become a member: it signs the act of its invitation, hands it to the inviting node, and
/// asks until the members have decided. What it is told it verifies by the certificates, not by who says it.
public final class Admission {

    private static final String PATH = "/mithaq/v1/charter";
    private static final String CONTENT_TYPE = "application/vnd.mithaq.v1";
    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private final SignatureProvider signatures;
    private final CertifiedCard card;
    private final Invitation invitation;
    private final List<CharterEntry> acts;
    private CharterState state;

    /// @param card of the guest
    /// @param invitation whose words people have compared
    /// @throws JoinRefused if the invitation is for another card, or its acts do not fold
    public Admission(SignatureProvider signatures, CertifiedCard card, Invitation invitation) {
        this.signatures = signatures;
        this.card = card;
        this.invitation = invitation;
        this.acts = new ArrayList<>(invitation.acts());
        this.state = folded(acts);
        if (state.member(invitation.inviter()).isEmpty()) {
            throw new JoinRefused("Whoever made this invitation is no member of the federation in it");
        }
    }

    private CharterState folded(List<CharterEntry> entries) {
        return switch (Charter.fold(signatures, entries)) {
            case Fold.Standing standing -> standing.state();
            case Fold.Frozen _ ->
                throw new JoinRefused("The charter of that federation is frozen: nobody can join now");
            case Fold.Stopped stopped -> throw new JoinRefused("The charter cannot be followed: " + stopped.reason());
        };
    }

    /// What the federation is.
    public CharterState state() {
        return state;
    }

    /// All acts, the founding one first.
    public List<CharterEntry> acts() {
        return List.copyOf(acts);
    }

    /// Whether the guest is a member by now.
    public boolean isAdmitted() {
        return state.member(card.id()).isPresent();
    }

    /// The act of the invitation, endorsed by the guest's root.
    ///
    /// @throws JoinRefused if the members have decided something else since it was made, or it is for another card
    public SignedAct endorsed(CompositePrivateKey root) {
        Act act = Act.parse(invitation.payload());
        if (!act.parent().equals(state.hash())) {
            throw new JoinRefused(
                    ("This invitation is stale: it was made in epoch %d of the charter, and the members are"
                                    + " in epoch %d. Ask for a new one")
                            .formatted(act.epoch(), state.epoch()));
        }
        SignedAct signed = new SignedAct(
                invitation.payload(), List.of(MembershipDraft.endorse(signatures, state, invitation.payload(), root)));
        MembershipDraft draft = Charter.proposed(signatures, state, signed);
        boolean own =
                draft instanceof MembershipDraft.Admit admit && admit.card().equals(card);
        if (!own) {
            throw new JoinRefused("This invitation is for another card than the one of this node");
        }
        return signed;
    }

    /// Asks the inviting node once, and takes what was decided.
    ///
    /// @param proposed the act to hand over, or none
    /// @throws JoinRefused if the node does not take it
    public void ask(PeerClient client, List<SignedAct> proposed) throws PeerUnreachable, InterruptedException {
        SortedSet<Hash> held = new TreeSet<>();
        acts.forEach(act -> held.add(new CharterNews.Decided(act).name()));
        List<CharterNews.Item> items = new ArrayList<>();
        proposed.forEach(act -> items.add(new CharterNews.Proposed(act)));
        byte[] asked = new CharterNews(state.federation(), held, items).toBytes();
        Reply reply = client.send(Call.post(PATH, CONTENT_TYPE, asked, TIME_MAX, CharterNews.BYTES_MAX));
        if (!reply.ok()) {
            throw new JoinRefused("The inviting node refuses: " + detail(reply));
        }
        for (CharterNews.Item item : CharterNews.parse(reply.body()).items()) {
            if (item instanceof CharterNews.Decided decided) {
                List<CharterEntry> longer = new ArrayList<>(acts);
                longer.add(decided.entry());
                state = folded(longer);
                acts.add(decided.entry());
            }
        }
    }

    private static String detail(Reply reply) {
        try {
            return Json.read(reply.body(), JsonLimits.standard())
                    .asObject()
                    .flatMap(problem -> problem.string("detail"))
                    .orElse("status " + reply.status());
        } catch (MalformedJson none) {
            return "status " + reply.status();
        }
    }
}
