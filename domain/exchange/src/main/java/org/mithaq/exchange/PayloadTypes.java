// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

/// The DSSE payload type of each kind of signed message (protocol, Payload types): a signature over one kind never
/// verifies as another.
public final class PayloadTypes {

    public static final String DISPATCH = "application/vnd.mithaq.dispatch.v1";
    public static final String RECEIPT = "application/vnd.mithaq.receipt.v1";
    public static final String DOOR_REFUSAL = "application/vnd.mithaq.door-refusal.v1";
    public static final String CONTACT = "application/vnd.mithaq.contact.v1";
    public static final String STREAM_OPENING = "application/vnd.mithaq.stream-opening.v1";
    public static final String REWRAP = "application/vnd.mithaq.rewrap.v1";
    public static final String MEDIA = "application/vnd.mithaq.media.v1";

    private PayloadTypes() {}
}
