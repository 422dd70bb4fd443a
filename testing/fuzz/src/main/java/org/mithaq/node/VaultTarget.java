// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.security.SecureRandom;
import java.util.Set;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.MalformedPunctureTree;
import org.mithaq.crypto.SealRejected;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Kind;

/// The key store's file. What is sealed in it is its own; that it was sealed by this node does not make it right.
public final class VaultTarget {

    private static final SecretBytes MASTER = SecretBytes.handOver(TestFederation.seed(0, "vault"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private VaultTarget() {}

    /// The file as it lies there, sealed.
    public static Kind sealed() {
        return Kind.of(
                "key store, sealed",
                Codec.readOnly(
                        Set.of(SealRejected.class, MalformedEncoding.class, MalformedPunctureTree.class),
                        input -> VaultContents.open(MASTER, input)),
                seal(contents()));
    }

    /// What is sealed in it: mutations of the file alone would never open.
    public static Kind contentsOfSealed() {
        return Kind.of(
                "key store",
                Codec.settled(
                        Set.of(MalformedEncoding.class, MalformedPunctureTree.class),
                        input -> VaultContents.open(MASTER, seal(input)),
                        contents -> contents.encode().revealSecret()),
                contents());
    }

    private static byte[] seal(byte[] contents) {
        return ChunkedEncryption.seal(MASTER, VaultContents.CONTEXT, contents, RANDOM);
    }

    private static byte[] contents() {
        VaultContents contents = VaultContents.fresh(RANDOM);
        contents.beginTree(RANDOM);
        contents.puncture(5, 7);
        return contents.encode().revealSecret();
    }
}
