// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// Who may come in: asked after route and size are known, before the body is read and the handler runs.
@FunctionalInterface
public interface Gate {

    /// Lets everybody in. For doors that only loopback or pinned peers can reach.
    Gate OPEN = request -> request;

    /// Returns the request, [with a principal][Request#withPrincipal] where the caller has shown who it is: its
    /// connection then outlives those that have shown nothing, and its requests have a share of their own.
    ///
    /// @throws Refused to turn the caller away
    Request admit(Request request);
}
