// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.http.Headers;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.node.AccessTokens;
import org.mithaq.node.port.Registry;

/// Finds the token behind a request: as a bearer token (RFC 6750 §2.1), or as the password of HTTP Basic with the
/// token's name as user (RFC 7617; TAXII 2.1 §8.2.2). `Token`, which is registered nowhere, is what one widespread
/// client calls a bearer token.
final class Doorkeeper {

    private static final int CREDENTIALS_CHARS_MAX = 1_024;
    private static final Headers CHALLENGES = new Headers(List.of(
            new Headers.Field("WWW-Authenticate", "Bearer realm=\"mithaq\""),
            new Headers.Field("WWW-Authenticate", "Basic realm=\"mithaq\", charset=\"UTF-8\"")));

    private final AccessTokens tokens;

    Doorkeeper(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /// Names the token behind a request for the door, and refuses nothing: the form of a refusal is the endpoint's.
    Request recognise(Request request) {
        try {
            return request.withPrincipal("taxii " + admit(request).name());
        } catch (Refused stranger) {
            return request;
        }
    }

    /// @throws Refused with 401 if there is no living token, with 403 if it is for other things than TAXII
    Caller admit(Request request) {
        List<String> fields = request.headers().all("Authorization");
        if (fields.size() != 1) {
            throw unauthorised("send one Authorization field with a token that `mithaq node token add` made");
        }
        Registry.TokenRow token =
                token(fields.getFirst()).orElseThrow(() -> unauthorised("no living token has this name and secret"));
        boolean read = token.scopes().contains(AccessTokens.TAXII_READ);
        boolean write = token.scopes().contains(AccessTokens.TAXII_WRITE);
        if (!read && !write) {
            throw Caller.forbidden("the token " + token.name() + " is not for TAXII");
        }
        return new Caller(token.name(), read, write);
    }

    private Optional<Registry.TokenRow> token(String field) {
        int space = field.indexOf(' ');
        if (space < 0 || field.length() > CREDENTIALS_CHARS_MAX) {
            return Optional.empty();
        }
        String credentials = field.substring(space + 1).strip();
        return switch (field.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "token" -> find(credentials.getBytes(StandardCharsets.UTF_8));
            case "basic" -> basic(credentials);
            default -> Optional.empty();
        };
    }

    private Optional<Registry.TokenRow> basic(String credentials) {
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(credentials);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        if (colon == pair.length) {
            return Optional.empty();
        }
        String user = new String(pair, 0, colon, StandardCharsets.UTF_8);
        Optional<Registry.TokenRow> found = find(Arrays.copyOfRange(pair, colon + 1, pair.length));
        Arrays.fill(pair, (byte) 0);
        return found.filter(token -> token.name().equals(user));
    }

    private Optional<Registry.TokenRow> find(byte[] secret) {
        try (SecretBytes closing = SecretBytes.handOver(secret)) {
            return tokens.find(closing);
        }
    }

    private static Refused unauthorised(String reason) {
        return new Refused(Problem.of("unauthorised", 401, "Who are you?", reason, "TAXII 2.1 §1.6.9"), CHALLENGES);
    }
}
