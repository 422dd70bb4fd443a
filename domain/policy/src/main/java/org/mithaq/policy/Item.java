// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import org.mithaq.stix.Markings;
import org.mithaq.stix.StixId;

/// What a decision must know of one object.
///
/// @param id of the object
/// @param markings all its markings, resolved; a marking that could not be resolved is named in it
/// @param originator who first sent it, under whose signature it stands
/// @param terms the originator's
public record Item(StixId id, Markings markings, Party originator, Terms terms) {}
