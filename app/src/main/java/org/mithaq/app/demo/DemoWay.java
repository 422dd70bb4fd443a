// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// How far one dispatch has come, in milliseconds since its member was asked to send it. Guarded by its [DemoItem].
final class DemoWay {

    private final String sender;
    private final String dispatch;
    private final long logIndex;
    private final List<String> recipients;
    private final long beginMicros;
    private final Map<String, Long> received = new LinkedHashMap<>();
    private OptionalLong signed = OptionalLong.empty();
    private OptionalLong logged = OptionalLong.empty();
    private OptionalLong witnessed = OptionalLong.empty();

    /// @param sender key of the member
    /// @param dispatch its hash
    /// @param logIndex its place in the sender's log, from 0
    /// @param recipients keys of those it goes to
    /// @param beginMicros when the member was asked, by the clock that all of this machine share
    DemoWay(String sender, String dispatch, long logIndex, List<String> recipients, long beginMicros) {
        this.sender = sender;
        this.dispatch = dispatch;
        this.logIndex = logIndex;
        this.recipients = List.copyOf(recipients);
        this.beginMicros = beginMicros;
    }

    String sender() {
        return sender;
    }

    String dispatch() {
        return dispatch;
    }

    long logIndex() {
        return logIndex;
    }

    List<String> recipients() {
        return recipients;
    }

    long millis(long micros) {
        return Math.max(0, (micros - beginMicros) / 1_000);
    }

    void logged(long micros) {
        if (logged.isEmpty()) {
            logged = OptionalLong.of(millis(micros));
        }
    }

    /// Seen to be signed. Nobody receives what is not signed, so it was not later than the first receipt.
    void signed(long micros) {
        if (signed.isEmpty()) {
            long first =
                    received.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
            signed = OptionalLong.of(Math.min(first, millis(micros)));
        }
    }

    void witnessed(long micros) {
        if (witnessed.isEmpty()) {
            witnessed = OptionalLong.of(millis(micros));
        }
    }

    /// A recipient's signed receipt says so.
    void received(String recipient, long micros) {
        received.putIfAbsent(recipient, millis(micros));
    }

    OptionalLong signed() {
        return signed;
    }

    OptionalLong logged() {
        return logged;
    }

    OptionalLong witnessed() {
        return witnessed;
    }

    Map<String, Long> received() {
        return received;
    }

    boolean isReceived() {
        return received.size() >= recipients.size();
    }

    boolean isDone() {
        return isReceived() && signed.isPresent() && logged.isPresent() && witnessed.isPresent();
    }
}
