// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import java.util.List;
import org.mithaq.app.backup.BackupTarget;
import org.mithaq.app.config.ConfigTarget;
import org.mithaq.charter.CharterTargets;
import org.mithaq.exchange.ExchangeTargets;
import org.mithaq.fuzz.Target;
import org.mithaq.fuzz.targets.JsonTarget;
import org.mithaq.fuzz.targets.KeyTargets;
import org.mithaq.fuzz.targets.StixTargets;
import org.mithaq.fuzz.targets.TlogTargets;
import org.mithaq.http.UriTarget;
import org.mithaq.taxii.TaxiiTargets;

/// Every target there is.
public final class All implements Catalogue {

    private static final List<Target> TARGETS = List.of(
            JsonTarget.target(),
            StixTargets.objects(),
            StixTargets.bundles(),
            StixTargets.values(),
            TlogTargets.notes(),
            TlogTargets.witnesses(),
            TlogTargets.proofs(),
            TlogTargets.tiles(),
            ExchangeTargets.dispatches(),
            ExchangeTargets.peers(),
            ExchangeTargets.evidence(),
            CharterTargets.acts(),
            CharterTargets.cardsAndVotes(),
            KeyTargets.seals(),
            KeyTargets.files(),
            UriTarget.target(),
            TaxiiTargets.queries(),
            TaxiiTargets.envelopes(),
            ConfigTarget.target(),
            BackupTarget.target());

    /// Called by name, in a process of its own.
    public All() {}

    @Override
    public List<Target> targets() {
        return TARGETS;
    }
}
