// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import java.util.Map;
import java.util.function.Supplier;
import org.mithaq.app.backup.BackupTarget;
import org.mithaq.app.config.ConfigTarget;
import org.mithaq.charter.CharterTargets;
import org.mithaq.exchange.ExchangeTargets;
import org.mithaq.fuzz.Target;
import org.mithaq.fuzz.targets.InvitationTarget;
import org.mithaq.fuzz.targets.JsonTarget;
import org.mithaq.fuzz.targets.KeyTargets;
import org.mithaq.fuzz.targets.StixTargets;
import org.mithaq.fuzz.targets.TlogTargets;
import org.mithaq.http.UriTarget;
import org.mithaq.taxii.TaxiiTargets;

/// Every target there is.
public final class All implements Catalogue {

    private static final Map<String, Supplier<Target>> MAKERS = Map.ofEntries(
            Map.entry("json", JsonTarget::target),
            Map.entry("stix-object", StixTargets::objects),
            Map.entry("stix-bundle", StixTargets::bundles),
            Map.entry("stix-value", StixTargets::values),
            Map.entry("note", TlogTargets::notes),
            Map.entry("witness", TlogTargets::witnesses),
            Map.entry("tlog-proof", TlogTargets::proofs),
            Map.entry("tile", TlogTargets::tiles),
            Map.entry("dispatch", ExchangeTargets::dispatches),
            Map.entry("peer", ExchangeTargets::peers),
            Map.entry("evidence", ExchangeTargets::evidence),
            Map.entry("charter-act", CharterTargets::acts),
            Map.entry("charter-card", CharterTargets::cardsAndVotes),
            Map.entry("seal", KeyTargets::seals),
            Map.entry("key-file", KeyTargets::files),
            Map.entry("invitation", InvitationTarget::target),
            Map.entry("uri", UriTarget::target),
            Map.entry("taxii-query", TaxiiTargets::queries),
            Map.entry("taxii-envelope", TaxiiTargets::envelopes),
            Map.entry("config", ConfigTarget::target),
            Map.entry("backup", BackupTarget::target));

    /// Called by name, in a process of its own.
    public All() {}

    @Override
    public Map<String, Supplier<Target>> makers() {
        return MAKERS;
    }
}
