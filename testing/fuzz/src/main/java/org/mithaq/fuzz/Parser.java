// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz;

/// One parser under test, and what must hold of what it reads.
@FunctionalInterface
public interface Parser {

    /// Reads `input` and checks what was read.
    ///
    /// @param input any bytes; the parser may keep and change them
    /// @return whether they were accepted; false if they were refused as documented
    /// @throws Finding if something does not hold that must
    /// @throws Exception whatever else the parser throws: that is a finding too
    boolean accepts(byte[] input) throws Exception;
}
