// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.Trail;

/// Sends a span for each step in the life of a dispatch to a collector, by OTLP over HTTP. The steps of one dispatch
/// make one trace, whose id is random: no id of a dispatch and nothing of its content leaves this class; what does is
/// the step, its time, and the first digits of the recipient's id.
///
/// Only this class and [TraceSender] touch OpenTelemetry, and only a node that is told to trace loads them. What the
/// collector does not take is dropped. Safe for threads.
public final class OtlpTrail implements Trail, AutoCloseable {

    /// Dispatches whose trace is remembered; the oldest is forgotten first, and its later steps begin another.
    static final int TRACES_MAX = 4_096;

    private static final Duration SEND_MAX = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("mithaq.peer");

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final IdGenerator ids = IdGenerator.random();
    private final long epochNanos;
    private final long startNanos;

    /// Guarded by this.
    private final Map<Hash, SpanContext> traces = new LinkedHashMap<>();

    /// By their places in the log. Guarded by this.
    private final TreeMap<Long, Unwitnessed> unwitnessed = new TreeMap<>();

    private record Unwitnessed(Hash dispatch, long sinceNanos) {}

    private OtlpTrail(SdkTracerProvider provider, Instant now) {
        this.provider = provider;
        this.tracer = provider.get("org.mithaq");
        this.epochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        this.startNanos = System.nanoTime();
    }

    /// Begins to send to a collector.
    ///
    /// @param collector where, such as `http://127.0.0.1:4318/v1/traces`
    /// @param now what the clock says
    public static OtlpTrail to(URI collector, Instant now) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.toString())
                .setTimeout(SEND_MAX)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(SERVICE, "mithaq")))
                .setSampler(Sampler.alwaysOn())
                .addSpanProcessor(BatchSpanProcessor.builder(new TraceSender(exporter))
                        .setScheduleDelay(PAUSE)
                        .setExporterTimeout(SEND_MAX)
                        .build())
                .build();
        return new OtlpTrail(provider, now);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public long now() {
        return epochNanos + (System.nanoTime() - startNanos);
    }

    @Override
    public void step(Step step, Hash dispatch, Optional<MemberId> peer, Time time) {
        SpanBuilder builder = tracer.spanBuilder(step.name().toLowerCase(Locale.ROOT))
                .setParent(Context.root().with(Span.wrap(trace(dispatch))))
                .setStartTimestamp(time.begun(), TimeUnit.NANOSECONDS);
        peer.ifPresent(member -> builder.setAttribute(PEER, member.hex().substring(0, 8)));
        builder.startSpan().end(time.ended(), TimeUnit.NANOSECONDS);
    }

    private synchronized SpanContext trace(Hash dispatch) {
        SpanContext known = traces.get(dispatch);
        if (known != null) {
            return known;
        }
        SpanContext fresh = SpanContext.createFromRemoteParent(
                ids.generateTraceId(), ids.generateSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
        traces.put(dispatch, fresh);
        if (traces.size() > TRACES_MAX) {
            traces.remove(traces.keySet().iterator().next());
        }
        return fresh;
    }

    @Override
    public void logged(Hash dispatch, long logIndex, Time time) {
        step(Step.LOG, dispatch, Optional.empty(), time);
        synchronized (this) {
            unwitnessed.put(logIndex, new Unwitnessed(dispatch, time.ended()));
            if (unwitnessed.size() > TRACES_MAX) {
                unwitnessed.pollFirstEntry();
            }
        }
    }

    @Override
    public void witnessed(long treeSize) {
        long at = now();
        Map<Long, Unwitnessed> done;
        synchronized (this) {
            Map<Long, Unwitnessed> below = unwitnessed.headMap(treeSize, false);
            done = new TreeMap<>(below);
            below.clear();
        }
        done.values()
                .forEach(each -> step(
                        Step.WITNESS,
                        each.dispatch(),
                        Optional.empty(),
                        new Time(each.sinceNanos(), Math.max(at, each.sinceNanos()))));
    }

    /// Sends what waits, for some seconds at most.
    @Override
    public void close() {
        var _ = provider.shutdown().join(SEND_MAX.toSeconds(), TimeUnit.SECONDS);
    }
}
