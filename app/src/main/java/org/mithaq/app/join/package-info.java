// SPDX-License-Identifier: Apache-2.0

/// Joining a federation: the invitation, and the words by which people compare files over the telephone.
@NullMarked
package org.mithaq.app.join;

import org.jspecify.annotations.NullMarked;
