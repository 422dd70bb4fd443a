// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.List;
import java.util.Optional;

/// Input that was refused: kept, so that it can be read, exported and tried again.
public interface Quarantine {

    /// One refused piece of input.
    ///
    /// @param number ascending; 0 before it was added
    /// @param source where it came from, such as `import:report.json` or `taxii:token-name`
    /// @param reason standard, clause and what was expected and found, clipped
    /// @param keyNumber of the key in the key store that the bytes lie under
    /// @param sealed the exact bytes, sealed under that key
    /// @param timeMicros when it was refused
    record Row(long number, String source, String reason, long keyNumber, byte[] sealed, long timeMicros) {

        /// This row with the time at which it was refused.
        public Row at(long micros) {
            return new Row(number, source, reason, keyNumber, sealed, micros);
        }
    }

    /// Adds a row and returns its number.
    long add(Row row);

    /// A row by number.
    Optional<Row> row(long number);

    /// Rows above `afterNumber`, ascending, at most `limit`.
    List<Row> page(long afterNumber, int limit);

    /// Removes a row; whether it was there.
    boolean remove(long number);

    /// Number of rows. Kept, not counted.
    long count();

    /// What one source has filled.
    ///
    /// @param rows how many
    /// @param bytes together, as they are sealed
    record Share(long rows, long bytes) {}

    /// What `source` has filled. Kept, not counted.
    Share share(String source);
}
