// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.stix.Reference;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.Tlp;

/// Whether a script fits its cast and itself, so that playing it cannot fail for a slip of its author.
final class ScriptChecks {

    private final DemoCast cast;
    private final List<DemoScript.Step> steps;
    private final Set<String> stopped = new HashSet<>();

    private ScriptChecks(DemoCast cast, List<DemoScript.Step> steps) {
        this.cast = cast;
        this.steps = steps;
    }

    static void check(DemoCast cast, List<DemoScript.Step> steps) {
        var checks = new ScriptChecks(cast, steps);
        Duration earlier = Duration.ZERO;
        for (int i = 0; i < steps.size(); i++) {
            DemoScript.Step step = steps.get(i);
            require(step.number() == i + 1, step, "the number " + (i + 1), step.number() + "");
            require(step.at().compareTo(earlier) >= 0, step, "no step back in time", step.at() + "");
            require(cast.member(step.by()).isPresent(), step, "a member of the cast", step.by());
            checks.action(step);
            earlier = step.at();
        }
        require(checks.stopped.isEmpty(), steps.getLast(), "everybody running at the end", checks.stopped + "");
        checks.references();
    }

    static List<String> audience(DemoCast cast, DemoScript.Step step) {
        return switch (step.action()) {
            case DemoScript.Action.Share share ->
                addressed(cast, step, share.posting().channel(), share.posting().recipients());
            case DemoScript.Action.Sighting seen ->
                addressed(cast, step, seen.posting().channel(), seen.posting().recipients());
            case DemoScript.Action.Relay relay -> addressed(cast, step, relay.channel(), relay.recipients());
            case DemoScript.Action.Recall _,
                    DemoScript.Action.Ack _,
                    DemoScript.Action.Stop _,
                    DemoScript.Action.Start _ -> List.of();
        };
    }

    private static List<String> addressed(
            DemoCast cast, DemoScript.Step step, String channel, List<String> recipients) {
        List<String> audience = new ArrayList<>(recipients);
        if (recipients.isEmpty()) {
            cast.channel(channel).ifPresent(plan -> audience.addAll(plan.members()));
            audience.remove(step.by());
        }
        return List.copyOf(audience);
    }

    private void action(DemoScript.Step step) {
        boolean starts = step.action() instanceof DemoScript.Action.Start;
        require(stopped.contains(step.by()) == starts, step, "a running node, or one to start", step.by());
        switch (step.action()) {
            case DemoScript.Action.Share share -> posting(step, share.posting(), share.tlp(), share.bundle());
            case DemoScript.Action.Sighting seen -> posting(step, seen.posting(), seen.tlp(), seen.bundle());
            case DemoScript.Action.Relay relay -> relay(step, relay);
            case DemoScript.Action.Recall recall -> {
                DemoScript.Step first = earlier(step, recall.ofStep());
                require(first.by().equals(step.by()), step, "a step of its own", first.by());
                objectsOf(step, first, recall.objects());
            }
            case DemoScript.Action.Ack ack -> {
                DemoScript.Step first = earlier(step, ack.ofStep());
                boolean flash = first.action() instanceof DemoScript.Action.Share share
                        && share.posting().deadline().isPresent();
                require(flash, step, "a flash message to acknowledge", ack.ofStep() + "");
                require(audience(cast, first).contains(step.by()), step, "a recipient", step.by());
            }
            case DemoScript.Action.Stop _ -> stopped.add(step.by());
            case DemoScript.Action.Start _ -> stopped.remove(step.by());
        }
    }

    private void posting(DemoScript.Step step, DemoScript.Posting posting, Tlp tlp, DemoBundle bundle) {
        channel(step, posting.channel(), posting.recipients());
        require(
                posting.deadline().isPresent() == (posting.lane() == Lane.FLASH),
                step,
                "a deadline for a flash message and no other",
                posting.lane() + "");
        require(tlp != Tlp.RED || !posting.recipients().isEmpty(), step, "named recipients of TLP:RED", "none");
        StixId identity = cast.member(step.by()).orElseThrow().identity();
        for (StixObject object : bundle.objects()) {
            require(object.objectMarkingRefs().equals(List.of(tlp.definition())), step, tlp.label(), object + "");
            require(object.createdByRef().stream().allMatch(identity::equals), step, "its own objects", object + "");
        }
    }

    private void relay(DemoScript.Step step, DemoScript.Action.Relay relay) {
        channel(step, relay.channel(), relay.recipients());
        require(relay.lane() != Lane.FLASH, step, "a lane without a deadline", relay.lane() + "");
        DemoScript.Step first = earlier(step, relay.ofStep());
        require(audience(cast, first).contains(step.by()), step, "a step that it received", step.by());
        boolean permitted = first.action() instanceof DemoScript.Action.Share share
                && share.posting().onward() == Terms.Onward.PERMITTED;
        require(permitted, step, "a step that may be passed on", relay.ofStep() + "");
        objectsOf(step, first, relay.objects());
    }

    private void channel(DemoScript.Step step, String key, List<String> recipients) {
        List<String> members =
                cast.channel(key).map(DemoCast.ChannelPlan::members).orElse(List.of());
        require(members.contains(step.by()), step, "a channel of its own", key);
        boolean inside = members.containsAll(recipients) && !recipients.contains(step.by());
        require(inside, step, "other members of the channel", recipients + "");
    }

    private DemoScript.Step earlier(DemoScript.Step step, int number) {
        require(number >= 1 && number < step.number(), step, "an earlier step", number + "");
        return steps.get(number - 1);
    }

    private static void objectsOf(DemoScript.Step step, DemoScript.Step first, List<StixId> objects) {
        require(!objects.isEmpty(), step, "an object", "none");
        for (StixId object : objects) {
            boolean there = DemoScript.bundle(first)
                    .filter(bundle -> bundle.has(object))
                    .isPresent();
            require(there, step, "an object of step " + first.number(), object + "");
        }
    }

    /// Every reference ends in the scenario; what is shared twice is the same both times.
    private void references() {
        Map<StixId, StixObject> objects = new HashMap<>();
        for (DemoScript.Step step : steps) {
            DemoScript.bundle(step)
                    .ifPresent(bundle -> bundle.objects().forEach(object -> {
                        StixObject before = objects.putIfAbsent(object.id(), object);
                        boolean same = before == null || Arrays.equals(before.bytes(), object.bytes());
                        require(same, step, "the same bytes as before", object + "");
                    }));
        }
        for (DemoScript.Step step : steps) {
            DemoScript.bundle(step)
                    .ifPresent(bundle -> bundle.objects().stream()
                            .flatMap(object -> object.references().stream())
                            .map(Reference::target)
                            .forEach(target -> require(
                                    objects.containsKey(target)
                                            || Tlp.ofDefinition(target).isPresent(),
                                    step,
                                    "a reference to an object of the scenario",
                                    target + "")));
        }
        for (DemoCast.Member member : cast.members()) {
            require(objects.containsKey(member.identity()), steps.getFirst(), "identities of all", member.key());
        }
    }

    private static void require(boolean condition, DemoScript.Step step, String expected, String found) {
        if (!condition) {
            throw new ScenarioBroken(ScriptReader.RESOURCE, "step " + step.number(), expected, found);
        }
    }
}
