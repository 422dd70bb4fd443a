// SPDX-License-Identifier: Apache-2.0
/// What every command shares and no command owns: where its answers go, how it refuses, what its exit code means.
@NullMarked
package org.mithaq.app.cli;

import org.jspecify.annotations.NullMarked;
