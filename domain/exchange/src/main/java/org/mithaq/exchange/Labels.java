// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.Label;

/// The label of every hash and commitment (protocol, Labels): one purpose each, so that none passes for another.
final class Labels {

    static final Label OBJECT_LEAF = new Label("mithaq/object-leaf/v1");
    static final Label OBJECT_NODE = new Label("mithaq/object-node/v1");
    static final Label OBJECT_DUMMY = new Label("mithaq/object-dummy/v1");
    static final Label ORDER_LEAF = new Label("mithaq/order-leaf/v1");
    static final Label ORDER_NODE = new Label("mithaq/order-node/v1");
    static final Label ORDER_DUMMY = new Label("mithaq/order-dummy/v1");
    static final Label MANIFEST = new Label("mithaq/manifest/v1");
    static final Label DELIVERY_RECORD = new Label("mithaq/delivery-record/v1");
    static final Label STANZA = new Label("mithaq/stanza/v1");
    static final Label CIPHERTEXT = new Label("mithaq/ciphertext/v1");
    static final Label LOG_RECORD = new Label("mithaq/log-record/v1");
    static final Label CHANNEL = new Label("mithaq/bilateral-channel/v1");
    static final Label RECEIVED = new Label("mithaq/received/v1");

    private Labels() {}
}
