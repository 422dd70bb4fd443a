// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.node.Effect;
import org.slf4j.LoggerFactory;

/// What the program says of itself while a node runs, as its operator wants it.
///
/// The level is that of this program's own words. Libraries stay where `logback.xml` puts them, whatever is asked for:
/// at their lower levels they write the bytes of requests, tokens included.
public final class ProgramLog {

    private static final String OURS = "org.mithaq";
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ProgramLog.class);
    private static final int REMEMBERED_MAX = 1_024;

    /// Alarms that were told; the oldest is forgotten first. Owned by the deciding thread.
    private final Set<String> told = new LinkedHashSet<>();

    /// Sets form and level of the whole process.
    public static void set(NodeConfig.Watch how) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(OURS).setLevel(Level.valueOf(how.logLevel()));
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.iteratorForAppenders().forEachRemaining(appender -> form(appender, how.logForm()));
        }
    }

    private static void form(Appender<ILoggingEvent> appender, String form) {
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                && stream.getEncoder() instanceof LogLines lines) {
            lines.setJson(form.equals("json"));
        }
    }

    /// Tells what happens: each alarm once, and the rest to whoever asks for more than warnings.
    public void on(Effect effect) {
        switch (effect) {
            case Effect.Alarmed(String key) -> alarmed(key);
            case Effect.Received received ->
                LOG.debug("received from {} in lane {}", received.sender().shortForm(), received.lane());
            case Effect.Ask(var sender) -> LOG.info("numbers of {} are missing, and are asked for", sender.shortForm());
            case Effect.Deliver deliver ->
                LOG.trace("waits for {} in lane {}", deliver.recipient().shortForm(), deliver.lane());
            case Effect.Answer(var to) -> LOG.trace("a receipt waits for {}", to.shortForm());
            case Effect.Receipted(var by) -> LOG.trace("a receipt of {} is to be proved", by.shortForm());
            case Effect.Missed(var holder) -> LOG.trace("{} is asked for what is lost here", holder.shortForm());
            case Effect.Cosigned(var owner) -> LOG.trace("the log of {} is to be kept", owner.shortForm());
            case Effect.LogGrew(long size) -> LOG.trace("the log has {} records", size);
            case Effect.Scrub _ -> LOG.debug("what was deleted is to be overwritten");
        }
    }

    private void alarmed(String key) {
        if (told.add(key)) {
            LOG.warn("alarm {}: see `mithaq node status`", key);
            if (told.size() > REMEMBERED_MAX) {
                told.remove(told.iterator().next());
            }
        }
    }
}
