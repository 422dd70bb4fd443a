// SPDX-License-Identifier: Apache-2.0
/// What single steps of an object's life cost. Run by hand, never by the tests but for one smoke.
@NullMarked
package org.mithaq.bench;

import org.jspecify.annotations.NullMarked;
