// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.mithaq.charter.ChannelId;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.http.Call;
import org.mithaq.http.Door;
import org.mithaq.http.DoorSettings;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.PlainClient;
import org.mithaq.http.Reply;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.node.AccessTokens;
import org.mithaq.node.Command;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.Holdings;
import org.mithaq.node.KeyVault;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.NodeKeys;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.Posting;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.Sealing;
import org.mithaq.node.Signing;
import org.mithaq.node.Submissions;
import org.mithaq.node.Turns;
import org.mithaq.node.port.Registry;
import org.mithaq.tlog.NoteSigner;

/// The node of member 0 in this process, behind a door on loopback, and a client that knows its tokens.
final class TestNode implements AutoCloseable {

    static final String TAXII = "application/taxii+json;version=2.1";
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final ChannelId BILATERAL = new ChannelId(Hash.of("bilateral".getBytes(StandardCharsets.UTF_8)));

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final NodeIdentity SELF = new NodeIdentity(Federation.id(0), Federation.node(0));

    final MemoryLedger ledger = new MemoryLedger();
    final AccessTokens tokens;
    final QuarantineDesk quarantine;
    final Posting posting;
    final Holdings holdings;
    final String analyst;
    final String reader;
    final String writer;
    private final Door door;
    private final PlainClient client;

    /// Commands run at once, one after the other.
    private record OneByOne(Core core) implements Turns {
        @Override
        public <R> R run(Command<R> command) {
            synchronized (core) {
                return core.alone(command);
            }
        }

        @Override
        public void whenConvenient(Command<?> command) {
            run(command);
        }
    }

    TestNode() {
        this(TaxiiSettings.standard("Oasis TAXII"));
    }

    TestNode(TaxiiSettings settings) {
        ledger.write(tables -> tables.registry()
                .putBilateral(new Registry.BilateralRow(BILATERAL, Federation.id(1), "قناة Canal", true, true)));
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.fixed(NOW);
        KeyVault vault = new KeyVault(new MemoryKeyFile(), SecretBytes.random(32, random), random);
        OwnLog log = new OwnLog();
        Turns turns = new OneByOne(new Core(ledger, SELF, Federation.CHARTER, log, clock, random));
        TreeMap<Integer, SealingPrivateKey> sealingKeys = new TreeMap<>();
        sealingKeys.put(1, Federation.sealing(0));
        Signing signing = new Signing(Federation.SIGNATURES, new NodeKeys(Federation.signing(0), sealingKeys), turns);
        OwnCheckpoints checkpoints = new OwnCheckpoints(
                log,
                Federation.origin(0),
                new NoteSigner(Federation.origin(0), Federation.log(0), Federation.SIGNATURES),
                Optional.empty());
        new Contacts(
                        SELF,
                        Federation.CHARTER,
                        Federation.SIGNATURES,
                        ledger,
                        turns,
                        new Contacts.Own(signing, checkpoints))
                .openStreams();
        Sealing sealing = new Sealing(SELF, Federation.CHARTER, HpkeProvider.best(), vault, random);
        posting = new Posting(SELF, Federation.CHARTER, ledger, turns, sealing);
        holdings = new Holdings(ledger, vault, signing, checkpoints, turns);
        quarantine = new QuarantineDesk(ledger, turns, vault);
        tokens = new AccessTokens(ledger, turns, random);
        analyst = secret("analyst", List.of(AccessTokens.TAXII_READ, AccessTokens.TAXII_WRITE));
        reader = secret("reader", List.of(AccessTokens.TAXII_READ));
        writer = secret("writer", List.of(AccessTokens.TAXII_WRITE));
        TaxiiNode node = new TaxiiNode(SELF, Federation.CHARTER, ledger, holdings, posting, quarantine);
        try {
            door = Door.plain(
                    DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    TaxiiRoutes.of(node, tokens, new Submissions(ledger, turns), settings, clock, random));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        client = new PlainClient(door.port());
    }

    private String secret(String name, List<String> scopes) {
        return new String(tokens.issue(name, scopes).secret().revealSecret(), StandardCharsets.US_ASCII);
    }

    int port() {
        return door.port();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    Reply send(Call call) {
        try {
            return client.send(call);
        } catch (PeerUnreachable e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static Call call(Method method, String path) {
        return new Call(method, path, Headers.NONE, Call.get("/", SOON, 0).body(), SOON, 64 << 20);
    }

    Reply get(String path, String secret) {
        return send(call(Method.GET, path).with("Accept", TAXII).with("Authorization", "Bearer " + secret));
    }

    Reply get(String path) {
        return get(path, analyst);
    }

    Reply delete(String path, String secret) {
        return send(call(Method.DELETE, path).with("Accept", TAXII).with("Authorization", "Bearer " + secret));
    }

    Reply post(String collection, byte[] envelope, String secret) {
        return send(Call.post("/api/collections/" + collection + "/objects/", TAXII, envelope, SOON, 64 << 20)
                .with("Accept", TAXII)
                .with("Authorization", "Bearer " + secret));
    }

    Reply post(String collection, String... objects) {
        return post(collection, Samples.envelope(objects), analyst);
    }

    static JsonObject json(Reply reply) {
        if (Json.read(reply.body(), JsonLimits.standard()) instanceof JsonObject object) {
            return object;
        }
        throw new AssertionError("no JSON object in an answer of status " + reply.status());
    }

    @Override
    public void close() {
        client.close();
        door.close();
    }
}
