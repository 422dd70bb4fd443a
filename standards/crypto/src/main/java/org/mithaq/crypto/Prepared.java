// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A key in the form that one provider works with: made at its first use, then kept as long as the key.
///
/// Parsing or expanding a key costs as much as a signature. Two threads that come first at once may both make the form;
/// both forms are the same key, and one is kept.
final class Prepared<F> {

    private volatile @Nullable F form;

    F orMake(Supplier<F> make) {
        F present = form;
        if (present == null) {
            present = make.get();
            form = present;
        }
        return present;
    }
}
