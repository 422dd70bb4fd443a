// SPDX-License-Identifier: Apache-2.0

/// One server and one client: TLS, limits, authentication hooks, problems.
///
/// Whoever uses this package sees [org.mithaq.http.Door], [org.mithaq.http.Route] and
/// [org.mithaq.http.PeerClients], and never a type of the server or client library behind them.
@NullMarked
package org.mithaq.http;

import org.jspecify.annotations.NullMarked;
