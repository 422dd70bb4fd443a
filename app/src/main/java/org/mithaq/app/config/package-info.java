// SPDX-License-Identifier: Apache-2.0
/// The one configuration file of a node, what may override it, and how its mistakes are told.
@NullMarked
package org.mithaq.app.config;

import org.jspecify.annotations.NullMarked;
