// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mithaq.app.demo.Painted.Look;
import org.mithaq.app.demo.Painted.Piece;
import org.mithaq.exchange.Lane;

/// What the demo's view says of a step before anything of it is on its way: who, to whom, what, in whose words.
final class DemoHeads {

    private static final String INDENT = "    ";

    private final DemoScript script;
    private final Tongue tongue;

    /// @param tongue in which it is told; names stay in the language of their member
    DemoHeads(DemoScript script, Tongue tongue) {
        this.script = script;
        this.tongue = tongue;
    }

    /// In which language.
    Tongue tongue() {
        return tongue;
    }

    DemoItem item(DemoScript.Step step) {
        List<Painted> lines = new ArrayList<>();
        lines.add(first(step));
        lines.add(line(new Piece(INDENT + TerminalText.prose(tongue.of(step.explanation())), Look.STRONG)));
        Tongue own = Tongue.of(member(step).language()).orElse(tongue);
        if (own != tongue) {
            lines.add(line(new Piece(INDENT + TerminalText.prose(own.of(step.explanation())), Look.FAINT)));
        }
        DemoScript.bundle(step)
                .map(bundle -> DemoIndicators.of(bundle.objects()))
                .ifPresent(indicators -> {
                    if (!indicators.isEmpty()) {
                        lines.add(line(new Piece(INDENT + String.join("   ", indicators), Look.FAINT)));
                    }
                });
        return new DemoItem(Integer.toString(step.number()), lines, tongue);
    }

    private Painted line(Piece... pieces) {
        return Painted.of(tongue.isRightToLeft(), pieces);
    }

    private DemoCast.Member member(DemoScript.Step step) {
        return script.cast().member(step.by()).orElseThrow();
    }

    private Painted first(DemoScript.Step step) {
        DemoCast.Member member = member(step);
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece("%2d  ".formatted(step.number()), Look.FAINT));
        pieces.add(new Piece(TerminalText.isolated(member.ownName()), Look.STRONG));
        pieces.add(new Piece(" (" + TerminalText.indicator(member.key()) + ")", Look.FAINT));
        switch (step.action()) {
            case DemoScript.Action.Share share ->
                posting(pieces, share.posting(), share.tlp().label(), share.bundle());
            case DemoScript.Action.Sighting seen ->
                posting(pieces, seen.posting(), seen.tlp().label(), seen.bundle());
            case DemoScript.Action.Relay relay -> to(pieces, relay.channel(), relay.recipients());
            case DemoScript.Action.Recall _,
                    DemoScript.Action.Ack _,
                    DemoScript.Action.Stop _,
                    DemoScript.Action.Start _ -> {}
        }
        return new Painted(pieces, tongue.isRightToLeft());
    }

    /// The marking comes before what a narrow terminal may cut off.
    private void posting(List<Piece> pieces, DemoScript.Posting posting, String label, DemoBundle bundle) {
        pieces.add(new Piece(" · " + TerminalText.indicator(label), Look.STRONG));
        if (posting.lane() != Lane.ROUTINE) {
            pieces.add(new Piece(
                    " · " + posting.lane().name().toLowerCase(Locale.ROOT),
                    posting.lane() == Lane.FLASH ? Look.URGENT : Look.STRONG));
        }
        if (posting.exercise()) {
            pieces.add(new Piece(" · " + tongue.exercise(), Look.URGENT));
        }
        to(pieces, posting.channel(), posting.recipients());
        pieces.add(new Piece(" · " + tongue.objects(bundle.objects().size()), Look.FAINT));
    }

    private void to(List<Piece> pieces, String channel, List<String> recipients) {
        String name = script.cast()
                .channel(channel)
                .map(plan -> TerminalText.isolated(tongue.of(plan.names())))
                .orElse(channel);
        String named = recipients.stream().map(TerminalText::indicator).collect(Collectors.joining(", "));
        pieces.add(Painted.plain((tongue.isRightToLeft() ? " ← " : " → ") + name));
        if (!recipients.isEmpty()) {
            pieces.add(Painted.plain(": " + named));
        }
    }

    /// Something that a member shares with all and that no step has: a file of the user's own, say.
    ///
    /// @param what a name for it
    /// @param lane if it is another than routine
    DemoItem item(int number, String key, String what, Optional<Lane> lane) {
        String name = script.cast()
                .member(key)
                .map(member -> TerminalText.isolated(member.ownName()))
                .orElse(key);
        String plenary = script.cast()
                .channel("plenary")
                .map(plan -> TerminalText.isolated(tongue.of(plan.names())))
                .orElse("plenary");
        return new DemoItem(
                Integer.toString(number),
                List.of(line(
                        new Piece("%2d  ".formatted(number), Look.FAINT),
                        new Piece(name, Look.STRONG),
                        Painted.plain((tongue.isRightToLeft() ? " ← " : " → ") + plenary + " · "),
                        new Piece(
                                lane.map(each -> each.name().toLowerCase(Locale.ROOT) + " · ")
                                        .orElse(""),
                                Look.URGENT),
                        Painted.plain(TerminalText.indicator(what)))),
                tongue);
    }
}
