// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// Where alarms go. Called on the connection's thread: quick, and never waiting.
@FunctionalInterface
public interface Alarms {

    void raise(Alarm alarm);
}
