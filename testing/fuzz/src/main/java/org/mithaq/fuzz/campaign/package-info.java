// SPDX-License-Identifier: Apache-2.0
/// All targets, and how they are run: by a fuzzer in processes of their own, or over inputs that are kept.
@NullMarked
package org.mithaq.fuzz.campaign;

import org.jspecify.annotations.NullMarked;
