// SPDX-License-Identifier: Apache-2.0
/// Keys, hybrid signatures and hybrid sealed envelopes. Nothing here knows what is signed or sealed.
@NullMarked
package org.mithaq.crypto;

import org.jspecify.annotations.NullMarked;
