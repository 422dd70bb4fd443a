// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.node.port.StorageFailed;

/// Ciphertexts that come in pieces (protocol, Pieces), each in a file of its own until it is whole: a break costs
/// nothing that was there, a stop of this node neither, and no memory is held. Safe for threads.
///
/// Two of each peer at most, so that none can fill the disk: a third takes the place of the one that grew longest ago.
/// What it carries for others is counted apart from its own, so that neither takes the other's place.
/// Nothing here is relied on: what was damaged does not have the hash that it should, is dropped, and comes again.
public final class PieceStore {

    /// Ciphertexts of one peer that are kept while they are not whole.
    public static final int PER_PEER_MAX = 2;

    /// The same of what one peer carries for all others; of each of these, [#PER_PEER_MAX].
    public static final int CARRIED_MAX = 4;

    private static final String SUFFIX = ".part";

    private final Path folder;
    private final Map<MemberId, Object> locks = new ConcurrentHashMap<>();

    /// @param folder made where there is none; holds nothing else
    public PieceStore(Path folder) {
        this.folder = folder;
    }

    /// Keeps a piece that follows what is there; any other changes nothing.
    ///
    /// @return how many bytes are there then, from the first
    /// @throws StorageFailed if the medium refuses
    int take(Hands hands, Piece piece) {
        synchronized (lock(hands)) {
            try {
                Path file = file(hands, piece.whole().hex());
                int held = held(file);
                if (held != piece.offset() || piece.bytes().length == 0) {
                    return held;
                }
                if (held == 0) {
                    makeRoom(hands);
                }
                append(file, held, piece.bytes());
                return held + piece.bytes().length;
            } catch (IOException refused) {
                throw failed(refused);
            }
        }
    }

    /// What was left out of a delivery, once it is all there. A file that does not have the right hash is dropped.
    ///
    /// @throws StorageFailed if the medium refuses
    Optional<byte[]> whole(Hands hands, PiecedDelivery pieced) {
        synchronized (lock(hands)) {
            try {
                Path file = file(hands, pieced.whole().hex());
                if (held(file) < pieced.wholeBytes()) {
                    return Optional.empty();
                }
                Optional<byte[]> whole = Optional.of(Files.readAllBytes(file)).filter(pieced::isLeftOut);
                if (whole.isEmpty()) {
                    Files.delete(file);
                }
                return whole;
            } catch (IOException refused) {
                throw failed(refused);
            }
        }
    }

    /// The delivery was answered: its ciphertext is needed no more.
    void done(Hands hands, PiecedDelivery pieced) {
        synchronized (lock(hands)) {
            try {
                Files.deleteIfExists(file(hands, pieced.whole().hex()));
            } catch (IOException refused) {
                throw failed(refused);
            }
        }
    }

    private Object lock(Hands hands) {
        return locks.computeIfAbsent(hands.by(), any -> new Object());
    }

    private Path file(Hands hands, String whole) {
        return folder.resolve(prefix(hands) + whole + SUFFIX);
    }

    private static String prefix(Hands hands) {
        return hands.isCarried()
                ? carriedBy(hands.by()) + hands.from().hex() + "-"
                : hands.by().hex() + "-";
    }

    private static String carriedBy(MemberId carrier) {
        return carrier.hex() + "+";
    }

    private static int held(Path file) throws IOException {
        return Files.exists(file) ? Math.toIntExact(Files.size(file)) : 0;
    }

    private void makeRoom(Hands hands) throws IOException {
        Files.createDirectories(folder);
        makeRoom(prefix(hands), PER_PEER_MAX);
        if (hands.isCarried()) {
            makeRoom(carriedBy(hands.by()), CARRIED_MAX);
        }
    }

    private void makeRoom(String prefix, int max) throws IOException {
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*" + SUFFIX)) {
            files.forEach(others::add);
        }
        others.sort(Comparator.comparing(PieceStore::grown));
        for (Path oldest : others.subList(0, Math.max(0, others.size() - max + 1))) {
            Files.deleteIfExists(oldest);
        }
    }

    private static FileTime grown(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException refused) {
            throw failed(refused);
        }
    }

    private static void append(Path file, int offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            for (long at = offset; rest.hasRemaining(); ) {
                at += channel.write(rest, at);
            }
        }
    }

    private static StorageFailed failed(IOException refused) {
        return new StorageFailed("A piece of a delivery cannot be kept: " + refused.getMessage(), true, refused);
    }
}
