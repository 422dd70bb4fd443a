// SPDX-License-Identifier: Apache-2.0
/// The decision that every object needs before it leaves. No rule, no release; empty never means everyone.
@NullMarked
package org.mithaq.policy;

import org.jspecify.annotations.NullMarked;
