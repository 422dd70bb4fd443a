// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

/// The medium refused: disk full, damaged file, lost device. Never the sender's fault.
public final class StorageFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    /// @param problem what happened and what an operator can do
    /// @param full whether there is no room left, so that the same may work later
    /// @param cause what the driver said
    public StorageFailed(String problem, boolean full, Throwable cause) {
        super(problem, cause);
        this.full = full;
    }

    /// Whether there is no room left.
    public boolean full() {
        return full;
    }
}
