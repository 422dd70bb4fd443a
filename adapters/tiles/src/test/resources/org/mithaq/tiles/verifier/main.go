// SPDX-License-Identifier: Apache-2.0

// Verifies a log as a stranger would: with the checksum database's own packages, and nothing of ours.
//
// It is given the log's address on the command line and, on standard input, lines of what we claim:
//
//	log VKEY
//	witness VKEY
//	checkpoint BASE64              a cosigned checkpoint that was handed over, not served
//	inclusion INDEX SIZE HASH...   hexadecimal; the record is the one that the log serves
//	consistency OLD NEW HASH...
//	proof INDEX BASE64             a tlog-proof file
//
// It prints one line for each kind that it has verified, and fails on the first that does not hold.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type server struct {
	base  string
	tiles map[string][]byte
}

func (s *server) get(path string) ([]byte, error) {
	if held, ok := s.tiles[path]; ok {
		return held, nil
	}
	client := http.Client{Timeout: 20 * time.Second}
	answer, err := client.Get(s.base + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: status %d", path, answer.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, 32<<20))
	if err == nil {
		s.tiles[path] = body
	}
	return body, err
}

func (s *server) Height() int { return torchwood.TileHeight }

func (s *server) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(tiles))
	for i, tile := range tiles {
		content, err := s.get(torchwood.TilePath(tile))
		if err != nil {
			return nil, err
		}
		read[i] = content
	}
	return read, nil
}

func (s *server) SaveTiles([]tlog.Tile, [][]byte) {}

// records are all that the log serves as entry bundles.
func (s *server) records(size int64) [][]byte {
	var records [][]byte
	for int64(len(records)) < size {
		first := int64(len(records))
		width := min(size-first, torchwood.TileWidth)
		tile := tlog.Tile{H: torchwood.TileHeight, L: -1, N: first / torchwood.TileWidth, W: int(width)}
		rest := must(s.get(torchwood.TilePath(tile)))
		for len(rest) > 0 {
			var record []byte
			var err error
			record, rest, err = torchwood.ReadTileEntry(rest)
			check(err)
			records = append(records, record)
		}
		demand(int64(len(records)) == first+width, "a bundle holds another number of records than its name says")
	}
	return records
}

func main() {
	log.SetFlags(0)
	demand(len(os.Args) == 2, "usage: verifier ADDRESS < CLAIMS")
	s := &server{base: os.Args[1], tiles: map[string][]byte{}}
	claims := readClaims()

	logKey := must(note.NewVerifier(one(claims["log"])[0]))
	served := must(s.get("checkpoint"))
	_, err := note.Open(served, note.VerifierList(logKey))
	check(err)
	policies := []torchwood.Policy{torchwood.SingleVerifierPolicy(logKey), torchwood.OriginPolicy(logKey.Name())}
	tree, _, err := torchwood.VerifyCheckpoint(served, torchwood.ThresholdPolicy(len(policies), policies...))
	check(err)
	fmt.Println("note", tree.N)

	hashes := tlog.TileHashReader(tree.Tree, s)
	records := s.records(tree.N)
	for index, record := range records {
		proof := must(tlog.ProveRecord(tree.N, int64(index), hashes))
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), tlog.RecordHash(record)))
	}
	fmt.Println("tiles", len(records))
	for old := int64(1); old <= tree.N; old++ {
		root := must(tlog.TreeHash(old, hashes))
		check(tlog.CheckTree(must(tlog.ProveTree(tree.N, old, hashes)), tree.N, tree.Hash, old, root))
	}
	fmt.Println("growth", tree.N)

	for _, claim := range claims["inclusion"] {
		index, size := number(claim[0]), number(claim[1])
		root := must(tlog.TreeHash(size, hashes))
		check(tlog.CheckRecord(path(claim[2:]), size, root, index, tlog.RecordHash(records[index])))
	}
	fmt.Println("inclusion", len(claims["inclusion"]))
	for _, claim := range claims["consistency"] {
		old, size := number(claim[0]), number(claim[1])
		check(tlog.CheckTree(
			tlog.TreeProof(path(claim[2:])),
			size, must(tlog.TreeHash(size, hashes)),
			old, must(tlog.TreeHash(old, hashes))))
	}
	fmt.Println("consistency", len(claims["consistency"]))

	for _, claim := range claims["witness"] {
		policies = append(policies, torchwood.SingleVerifierPolicy(must(torchwood.NewCosignatureVerifier(claim[0]))))
	}
	everybody := torchwood.ThresholdPolicy(len(policies), policies...)
	for _, claim := range claims["checkpoint"] {
		cosigned, _, err := torchwood.VerifyCheckpoint(decoded(claim[0]), everybody)
		check(err)
		demand(cosigned.Tree == tree.Tree, "the cosigned tree is another than the served one")
	}
	fmt.Println("cosigned", len(claims["witness"]))
	for _, claim := range claims["proof"] {
		check(torchwood.VerifyProof(everybody, tlog.RecordHash(records[number(claim[0])]), decoded(claim[1])))
	}
	fmt.Println("proof", len(claims["proof"]))
}

func readClaims() map[string][][]string {
	claims := map[string][][]string{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		claims[words[0]] = append(claims[words[0]], words[1:])
	}
	check(lines.Err())
	return claims
}

func path(words []string) []tlog.Hash {
	hashes := make([]tlog.Hash, len(words))
	for i, word := range words {
		hashes[i] = tlog.Hash(must(hex.DecodeString(word)))
	}
	return hashes
}

func number(word string) int64 { return must(strconv.ParseInt(word, 10, 64)) }

func decoded(word string) []byte { return must(base64.StdEncoding.DecodeString(word)) }

func one(claims [][]string) []string {
	demand(len(claims) == 1, "exactly one key of the log is needed")
	return claims[0]
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func demand(holds bool, what string) {
	if !holds {
		log.Fatal(what)
	}
}
