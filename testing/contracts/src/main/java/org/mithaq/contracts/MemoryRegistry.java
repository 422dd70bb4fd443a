// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.node.port.Registry;

record MemoryRegistry(MemoryTransaction in) implements Registry {

    private record Submission(String id, long timeMicros, byte[] json) {}

    @Override
    public Optional<byte[]> setting(String name) {
        return in.<Setting>table("setting").find(name).map(Setting::value);
    }

    @Override
    public void putSetting(String name, byte[] value) {
        in.put("setting", name, new Setting(name, value));
    }

    @Override
    public void removeSetting(String name) {
        in.remove("setting", name);
    }

    @Override
    public List<Setting> settings(String prefix) {
        return settings(prefix, "", Integer.MAX_VALUE);
    }

    @Override
    public List<Setting> settings(String prefix, String after, int limit) {
        String first = after.compareTo(prefix) >= 0 ? after + '\u0000' : prefix;
        return in.<Setting>table("setting").range(first, prefix + '\uffff', limit);
    }

    @Override
    public List<byte[]> acts() {
        return in.<byte[]>table("act").values();
    }

    @Override
    public void addAct(byte[] signedAct) {
        in.add("act", MemoryTransaction.sortable(in.table("act").size()), signedAct);
    }

    @Override
    public void putBilateral(BilateralRow channel) {
        in.put("bilateral", channel.id().hex(), channel);
    }

    @Override
    public void removeBilateral(ChannelId id) {
        in.remove("bilateral", id.hex());
    }

    @Override
    public List<BilateralRow> bilaterals() {
        return in.<BilateralRow>table("bilateral").values();
    }

    @Override
    public void putToken(TokenRow token) {
        in.put("token", token.name(), token);
    }

    @Override
    public List<TokenRow> tokens() {
        return in.<TokenRow>table("token").values();
    }

    @Override
    public boolean removeToken(String name) {
        return in.remove("token", name);
    }

    @Override
    public void putSubmission(String id, long timeMicros, byte[] json) {
        in.put("submission", id, new Submission(id, timeMicros, json));
    }

    @Override
    public Optional<byte[]> submission(String id) {
        return in.<Submission>table("submission").find(id).map(Submission::json);
    }

    @Override
    public void forgetSubmissions(long timeMicros) {
        in.checkWritable();
        for (Submission submission : in.<Submission>table("submission").values()) {
            if (submission.timeMicros() < timeMicros) {
                in.remove("submission", submission.id());
            }
        }
    }
}
