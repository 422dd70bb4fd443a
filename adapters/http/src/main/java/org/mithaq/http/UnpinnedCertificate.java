// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.security.cert.CertificateException;

/// The other end proved a key that nobody here has pinned.
final class UnpinnedCertificate extends CertificateException {

    private static final long serialVersionUID = 1L;

    UnpinnedCertificate(String message) {
        super(message);
    }
}
