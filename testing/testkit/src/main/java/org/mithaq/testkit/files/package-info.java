// SPDX-License-Identifier: Apache-2.0
/// Files that forget what was not forced, and refuse what they are told to.
@NullMarked
package org.mithaq.testkit.files;

import org.jspecify.annotations.NullMarked;
