// SPDX-License-Identifier: Apache-2.0

/// The use cases of a node (receive, decide, record, deliver, answer) and the ports that they need.
module org.mithaq.node {
    requires static org.jspecify;
    requires transitive org.mithaq.stix;
    requires transitive org.mithaq.policy;
    requires transitive org.mithaq.exchange;

    exports org.mithaq.node;
    exports org.mithaq.node.port;
}
