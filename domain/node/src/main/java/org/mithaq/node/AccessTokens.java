// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// Tokens that let programs in. Safe for threads.
///
/// A secret is 256 random bits and is shown once; only a labelled hash of it is kept. So many bits cannot be guessed,
/// so a plain hash is enough where a password would need a slow one, and a request costs next to nothing. Nothing is
/// cached: a token that is revoked is refused from the next request on.
public final class AccessTokens {

    /// Scope: read collections and objects over TAXII.
    public static final String TAXII_READ = "taxii:read";

    /// Scope: add objects over TAXII.
    public static final String TAXII_WRITE = "taxii:write";

    /// Most tokens of one node.
    public static final int TOKENS_MAX = 1_000;

    private static final Label SECRET = new Label("mithaq/access-token/v1");
    private static final String PREFIX = "mithaq_";
    private static final int SECRET_BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final List<String> SCOPES = List.of(TAXII_READ, TAXII_WRITE);

    private final Ledger ledger;
    private final Turns turns;
    private final SecureRandom random;

    /// @param ledger where tokens are looked up
    /// @param turns where they are added and removed
    /// @param random cryptographic randomness
    public AccessTokens(Ledger ledger, Turns turns, SecureRandom random) {
        this.ledger = ledger;
        this.turns = turns;
        this.random = random;
    }

    /// A fresh token.
    ///
    /// @param row what is kept of it
    /// @param secret `mithaq_` and 43 characters of base64url, in ASCII: shown once, then closed
    public record Issued(Registry.TokenRow row, SecretBytes secret) {}

    /// A token that cannot be made.
    public static final class TokenRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TokenRefused(String reason) {
            super(reason);
        }
    }

    /// Makes a token. When this returns, it is durable.
    ///
    /// @param name 1 to 64 characters of `A-Z a-z 0-9 . _ -`, the first a letter or digit; no living token has it
    /// @param scopes at least one of those named here
    /// @throws TokenRefused if a name or scope is anything else, or there are [#TOKENS_MAX] tokens
    public Issued issue(String name, List<String> scopes) {
        if (!NAME.matcher(name).matches()) {
            throw new TokenRefused("the name of a token has 1 to 64 characters of A-Z, a-z, 0-9, dot, _ and -");
        }
        if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
            throw new TokenRefused("a token has one or more of the scopes " + String.join(", ", SCOPES));
        }
        SecretBytes secret = secret();
        Hash hash = SECRET.hash(secret.revealSecret());
        Registry.TokenRow row = turns.run(turn -> {
            Registry registry = turn.tables().registry();
            List<Registry.TokenRow> tokens = registry.tokens();
            if (tokens.stream().anyMatch(token -> token.name().equals(name))) {
                throw new TokenRefused(
                        "there is a token " + name + " already: remove it first, or choose another name");
            }
            if (tokens.size() >= TOKENS_MAX) {
                throw new TokenRefused("there are " + TOKENS_MAX + " tokens already: remove those that are not used");
            }
            Registry.TokenRow made = new Registry.TokenRow(
                    name, hash, scopes.stream().distinct().sorted().toList(), turn.nowMicros());
            registry.putToken(made);
            return made;
        });
        return new Issued(row, secret);
    }

    private SecretBytes secret() {
        byte[] bits = new byte[SECRET_BYTES];
        random.nextBytes(bits);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(bits);
        Arrays.fill(bits, (byte) 0);
        byte[] prefix = PREFIX.getBytes(StandardCharsets.US_ASCII);
        byte[] secret = Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, secret, prefix.length, text.length);
        Arrays.fill(text, (byte) 0);
        return SecretBytes.handOver(secret);
    }

    /// Removes a token, which is refused from now on; whether there was one.
    public boolean revoke(String name) {
        return turns.run(turn -> turn.tables().registry().removeToken(name));
    }

    /// All living tokens, ordered by name.
    public List<Registry.TokenRow> all() {
        return ledger.read(tables -> tables.registry().tokens());
    }

    /// The token with this secret. Compares with every token in a time that does not tell which one was near.
    public Optional<Registry.TokenRow> find(SecretBytes secret) {
        byte[] hash = SECRET.hash(secret.revealSecret()).bytes();
        Optional<Registry.TokenRow> found = Optional.empty();
        for (Registry.TokenRow token : all()) {
            if (MessageDigest.isEqual(token.secretHash().bytes(), hash)) {
                found = Optional.of(token);
            }
        }
        return found;
    }
}
