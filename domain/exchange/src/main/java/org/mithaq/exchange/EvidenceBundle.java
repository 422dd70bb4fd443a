// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.FoldedCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Names;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// One object with all that proves who wrote it, when and on what terms, as a file that verifies offline, for as long
/// as the signatures hold (protocol, Log).
///
/// It carries the founding act, so that whoever verifies it needs nothing of the federation but its id: that is the
/// hash of this act, and the one thing to compare with what one knows. Receipts and manifest are never in it.
///
/// @param acts of the originator's federation, the founding one first: as far as they are needed to know its key
/// @param relayed the object and its proof
public record EvidenceBundle(List<CharterEntry> acts, RelayedObject relayed) {

    /// The first line of a file with the founding act alone.
    public static final String MAGIC = "mithaq evidence bundle v1\n";

    /// The first line of a file with more acts.
    public static final String MAGIC_OF_ACTS = "mithaq evidence bundle v2\n";

    /// Most acts.
    public static final int ACTS_MAX = 4_096;

    /// Longest file that is read.
    public static final int BYTES_MAX =
            MAGIC.length() + 2 * Integer.BYTES + SignedAct.ENCODING_BYTES_MAX + RelayedObject.BYTES_MAX;

    private static final byte[] MAGIC_BYTES = MAGIC.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAGIC_OF_ACTS_BYTES = MAGIC_OF_ACTS.getBytes(StandardCharsets.US_ASCII);

    public EvidenceBundle {
        acts = List.copyOf(acts);
    }

    /// Of a federation that has the founding act alone.
    public EvidenceBundle(SignedAct founding, RelayedObject relayed) {
        this(List.of(founding), relayed);
    }

    /// What a bundle proves.
    ///
    /// @param federation whose member wrote it: compare with the id that you know
    /// @param federationNames what the federation calls itself
    /// @param originator who wrote it
    /// @param originatorNames what the originator calls itself
    /// @param header what the originator signed: time, exercise
    /// @param leaf the object's exact bytes and the originator's terms
    /// @param log where the originator's log holds it
    /// @param witnesses the other members that have cosigned that state of the log, with all their keys
    /// @param quorum how many of them make it witnessed
    /// @param toleratesLiar whether one lying witness does no harm; fewer than four tolerate none
    public record Report(
            FederationId federation,
            Names federationNames,
            MemberId originator,
            Names originatorNames,
            Header header,
            Leaf leaf,
            Place log,
            SortedSet<MemberId> witnesses,
            int quorum,
            boolean toleratesLiar) {

        /// Whether a quorum of the other members has seen the log with this object in it.
        public boolean witnessed() {
            return witnesses.size() >= quorum;
        }
    }

    /// A place in a log.
    ///
    /// @param origin the log
    /// @param index of the dispatch's record
    /// @param size of the tree that shows it
    /// @param root over that tree
    public record Place(String origin, long index, long size, Hash root) {}

    /// The file.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(16_384);
        if (acts.size() == 1) {
            out.fixed(MAGIC_BYTES, MAGIC_BYTES.length).bytes(acts.getFirst().encode());
        } else {
            out.fixed(MAGIC_OF_ACTS_BYTES, MAGIC_OF_ACTS_BYTES.length).list(acts, (to, act) -> to.bytes(act.encode()));
        }
        return out.bytes(relayed.toBytes()).toByteArray();
    }

    /// Reads one file and nothing after it. Nothing is verified.
    ///
    /// @param bytes of any length
    /// @throws org.mithaq.crypto.MalformedEncoding if it is no bundle
    /// @throws org.mithaq.charter.CharterRejected if the act in it is none
    public static EvidenceBundle parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        if (bytes.length > BYTES_MAX) {
            throw in.refuse("bundle", "at most " + BYTES_MAX + " bytes");
        }
        byte[] magic = in.fixed("bundle.magic", MAGIC_BYTES.length);
        boolean several = Arrays.equals(magic, MAGIC_OF_ACTS_BYTES);
        if (!several && !Arrays.equals(magic, MAGIC_BYTES)) {
            throw in.refuse("bundle.magic", "the line " + MAGIC.strip());
        }
        List<CharterEntry> acts = several
                ? in.list("bundle.acts", ACTS_MAX, each -> CharterEntry.decode(each.bytes("bundle.act", BYTES_MAX)))
                : List.of(SignedAct.decode(in.bytes("bundle.founding", SignedAct.ENCODING_BYTES_MAX)));
        if (several && acts.size() < 2) {
            throw in.refuse("bundle.acts", "two or more acts; one stands in a bundle v1");
        }
        RelayedObject relayed = RelayedObject.parse(in.bytes("bundle.object", RelayedObject.BYTES_MAX));
        in.end("evidence bundle");
        return new EvidenceBundle(acts, relayed);
    }

    /// Reads a file and checks all of it: [#parse] and [#verify(SignatureProvider)].
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if it is no bundle
    /// @throws org.mithaq.charter.CharterRejected if the act in it founds nothing
    /// @throws ContentRejected if the proof does not hold
    public static Report verify(SignatureProvider signatures, byte[] bytes) {
        return parse(bytes).verify(signatures);
    }

    /// Nothing comes later than the file: what a node would wait for is refused.
    private RelayCheck.Verified verified(SignatureProvider signatures, FoldedCharter acts) {
        try {
            return new RelayCheck(signatures).verify(relayed, acts);
        } catch (DoorRejected rejected) {
            throw new ContentRejected(rejected.clause(), String.valueOf(rejected.getMessage()));
        }
    }

    /// Checks the acts, the originator's signature, the object's path, the log's signature, the record's place in
    /// the log, and the witnesses' cosignatures. How many of those there are is the report's to say.
    ///
    /// @throws org.mithaq.charter.CharterRejected if the act founds nothing
    /// @throws ContentRejected if the proof does not hold
    public Report verify(SignatureProvider signatures) {
        FoldedCharter acts = FoldedCharter.of(signatures, this.acts);
        RelayCheck.Verified verified = verified(signatures, acts);
        Header header = verified.header();
        // Witnesses and quorum are those of the state that the header names.
        CharterState charter = acts.at(header.epoch(), header.stateHash()).orElseThrow();
        MemberCard originator = verified.originator();
        return new Report(
                charter.federation(),
                charter.names(),
                originator.id(),
                originator.names(),
                header,
                relayed.leaf(),
                new Place(
                        verified.checkpoint().origin(),
                        relayed.log().proof().leafIndex(),
                        verified.checkpoint().size(),
                        verified.checkpoint().root()),
                witnesses(signatures, charter, originator),
                charter.witnessQuorum(),
                charter.toleratesLyingWitness());
    }

    private SortedSet<MemberId> witnesses(SignatureProvider signatures, CharterState charter, MemberCard originator) {
        try {
            return new LogCheck(signatures).witnesses(relayed.log().checkpoint(), charter, originator.id());
        } catch (DoorRejected rejected) {
            throw new ContentRejected(rejected.clause(), String.valueOf(rejected.getMessage()));
        }
    }
}
