// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/// Lets only Flyway's warnings through: what a migration does is in its file. Made by Flyway from its name.
public final class MigrationLog implements LogCreator {

    /// For Flyway.
    public MigrationLog() {}

    @Override
    public Log createLogger(Class<?> source) {
        System.Logger logger = System.getLogger(source.getName());
        return new Log() {
            @Override
            public void debug(String message) {
                logger.log(System.Logger.Level.TRACE, message);
            }

            @Override
            public void info(String message) {
                logger.log(System.Logger.Level.DEBUG, message);
            }

            @Override
            public void notice(String message) {
                logger.log(System.Logger.Level.DEBUG, message);
            }

            @Override
            public void warn(String message) {
                logger.log(System.Logger.Level.WARNING, message);
            }

            @Override
            public void error(String message) {
                logger.log(System.Logger.Level.ERROR, message);
            }

            @Override
            public void error(String message, Exception cause) {
                logger.log(System.Logger.Level.ERROR, message, cause);
            }
        };
    }
}
