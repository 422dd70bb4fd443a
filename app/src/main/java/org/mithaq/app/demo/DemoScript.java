// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.Names;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.Tlp;

/// What happens in the demo, step by step. Whoever holds one knows that it fits its cast and itself.
///
/// @param cast who plays
/// @param steps in order, numbered from 1
public record DemoScript(DemoCast cast, List<Step> steps) {

    /// One step.
    ///
    /// @param number from 1
    /// @param at after the start of the play
    /// @param by key of the member who acts
    /// @param explanation one sentence for the audience of the demo
    public record Step(int number, Duration at, String by, Action action, Names explanation) {}

    /// How something is sent.
    ///
    /// @param channel key of the channel
    /// @param deadline for a person's acknowledgement, of a flash message and of no other
    /// @param exercise whether it is marked as an exercise
    /// @param onward what the originator says about passing on
    /// @param recipients keys of those who are addressed by name; empty for the whole channel
    public record Posting(
            String channel,
            Lane lane,
            Optional<Duration> deadline,
            boolean exercise,
            Terms.Onward onward,
            List<String> recipients) {

        public Posting {
            recipients = List.copyOf(recipients);
        }
    }

    /// What a member does.
    public sealed interface Action {

        /// Shares objects of its own, all under one label.
        record Share(Posting posting, Tlp tlp, DemoBundle bundle) implements Action {}

        /// Tells an originator that its indicator was seen.
        record Sighting(Posting posting, Tlp tlp, DemoBundle bundle) implements Action {}

        /// Passes on objects of another's step, under the originator's terms and signature.
        record Relay(String channel, Lane lane, List<String> recipients, int ofStep, List<StixId> objects)
                implements Action {
            public Relay {
                recipients = List.copyOf(recipients);
                objects = List.copyOf(objects);
            }
        }

        /// Recalls objects of a step of its own.
        record Recall(int ofStep, List<StixId> objects) implements Action {
            public Recall {
                objects = List.copyOf(objects);
            }
        }

        /// A person acknowledges a flash message.
        record Ack(int ofStep) implements Action {}

        /// The member's node stops.
        record Stop() implements Action {}

        /// The member's node starts again.
        record Start() implements Action {}
    }

    public DemoScript {
        steps = List.copyOf(steps);
        ScriptChecks.check(cast, steps);
    }

    /// The script that the program carries, for the cast that it carries.
    ///
    /// @throws ScenarioBroken if a resource is not what it must be
    public static DemoScript load() {
        return ScriptReader.read(
                DemoResources.bytes(ScriptReader.RESOURCE),
                DemoCast.load(),
                file -> DemoResources.bytes("bundles/" + file));
    }

    /// The step of that number.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public Step step(int number) {
        return steps.get(number - 1);
    }

    /// Every object that is shared, in order; one that two members share is there twice.
    public List<StixObject> objects() {
        List<StixObject> objects = new ArrayList<>();
        for (Step step : steps) {
            bundle(step).ifPresent(bundle -> objects.addAll(bundle.objects()));
        }
        return List.copyOf(objects);
    }

    /// What `step` brings, if it brings anything new.
    public static Optional<DemoBundle> bundle(Step step) {
        return switch (step.action()) {
            case Action.Share share -> Optional.of(share.bundle());
            case Action.Sighting sighting -> Optional.of(sighting.bundle());
            case Action.Relay _, Action.Recall _, Action.Ack _, Action.Stop _, Action.Start _ -> Optional.empty();
        };
    }

    /// Keys of the members who receive what `step` sends; of nobody when it sends no objects.
    public List<String> audience(Step step) {
        return ScriptChecks.audience(cast, step);
    }
}
