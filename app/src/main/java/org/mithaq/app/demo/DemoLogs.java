// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberNode;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.LogCheck;
import org.mithaq.http.Call;
import org.mithaq.http.PeerClient;
import org.mithaq.http.PeerClients;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Pin;
import org.mithaq.http.Reply;
import org.mithaq.http.TlsIdentity;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.HashTile;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.ProofRejected;
import org.mithaq.tlog.TileHashReader;
import org.mithaq.tlog.TreeProofs;

/// Looks at the running members' logs as the other members can: over the log's own door, tile by tile, and with nothing
/// at hand but the cards and what the looking member has cosigned before.
public final class DemoLogs {

    private static final String PREFIX = "/mithaq/v1/log/";
    private static final Duration TIME_MAX = Duration.ofSeconds(20);
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private final SignatureProvider signatures;
    private final CharterState charter;

    /// A member that looks.
    ///
    /// @param member who
    /// @param identity with which certificate
    /// @param cosigned what it has cosigned of the others' logs, at some moment before
    public record Eyes(MemberId member, TlsIdentity identity, List<LogBook.WitnessRow> cosigned) {

        public Eyes {
            cosigned = List.copyOf(cosigned);
        }
    }

    /// @param charter who the members are, and where
    public DemoLogs(SignatureProvider signatures, CharterState charter) {
        this.signatures = signatures;
        this.charter = charter;
    }

    /// Whether each log now has a witnessed checkpoint, shows the tree of it, and goes on from what each other member
    /// has cosigned before.
    ///
    /// @param eyes the members that look, by key
    public DemoChecks.Claim goOn(Map<String, Eyes> eyes) {
        List<String> faults = new ArrayList<>();
        long checked = 0;
        for (Map.Entry<String, Eyes> each : eyes.entrySet()) {
            try (PeerClients clients = new PeerClients(each.getValue().identity(), alarm -> {})) {
                for (LogBook.WitnessRow row : each.getValue().cosigned()) {
                    Optional<MemberCard> owner = owner(row.origin());
                    if (owner.isPresent()
                            && !owner.get().id().equals(each.getValue().member())) {
                        checked++;
                        fault(clients, owner.get(), row)
                                .ifPresent(fault -> faults.add(each.getKey() + " sees " + row.origin() + ": " + fault));
                    }
                }
            }
        }
        return new DemoChecks.Claim(
                "every consistency proof verifies, made of tiles that each member fetched from each other's log, from"
                        + " what it had cosigned to the witnessed checkpoint",
                faults,
                checked);
    }

    private Optional<MemberCard> owner(String origin) {
        return charter.members().values().stream()
                .filter(card -> card.log().origin().equals(origin))
                .findFirst();
    }

    private Optional<String> fault(PeerClients clients, MemberCard owner, LogBook.WitnessRow before) {
        MemberNode node = owner.nodes().getFirst();
        Endpoint at = node.endpoints().getFirst();
        Pin pin = new Pin(node.tlsPins().getFirst().hex());
        try (PeerClient client = clients.open(at.host(), at.port(), pin, "look")) {
            byte[] note = fetched(client, "checkpoint");
            Checkpoint now = new LogCheck(signatures).verify(note, owner).checkpoint();
            int witnesses = new LogCheck(signatures)
                    .witnesses(note, charter, owner.id())
                    .size();
            if (witnesses < charter.witnessQuorum()) {
                return Optional.of("only %d of %d have cosigned it".formatted(witnesses, charter.witnessQuorum()));
            }
            return inconsistency(client, before, now);
        } catch (DoorRejected | MalformedTlog | ProofRejected | NoSuchElementException | PeerUnreachable rejected) {
            return Optional.of(String.valueOf(rejected.getMessage()));
        }
    }

    private static Optional<String> inconsistency(PeerClient client, LogBook.WitnessRow before, Checkpoint now) {
        if (before.size() > now.size()) {
            return Optional.of("it shows only %d records of %d".formatted(now.size(), before.size()));
        }
        TreeProofs proofs = new TreeProofs(new TileHashReader(tiles -> tiles(client, tiles), now.size()));
        Hash root = proofs.root(now.size());
        if (!root.equals(now.root())) {
            return Optional.of("its tiles are of another tree than its checkpoint");
        }
        if (before.size() > 0) {
            proofs.consistency(before.size(), now.size()).verify(before.root(), now.root());
        }
        return Optional.empty();
    }

    private static List<byte[]> tiles(PeerClient client, List<HashTile> tiles) {
        List<byte[]> contents = new ArrayList<>();
        for (HashTile tile : tiles) {
            try {
                contents.add(fetched(client, tile.path()));
            } catch (PeerUnreachable unreachable) {
                throw new NoSuchElementException(tile.path() + " was not to be had", unreachable);
            }
        }
        return contents;
    }

    private static byte[] fetched(PeerClient client, String path) throws PeerUnreachable {
        try {
            Reply reply = client.send(Call.get(PREFIX + path, TIME_MAX, ANSWER_BYTES_MAX));
            if (!reply.ok()) {
                throw new NoSuchElementException(path + " was answered with " + reply.status());
            }
            return reply.body();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NoSuchElementException("interrupted before " + path, interrupted);
        }
    }
}
