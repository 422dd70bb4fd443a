// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;

/// Names a member by its offline root key: nobody can claim the id of another, and no list can re-key it.
///
/// @param hash made by [#of]
public record MemberId(Hash hash) implements Comparable<MemberId> {

    private static final Label LABEL = new Label("mithaq/member/v1");

    private static final int SHORT_CHARS = 8;

    /// The id of the member whose offline root key is `rootKey` (Charter 1.1).
    public static MemberId of(CompositePublicKey rootKey) {
        return new MemberId(LABEL.hash(rootKey.bytes()));
    }

    /// Reads 64 hexadecimal digits in lower case.
    ///
    /// @throws CharterRejected if `hex` is anything else
    public static MemberId parse(String hex) {
        return new MemberId(Hex.hash(hex, CharterClause.MEMBER_ID));
    }

    /// The written form: 64 hexadecimal digits in lower case.
    public String hex() {
        return hash.hex();
    }

    /// The first 8 digits, for people to look at; never to decide by.
    public String shortForm() {
        return hex().substring(0, SHORT_CHARS);
    }

    @Override
    public int compareTo(MemberId other) {
        return hash.compareTo(other.hash);
    }

    @Override
    public String toString() {
        return hex();
    }
}
