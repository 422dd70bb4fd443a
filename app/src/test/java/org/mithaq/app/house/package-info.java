// SPDX-License-Identifier: Apache-2.0
/// The rules of the house, as tests over the whole checkout.
@NullMarked
package org.mithaq.app.house;

import org.jspecify.annotations.NullMarked;
