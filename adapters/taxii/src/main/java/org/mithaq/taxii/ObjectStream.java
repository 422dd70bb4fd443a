// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mithaq.http.Response;
import org.mithaq.node.Holdings;
import org.mithaq.node.port.Shelf;

/// Writes an envelope (TAXII 2.1 §3.7) while it is sent: around the exact bytes of each object, which are never
/// serialised again. Memory is bounded by some objects, and no snapshot is held while a slow client reads.
///
/// An object that is recalled between the search and its turn is left out.
record ObjectStream(Holdings holdings, Page page) implements Response.BodyWriter {

    private static final int OPENED_AT_ONCE = 1_000;
    private static final long OPENED_BYTES = 4L << 20;

    @Override
    public void writeTo(OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("{");
        if (page.next().isPresent()) {
            head.append("\"more\":true,\"next\":\"")
                    .append(page.next().getAsLong())
                    .append('"');
        }
        boolean first = true;
        List<Shelf.ObjectRow> rows = page.rows();
        for (int from = 0; from < rows.size(); ) {
            int to = end(rows, from);
            for (Holdings.Held held : holdings.all(rows.subList(from, to))) {
                if (first) {
                    head.append(head.length() > 1 ? ",\"objects\":[" : "\"objects\":[");
                    write(out, head.toString());
                } else {
                    out.write(',');
                }
                out.write(held.bytes());
                first = false;
            }
            from = to;
        }
        write(out, first ? head.append('}').toString() : "]}");
    }

    private static int end(List<Shelf.ObjectRow> rows, int from) {
        int to = from;
        long bytes = 0;
        do {
            bytes += rows.get(to).lengthBytes();
            to++;
        } while (to < rows.size() && to - from < OPENED_AT_ONCE && bytes < OPENED_BYTES);
        return to;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
