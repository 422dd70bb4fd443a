// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

/// The half-open interval of leaves `[start, end)` of a tree, so aligned that it can be proved to be part of it
/// (draft-ietf-plants-merkle-tree-certs §4.1).
///
/// @param start index of the first leaf; a multiple of the least power of two that is not less than `end − start`
/// @param end index after the last leaf; may equal `start`
public record Subtree(long start, long end) {

    /// @throws ProofRejected if the interval is not a subtree
    public Subtree {
        if (start < 0 || start > end) {
            throw new ProofRejected(
                    "draft-ietf-plants-merkle-tree-certs §4.1", "no interval from " + start + " to " + end);
        }
        long alignmentMask = end - start <= 1 ? 0 : -1L >>> Long.numberOfLeadingZeros(end - start - 1);
        if ((start & alignmentMask) != 0) {
            throw new ProofRejected(
                    "draft-ietf-plants-merkle-tree-certs §4.1", "[" + start + ", " + end + ") is not aligned");
        }
    }

    /// Number of leaves.
    public long size() {
        return end - start;
    }
}
