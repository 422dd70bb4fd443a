// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;

/// Hears how far each dispatch of this node has come, for whoever measures: never what is in it. Called on the threads
/// that do the work, so that it must not wait. The clock is its own, and costs nothing where nobody listens.
public interface Trail {

    /// The steps in the life of a dispatch, at its sender.
    enum Step {
        /// From the request to the moment when it is durable: all that its poster waits for.
        POST,
        /// Decided, sealed and put to rest, within that.
        SEAL,
        /// Numbered, logged and committed, within that.
        LOG,
        /// From the commit until a quorum has cosigned its record.
        WITNESS,
        /// From sending a copy to a peer until its answer is here.
        DELIVER,
        /// The receipt in that answer, verified and stored.
        RECEIPT
    }

    /// From when to when, by the clock of [#now].
    record Time(long begun, long ended) {}

    /// Nobody listens.
    Trail NONE = new Trail() {

        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public long now() {
            return 0;
        }

        @Override
        public void step(Step step, Hash dispatch, Optional<MemberId> peer, Time time) {
            // Nobody listens.
        }

        @Override
        public void logged(Hash dispatch, long logIndex, Time time) {
            // Nobody listens.
        }

        @Override
        public void witnessed(long treeSize) {
            // Nobody listens.
        }
    };

    /// Whether anybody listens: where not, nothing need be made ready to be told.
    boolean isOn();

    /// Nanoseconds of a clock that never goes back.
    long now();

    /// A step is done. [Step#LOG] and [Step#WITNESS] are told by [#logged] and [#witnessed].
    ///
    /// @param dispatch whose identity tells the steps of one dispatch from those of others, and is not passed on
    /// @param peer the recipient, where the step is about one
    void step(Step step, Hash dispatch, Optional<MemberId> peer, Time time);

    /// A dispatch stands in this node's log.
    void logged(Hash dispatch, long logIndex, Time time);

    /// A quorum has cosigned this node's log up to `treeSize` records.
    void witnessed(long treeSize);
}
