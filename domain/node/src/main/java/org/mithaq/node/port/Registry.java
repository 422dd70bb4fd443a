// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;

/// Small things of which there are few: settings, charter acts, bilateral channels, access tokens, submissions.
public interface Registry {

    /// The value of a setting, or empty where it was never put.
    Optional<byte[]> setting(String name);

    /// Sets `name`, replacing what was there.
    void putSetting(String name, byte[] value);

    /// Removes a setting, if it is there.
    void removeSetting(String name);

    /// The settings whose names begin with `prefix`, ordered by name.
    List<Setting> settings(String prefix);

    /// Those of them whose names come after `after`, at most `limit`.
    List<Setting> settings(String prefix, String after, int limit);

    /// A named value.
    record Setting(String name, byte[] value) {}

    /// The signed acts of the charter in their order, as they were received.
    List<byte[]> acts();

    /// Adds the next act.
    void addAct(byte[] signedAct);

    /// A bilateral channel. `open` is false until the answer is here.
    ///
    /// @param id its id
    /// @param peer the other member
    /// @param name what both call it
    /// @param proposedHere whether this node made the offer
    /// @param open whether both have agreed
    record BilateralRow(ChannelId id, MemberId peer, String name, boolean proposedHere, boolean open) {}

    /// Adds or replaces a bilateral channel.
    void putBilateral(BilateralRow channel);

    /// Forgets a bilateral channel that was offered and refused; nothing for an unknown one.
    void removeBilateral(ChannelId id);

    /// All bilateral channels, ordered by id.
    List<BilateralRow> bilaterals();

    /// What lets a program in. Only a hash of the secret is kept.
    ///
    /// @param name unique, given by the operator
    /// @param secretHash labelled hash of the secret
    /// @param scopes what it may do, such as `taxii:read`
    /// @param createdMicros when it was made
    record TokenRow(String name, Hash secretHash, List<String> scopes, long createdMicros) {

        public TokenRow {
            scopes = List.copyOf(scopes);
        }
    }

    /// Adds or replaces the token of that name.
    void putToken(TokenRow token);

    /// All tokens, ordered by name.
    List<TokenRow> tokens();

    /// Removes a token; whether there was one.
    boolean removeToken(String name);

    /// Remembers what became of a submission (a TAXII status, an import), as JSON; replaces an earlier state of it.
    void putSubmission(String id, long timeMicros, byte[] json);

    /// What became of a submission.
    Optional<byte[]> submission(String id);

    /// Forgets submissions before `timeMicros`.
    void forgetSubmissions(long timeMicros);
}
