// SPDX-License-Identifier: Apache-2.0
/// Targets of parsers that everybody may call.
@NullMarked
package org.mithaq.fuzz.targets;

import org.jspecify.annotations.NullMarked;
