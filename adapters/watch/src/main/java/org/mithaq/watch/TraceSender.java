// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in this program's own log, once, that a collector does not take what it is sent, and once that it does again.
final class TraceSender implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(TraceSender.class);

    /// The library's own words would go to another log, one for each attempt; kept, or it would be forgotten.
    private static final java.util.logging.Logger LIBRARY = java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SpanExporter next;
    private volatile boolean failing;

    TraceSender(SpanExporter next) {
        this.next = next;
        LIBRARY.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = next.export(spans);
        return result.whenComplete(() -> note(result.isSuccess()));
    }

    private void note(boolean taken) {
        if (!taken && !failing) {
            LOG.warn("traces are not taken where watch.tracesTo says; they are dropped meanwhile");
        } else if (taken && failing) {
            LOG.warn("traces are taken again");
        }
        failing = !taken;
    }

    @Override
    public CompletableResultCode flush() {
        return next.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return next.shutdown();
    }
}
