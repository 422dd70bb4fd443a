// SPDX-License-Identifier: Apache-2.0
/// Strict bounded JSON (RFC 8259 within I-JSON, RFC 7493), as values, as bytes and in canonical form (RFC 8785).
///
/// [Json#read] is the door: whatever comes through it is a [JsonValue] that can be written, compared and put into
/// canonical form without a further check. What is too large for memory comes through [JsonArrayElements].
@NullMarked
package org.mithaq.json;

import org.jspecify.annotations.NullMarked;
