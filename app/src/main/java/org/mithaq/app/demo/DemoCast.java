// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mithaq.charter.Channel;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.Contact;
import org.mithaq.charter.MemberKind;
import org.mithaq.charter.Names;
import org.mithaq.charter.Theme;
import org.mithaq.stix.StixId;

/// Who plays in the demo, and in which channels. All of it is invented.
///
/// @param federation what the federation is called
/// @param members two or more, of different keys and identities
/// @param channels exactly one plenary, communities and bilateral channels, of different keys
public record DemoCast(Names federation, List<Member> members, List<ChannelPlan> channels) {

    private static final String RESOURCE = "members.json";

    private static final Pattern KEY = Pattern.compile("[a-z][a-z-]{1,39}");

    /// One member organisation.
    ///
    /// @param key names it in the script, and its folder
    /// @param language in which it writes: `ar`, `fr` or `en`
    /// @param identity its STIX identity
    /// @param domain its domain name, below `.example`
    public record Member(
            String key,
            Names names,
            MemberKind kind,
            String language,
            StixId identity,
            String domain,
            Contact contact) {

        public Member {
            checkKey(key);
            require(Set.of("ar", "fr", "en").contains(language), key, "ar, fr or en", language);
            require(identity.type().equals("identity"), key, "an identity", identity.toString());
            require(domain.endsWith(".example"), key, "a name below .example", domain);
            require(contact.languages().contains(language), key, "a contact who speaks the language", language);
        }

        /// Its name in its own language.
        public String ownName() {
            return switch (language) {
                case "ar" -> names.ar();
                case "fr" -> names.fr();
                default -> names.en();
            };
        }
    }

    /// One channel that the demo opens.
    ///
    /// @param key names it in the script
    /// @param theme of a community, and of nothing else
    /// @param members keys: of the plenary all, of a bilateral channel two
    public record ChannelPlan(String key, Channel.Kind kind, Optional<Theme> theme, Names names, List<String> members) {

        public ChannelPlan {
            checkKey(key);
            members = List.copyOf(members);
            require(theme.isPresent() == (kind == Channel.Kind.COMMUNITY), key, "a theme for a community", key);
            require(members.size() >= 2, key, "at least two members", members.toString());
            require(kind != Channel.Kind.BILATERAL || members.size() == 2, key, "two members", members.toString());
        }
    }

    public DemoCast {
        members = List.copyOf(members);
        channels = List.copyOf(channels);
        Set<String> keys = new HashSet<>();
        Set<StixId> identities = new HashSet<>();
        for (Member member : members) {
            require(keys.add(member.key()), "members", "different keys", member.key());
            require(identities.add(member.identity()), "members", "different identities", member.key());
        }
        Set<String> channelKeys = new HashSet<>();
        int plenaries = 0;
        for (ChannelPlan channel : channels) {
            require(channelKeys.add(channel.key()), "channels", "different keys", channel.key());
            require(keys.containsAll(channel.members()), channel.key(), "members of the cast", channel.key());
            if (channel.kind() == Channel.Kind.PLENARY) {
                plenaries++;
                require(channel.members().size() == members.size(), channel.key(), "everybody", channel.key());
            }
        }
        require(plenaries == 1, "channels", "one plenary", plenaries + "");
    }

    /// The cast that the program carries.
    ///
    /// @throws ScenarioBroken if its resource is not what it must be
    public static DemoCast load() {
        return read(DemoResources.bytes(RESOURCE));
    }

    /// Reads a cast.
    ///
    /// @throws ScenarioBroken if anything is missing, unknown or inconsistent
    static DemoCast read(byte[] bytes) {
        Row root = Row.read(RESOURCE, bytes, "federation", "members", "channels");
        return new DemoCast(
                root.names("federation"),
                root.rows("members").stream().map(DemoCast::member).toList(),
                root.rows("channels").stream().map(DemoCast::channel).toList());
    }

    /// The member of that key, if there is one.
    public Optional<Member> member(String key) {
        return members.stream().filter(member -> member.key().equals(key)).findFirst();
    }

    /// The channel of that key, if there is one.
    public Optional<ChannelPlan> channel(String key) {
        return channels.stream().filter(channel -> channel.key().equals(key)).findFirst();
    }

    private static Member member(Row row) {
        row.only("key", "names", "kind", "language", "identity", "domain", "dutyRole", "languages", "callBack");
        try {
            return new Member(
                    row.text("key"),
                    row.names("names"),
                    row.known("kind", MemberKind.of(row.text("kind"))),
                    row.text("language"),
                    row.known("identity", StixId.tryParse(row.text("identity"))),
                    row.text("domain"),
                    new Contact(row.text("dutyRole"), row.texts("languages"), row.text("callBack")));
        } catch (CharterRejected e) {
            throw row.because(e);
        }
    }

    private static ChannelPlan channel(Row row) {
        row.only("key", "kind", "theme", "names", "members");
        Optional<Channel.Kind> kind = switch (row.text("kind")) {
            case "plenary" -> Optional.of(Channel.Kind.PLENARY);
            case "community" -> Optional.of(Channel.Kind.COMMUNITY);
            case "bilateral" -> Optional.of(Channel.Kind.BILATERAL);
            default -> Optional.empty();
        };
        Optional<Theme> theme =
                row.has("theme") ? Optional.of(row.known("theme", Theme.of(row.text("theme")))) : Optional.empty();
        return new ChannelPlan(
                row.text("key"), row.known("kind", kind), theme, row.names("names"), row.texts("members"));
    }

    private static void checkKey(String key) {
        require(KEY.matcher(key).matches(), key, "a key of " + KEY, key);
    }

    private static void require(boolean condition, String path, String expected, String found) {
        if (!condition) {
            throw new ScenarioBroken(RESOURCE, path, expected, found);
        }
    }
}
