// SPDX-License-Identifier: Apache-2.0
/// Classes that break the arrows on purpose, to show that the rules about them bite.
@NullMarked
package org.mithaq.policy.planted;

import org.jspecify.annotations.NullMarked;
