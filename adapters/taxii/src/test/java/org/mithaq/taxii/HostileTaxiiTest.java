// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.mithaq.testkit.HostileDoor;
import org.mithaq.testkit.HostileDoorContract;

/// The TAXII server under attack by a program that has a token.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTaxiiTest implements HostileDoorContract {

    private final TestNode node = new TestNode();

    @AfterAll
    void close() {
        node.close();
    }

    @Override
    public HostileDoor door() {
        String fields = " HTTP/1.1\r\nHost: localhost\r\nAccept: " + TestNode.TAXII + "\r\nAuthorization: Bearer "
                + node.analyst + "\r\n";
        return HostileDoor.plain(
                node.port(),
                "GET /taxii2/" + fields,
                200,
                "POST /api/collections/" + TestNode.BILATERAL.hex() + "/objects/" + fields + "Content-Type: "
                        + TestNode.TAXII + "\r\n",
                TaxiiSettings.standard("Oasis TAXII").contentBytesMax());
    }
}
