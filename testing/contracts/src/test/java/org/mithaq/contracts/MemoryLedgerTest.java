// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.StorageFailed;

class MemoryLedgerTest implements LedgerContract {

    private final MemoryLedger ledger = new MemoryLedger();

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void failNextWrite(boolean kept) {
        ledger.failNextWrite(kept);
    }

    @Test
    void a_crash_within_a_transaction_loses_it_and_keeps_those_before() {
        ledger.write(tables -> tables.registry().addAct(SampleRows.bytes("before")));

        assertThatThrownBy(() -> ledger.write(tables -> {
                    tables.registry().addAct(SampleRows.bytes("during"));
                    ledger.crash();
                }))
                .isInstanceOf(StorageFailed.class);
        assertThatThrownBy(() -> ledger.read(tables -> "")).isInstanceOf(IllegalStateException.class);

        ledger.reopen();
        assertThat(ledger.<List<byte[]>>read(tables -> tables.registry().acts()))
                .containsExactly(SampleRows.bytes("before"));
    }
}
