// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.InetSocketAddress;

/// Where a door is and how it answers.
///
/// @param address where to listen; port 0 takes a free one
/// @param beyondLoopback whether a plain door may listen where other machines reach it
/// @param problems turns the named exceptions of standards into problems
/// @param format how problems are written
public record DoorSettings(
        InetSocketAddress address,
        boolean beyondLoopback,
        DoorLimits limits,
        ProblemMapper problems,
        ProblemFormat format) {

    /// On loopback alone, with the standard limits and RFC 9457.
    public static DoorSettings at(InetSocketAddress address) {
        return new DoorSettings(address, false, DoorLimits.STANDARD, ProblemMapper.NONE, ProblemFormat.RFC_9457);
    }

    /// The same with other limits.
    public DoorSettings withLimits(DoorLimits other) {
        return new DoorSettings(address, beyondLoopback, other, problems, format);
    }

    /// The same with another mapper.
    public DoorSettings withProblems(ProblemMapper other) {
        return new DoorSettings(address, beyondLoopback, limits, other, format);
    }

    /// The same with another form of problems.
    public DoorSettings withFormat(ProblemFormat other) {
        return new DoorSettings(address, beyondLoopback, limits, problems, other);
    }

    /// The same, and other machines may reach it: said by an operator, never by default.
    public DoorSettings openToTheNetwork() {
        return new DoorSettings(address, true, limits, problems, format);
    }
}
