// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;

/// What a route does. Runs on a virtual thread of its own, which is interrupted when the route's time is over.
@FunctionalInterface
public interface Handler {

    /// Answers one request.
    ///
    /// @throws Refused to answer with a problem document
    /// @throws IOException if the body cannot be read; the door answers for it
    Response handle(Request request) throws IOException;
}
