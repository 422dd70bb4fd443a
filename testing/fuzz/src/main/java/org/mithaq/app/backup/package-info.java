// SPDX-License-Identifier: Apache-2.0
/// Targets of this package's parsers, here because not all of those are public.
@NullMarked
package org.mithaq.app.backup;

import org.jspecify.annotations.NullMarked;
