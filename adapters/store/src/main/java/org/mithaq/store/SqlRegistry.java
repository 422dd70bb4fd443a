// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.node.port.Registry;

/// Small things of which there are few.
final class SqlRegistry implements Registry {

    private static final String SCOPE_END = "\n";

    private final Session session;

    SqlRegistry(Session session) {
        this.session = session;
    }

    @Override
    public Optional<byte[]> setting(String name) {
        return session.first("SELECT value FROM setting WHERE name = ?", row -> Columns.bytes(row, 1), name);
    }

    @Override
    public void putSetting(String name, byte[] value) {
        session.update("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value);
    }

    @Override
    public void removeSetting(String name) {
        session.update("DELETE FROM setting WHERE name = ?", name);
    }

    @Override
    public List<Setting> settings(String prefix) {
        return session.list(
                "SELECT name, value FROM setting WHERE name >= ? AND name < ? || char(0x10ffff) ORDER BY name",
                row -> new Setting(row.getString(1), Columns.bytes(row, 2)),
                prefix,
                prefix);
    }

    @Override
    public List<Setting> settings(String prefix, String after, int limit) {
        return session.list(
                "SELECT name, value FROM setting WHERE name >= ? AND name > ? AND name < ? || char(0x10ffff)"
                        + " ORDER BY name LIMIT ?",
                row -> new Setting(row.getString(1), Columns.bytes(row, 2)),
                prefix,
                after,
                prefix,
                limit);
    }

    @Override
    public List<byte[]> acts() {
        return session.list("SELECT signed FROM act ORDER BY number", row -> Columns.bytes(row, 1));
    }

    @Override
    public void addAct(byte[] signedAct) {
        session.update("INSERT INTO act (signed) VALUES (?)", (Object) signedAct);
    }

    @Override
    public void putBilateral(BilateralRow channel) {
        session.update(
                "INSERT OR REPLACE INTO bilateral (id, peer, name, proposed_here, open) VALUES (?, ?, ?, ?, ?)",
                channel.id(),
                channel.peer(),
                channel.name(),
                channel.proposedHere(),
                channel.open());
    }

    @Override
    public void removeBilateral(ChannelId id) {
        session.update("DELETE FROM bilateral WHERE id = ?", id);
    }

    @Override
    public List<BilateralRow> bilaterals() {
        return session.list(
                "SELECT id, peer, name, proposed_here, open FROM bilateral ORDER BY id",
                row -> new BilateralRow(
                        new ChannelId(Columns.hash(row, 1)),
                        Columns.member(row, 2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getBoolean(5)));
    }

    @Override
    public void putToken(TokenRow token) {
        StringBuilder scopes = new StringBuilder();
        for (String scope : token.scopes()) {
            if (scope.contains(SCOPE_END)) {
                throw new IllegalArgumentException("a scope is one line");
            }
            scopes.append(scope).append(SCOPE_END);
        }
        session.update(
                "INSERT OR REPLACE INTO token (name, secret_hash, scopes, created_micros) VALUES (?, ?, ?, ?)",
                token.name(),
                token.secretHash(),
                scopes.toString(),
                token.createdMicros());
    }

    @Override
    public List<TokenRow> tokens() {
        return session.list(
                "SELECT name, secret_hash, scopes, created_micros FROM token ORDER BY name",
                row -> new TokenRow(
                        row.getString(1),
                        Columns.hash(row, 2),
                        row.getString(3).lines().toList(),
                        row.getLong(4)));
    }

    @Override
    public boolean removeToken(String name) {
        return session.update("DELETE FROM token WHERE name = ?", name) > 0;
    }

    @Override
    public void putSubmission(String id, long timeMicros, byte[] json) {
        session.update(
                "INSERT OR REPLACE INTO submission (id, time_micros, json) VALUES (?, ?, ?)", id, timeMicros, json);
    }

    @Override
    public Optional<byte[]> submission(String id) {
        return session.first("SELECT json FROM submission WHERE id = ?", row -> Columns.bytes(row, 1), id);
    }

    @Override
    public void forgetSubmissions(long timeMicros) {
        session.update("DELETE FROM submission WHERE time_micros < ?", timeMicros);
    }
}
