// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mithaq.app.cli.Output;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;

/// Writes the program's log: a line for a person, or a JSON document a line.
///
/// An exception is written by its class and where it came from, never by its message: messages quote what was found,
/// and what was found may be content or a secret.
public final class LogLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NONE = {};
    private static final int FRAMES_MAX = 30;
    private static final int CAUSES_MAX = 8;

    private volatile boolean json;

    /// Whether each line is a JSON document.
    public void setJson(boolean json) {
        this.json = json;
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return json ? document(event) : text(event);
    }

    private static byte[] document(ILoggingEvent event) {
        JsonObject.Builder line = JsonObject.builder()
                .put("time", event.getInstant().toString())
                .put("level", event.getLevel().toString())
                .put("logger", brief(event.getLoggerName()))
                .put("thread", event.getThreadName())
                .put("message", event.getFormattedMessage());
        List<String> failure = failure(event.getThrowableProxy());
        if (!failure.isEmpty()) {
            line.put("failure", failure);
        }
        return (new String(Json.write(line.build()), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(ILoggingEvent event) {
        Instant time = Instant.ofEpochMilli(event.getTimeStamp());
        StringBuilder text = new StringBuilder()
                .append("%s %-5s %s: %s"
                        .formatted(
                                time,
                                event.getLevel(),
                                brief(event.getLoggerName()),
                                Output.Human.clean(event.getFormattedMessage())))
                .append('\n');
        failure(event.getThrowableProxy())
                .forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String brief(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static List<String> failure(@Nullable IThrowableProxy thrown) {
        List<String> lines = new ArrayList<>();
        String prefix = "";
        int causes = 0;
        for (IThrowableProxy each = thrown; each != null && causes < CAUSES_MAX; each = each.getCause()) {
            lines.add(prefix + each.getClassName());
            StackTraceElementProxy[] frames = each.getStackTraceElementProxyArray();
            for (int index = 0; index < Math.min(FRAMES_MAX, frames.length); index++) {
                lines.add(frames[index].getSTEAsString());
            }
            prefix = "caused by ";
            causes++;
        }
        return lines;
    }
}
