// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.ByteArrayInputStream;
import java.util.function.UnaryOperator;
import org.mithaq.http.Request;
import org.mithaq.http.Route;

/// A door behind something that may change what is handed over before it is read.
final class Behind {

    private Behind() {}

    static Route changed(Route route, UnaryOperator<byte[]> change) {
        return new Route(
                route.method(),
                route.path(),
                route.limits(),
                request -> route.handler()
                        .handle(new Request(
                                request.method(),
                                request.path(),
                                request.pathValues(),
                                request.query(),
                                request.headers(),
                                request.peer(),
                                request.principal(),
                                request.remoteHost(),
                                new ByteArrayInputStream(change.apply(request.bodyBytes())))));
    }
}
