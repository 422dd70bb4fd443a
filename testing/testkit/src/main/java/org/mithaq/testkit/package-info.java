// SPDX-License-Identifier: Apache-2.0
/// What every module's tests share: published data, seeded generation and byte mutation.
@NullMarked
package org.mithaq.testkit;

import org.jspecify.annotations.NullMarked;
