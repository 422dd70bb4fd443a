// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;
import org.mithaq.crypto.Hash;

/// Where the hashes of a stored tree are read. All that one answer needs is asked for at once.
@FunctionalInterface
public interface HashReader {

    /// The hashes of `nodes`, in their order.
    ///
    /// @param nodes at most some 130, each complete in the stored tree
    /// @throws java.util.NoSuchElementException if a node is not in the stored tree
    List<Hash> read(List<NodeId> nodes);
}
