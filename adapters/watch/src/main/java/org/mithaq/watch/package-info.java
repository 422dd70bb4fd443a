// SPDX-License-Identifier: Apache-2.0
/// How a node is seen from outside: metrics for Prometheus, health, and traces for OpenTelemetry. None of it shows what
/// is exchanged.
@NullMarked
package org.mithaq.watch;

import org.jspecify.annotations.NullMarked;
