// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import org.mithaq.node.port.KeyFile;

class MemoryKeyFileTest implements KeyFileContract {

    private final MemoryKeyFile file = new MemoryKeyFile();

    @Override
    public KeyFile keyFile() {
        return file;
    }

    @Override
    public void failNextReplace(boolean kept) {
        file.failNextReplace(kept);
    }
}
