// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import java.util.SortedMap;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SecretBytes;

/// A batch after sealing and before numbering.
///
/// @param id of the dispatch that it becomes
/// @param exercise whether everything in it is play
/// @param manifest its sealed table of contents
/// @param leaves one for each content, in the order of the batch
/// @param leafPositions where each leaf stands in the object tree, in the order of the batch
/// @param objectRoot root of the object tree
/// @param contentKey what the ciphertext is under
/// @param ciphertext handed over, not copied
/// @param ciphertextHash its labelled hash
/// @param plaintextBytes padded length of what was sealed
/// @param stanzas the wrapped content key of each recipient
public record SealedBatch(
        DispatchId id,
        boolean exercise,
        Manifest manifest,
        List<Leaf> leaves,
        List<Integer> leafPositions,
        Hash objectRoot,
        SecretBytes contentKey,
        byte[] ciphertext,
        Hash ciphertextHash,
        int plaintextBytes,
        SortedMap<MemberId, byte[]> stanzas) {}
