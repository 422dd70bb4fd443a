// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

/// What an operator chooses.
///
/// @param title what the discovery document calls this server
/// @param contentBytesMax bytes of a posted envelope, 10,000 to 64 MiB: it is held in memory while it is judged
/// @param pageObjectsMax objects in one page, 1 to 10,000; a client that names no limit gets at most 100
public record TaxiiSettings(String title, int contentBytesMax, int pageObjectsMax) {

    /// Objects in a page when the client names no limit.
    public static final int PAGE_OBJECTS = 100;

    private static final int CONTENT_BYTES_MIN = 10_000;
    private static final int CONTENT_BYTES_CEILING = 64 << 20;
    private static final int PAGE_OBJECTS_CEILING = 10_000;

    public TaxiiSettings {
        if (title.isBlank()
                || contentBytesMax < CONTENT_BYTES_MIN
                || contentBytesMax > CONTENT_BYTES_CEILING
                || pageObjectsMax < 1
                || pageObjectsMax > PAGE_OBJECTS_CEILING) {
            throw new IllegalArgumentException(
                    "a title, content of 10,000 bytes to 64 MiB, and pages of 1 to 10,000 objects");
        }
    }

    /// 16 MiB of content, pages of up to 1,000 objects.
    public static TaxiiSettings standard(String title) {
        return new TaxiiSettings(title, 16 << 20, 1_000);
    }
}
