// SPDX-License-Identifier: Apache-2.0
/// The transparency log on disk and over HTTP, witness server and client, and the check of a log against its ledger.
@NullMarked
package org.mithaq.tiles;

import org.jspecify.annotations.NullMarked;
