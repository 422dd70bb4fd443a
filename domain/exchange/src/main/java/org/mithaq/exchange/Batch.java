// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.SealingPublicKey;

/// What shares one signature, one seal and one place in the log: contents of one audience, variant and lane.
///
/// @param channel the channel it is posted in
/// @param lane how urgent
/// @param flashDeadlineMicros by when a person acknowledges; 0 outside the flash lane
/// @param exercise whether everything in it is play
/// @param contents 1 to 4,096 pieces, in the order in which the callers wait for them
/// @param recipients 1 to 4,096 members, each once
public record Batch(
        ChannelId channel,
        Lane lane,
        long flashDeadlineMicros,
        boolean exercise,
        List<Content> contents,
        List<Recipient> recipients) {

    /// One piece of content, which becomes one leaf.
    ///
    /// @param kind what it is
    /// @param terms what its originator allows
    /// @param bytes the exact bytes; handed over, not copied
    public record Content(LeafKind kind, Terms terms, byte[] bytes) {}

    /// One member that the batch is sealed for.
    ///
    /// @param member who
    /// @param key its sealing key
    /// @param sealingEpoch which of its sealing keys that is
    public record Recipient(MemberId member, SealingPublicKey key, int sealingEpoch) {}

    public Batch {
        contents = List.copyOf(contents);
        recipients = List.copyOf(recipients);
        if (contents.isEmpty() || contents.size() > Limits.LEAVES_MAX) {
            throw new IllegalArgumentException("a batch has 1 to 4,096 contents, not " + contents.size());
        }
        if (recipients.isEmpty() || recipients.size() > Limits.RECIPIENTS_MAX) {
            throw new IllegalArgumentException("a batch has 1 to 4,096 recipients: empty is nobody");
        }
        if (recipients.stream().map(Recipient::member).distinct().count() != recipients.size()) {
            throw new IllegalArgumentException("each recipient once");
        }
    }
}
