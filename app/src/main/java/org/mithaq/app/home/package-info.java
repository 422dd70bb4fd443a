// SPDX-License-Identifier: Apache-2.0
/// What lies in a node's folder: its keys, its card, its federation.
@NullMarked
package org.mithaq.app.home;

import org.jspecify.annotations.NullMarked;
