// SPDX-License-Identifier: Apache-2.0

/// A TAXII 2.1 server: the channels of a node as collections, read byte for byte and written through policy.
@NullMarked
package org.mithaq.taxii;

import org.jspecify.annotations.NullMarked;
