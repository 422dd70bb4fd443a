// SPDX-License-Identifier: Apache-2.0
/// A running node: everything put together by plain constructors.
@NullMarked
package org.mithaq.app.run;

import org.jspecify.annotations.NullMarked;
