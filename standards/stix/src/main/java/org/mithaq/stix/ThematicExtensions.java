// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;

/// Our own extensions for themes beyond cyber attacks: routes, financing, documents and groups
/// (`docs/extensions.md`).
///
/// They describe threats, not people: each type holds the properties that its table lists and nothing else, and
/// none of those names a person. An object that says more is refused, because what is never read cannot be
/// spread.
public final class ThematicExtensions {

    /// Defines the type `smuggling-route`.
    public static final StixId SMUGGLING_ROUTE = definition("ab5c5ff2-c910-41f2-ad84-91d7b05061d9");

    /// Defines the type `financing-channel`.
    public static final StixId FINANCING_CHANNEL = definition("43f8fe30-28d9-44d6-bad4-a7123c4fdbbd");

    /// Defines the type `forged-document`.
    public static final StixId FORGED_DOCUMENT = definition("fdc21116-11cb-4049-ace6-b6eb8cd50faf");

    /// Adds what is known of an armed or organised group to `intrusion-set`, `threat-actor` and `identity`.
    public static final StixId GROUP = definition("73d189da-417c-408e-a6c5-4aa500437d3e");

    private static final String DOCUMENT = "docs/extensions.md ";

    private static final String CRIMES = "terrorist-attack|armed-attack|hostage-taking|kidnapping-for-ransom|piracy"
            + "|recruitment|propaganda|extortion|drug-trafficking|arms-trafficking|human-trafficking|migrant-smuggling"
            + "|goods-smuggling|fuel-smuggling|antiquities-trafficking|wildlife-trafficking|illegal-mining"
            + "|money-laundering|terrorist-financing|document-forgery|counterfeiting|cybercrime|sabotage|other";

    private static final String SMUGGLING_ROUTE_ROWS = """
            name!:s description:s
            commodities!:ls=narcotics|weapons|explosives|fuel|cash|gold|antiquities|counterfeit-goods|dual-use-goods\
            |stolen-vehicles|tobacco|wildlife|migrant-smuggling|human-trafficking|other
            transport_modes:ls=road|rail|sea|inland-water|air|foot|post|pipeline|drone|other
            status:s=suspected|active|dormant|disrupted
            waypoint_refs:rs=location border_crossings:ls concealment_methods:ls estimated_volume:s
            controlled_by_refs:rs=intrusion-set|threat-actor infrastructure_refs:rs=infrastructure
            first_seen:t last_seen:t <first_seen,last_seen
            """;

    private static final String FINANCING_CHANNEL_ROWS = """
            name!:s description:s
            channel_types!:ls=cash-courier|hawala|bank-transfer|trade-based|crypto-asset|prepaid-card|front-company\
            |charity-abuse|extortion|ransom|natural-resources|crowdfunding|other
            status:s=suspected|active|dormant|disrupted
            currencies:ls amount_lower:f=0..1e15 amount_upper:f=0..1e15 amount_currency:s amount_period:s
            origin_refs:rs=location destination_refs:rs=location
            used_by_refs:rs=intrusion-set|threat-actor intermediary_refs:rs=intrusion-set|threat-actor|infrastructure
            first_seen:t last_seen:t <first_seen,last_seen
            """;

    private static final String FORGED_DOCUMENT_ROWS = """
            name!:s description:s
            document_type!:s=passport|identity-card|visa|residence-permit|driving-licence|birth-certificate\
            |vehicle-registration|customs-declaration|bill-of-lading|end-user-certificate|certificate-of-origin\
            |bank-guarantee|other
            forgery_types!:ls=counterfeit|altered|stolen-blank|fraudulently-obtained|fantasy
            quality:s=low|medium|high
            purported_issuer:s series_prefix:s printing_techniques:ls detection_features:ls
            produced_by_refs:rs=intrusion-set|threat-actor seen_at_refs:rs=location
            first_seen:t last_seen:t <first_seen,last_seen
            """;

    private static final String GROUP_ROWS = """
            extension_type!:s=property-extension
            group_kind!:s=terrorist|armed-group|militia|organised-crime|trafficking-network|hybrid|front-organisation
            structure:s=hierarchy|cells|network|franchise|unknown
            activities:ls=%s
            strength_lower:i=0..10000000 strength_upper:i=0..10000000
            area_of_operation_refs:rs=location ally_refs:rs=intrusion-set|threat-actor
            rival_refs:rs=intrusion-set|threat-actor financing_refs:rs=financing-channel
            route_refs:rs=smuggling-route listed_by:ls
            """.formatted(CRIMES);

    private static final Map<String, StixId> DEFINITION_OF_TYPE = Map.of(
            "smuggling-route", SMUGGLING_ROUTE,
            "financing-channel", FINANCING_CHANNEL,
            "forged-document", FORGED_DOCUMENT);

    private static final Map<StixId, ObjectType> TYPES = Map.of(
            SMUGGLING_ROUTE, type("smuggling-route", "§2", SMUGGLING_ROUTE_ROWS),
            FINANCING_CHANNEL, type("financing-channel", "§3", FINANCING_CHANNEL_ROWS),
            FORGED_DOCUMENT, type("forged-document", "§4", FORGED_DOCUMENT_ROWS));

    private static final PropertyTable GROUP_TABLE =
            PropertyTable.of("the group extension", DOCUMENT + "§5", DOCUMENT + "§5", GROUP_ROWS, "");

    private static final Set<String> GROUP_TYPES = Set.of("intrusion-set", "threat-actor", "identity");

    /// The classes of identity that are surely no single person (§10.8).
    private static final Set<String> NO_PERSON = Set.of("group", "organization", "class");

    private ThematicExtensions() {}

    /// The extension definitions themselves, and the identity that created them: what a sender adds to a bundle for
    /// recipients that do not know them.
    public static List<StixObject> definitions() {
        List<StixObject> objects = new ArrayList<>();
        for (String name : List.of("creator", "smuggling-route", "financing-channel", "forged-document", "group")) {
            objects.add(StixReader.read(resource(name), JsonLimits.standard())
                    .object()
                    .orElseThrow(() -> new IllegalStateException("broken resource: " + name)));
        }
        return List.copyOf(objects);
    }

    /// Whether `definition` is one of ours.
    static boolean isOurs(StixId definition) {
        return TYPES.containsKey(definition) || definition.equals(GROUP);
    }

    /// The type of that name, if the object claims the extension of ours that defines it.
    static Optional<ObjectType> typeOf(String type, JsonObject extensions) {
        StixId definition = DEFINITION_OF_TYPE.get(type);
        return definition != null && extensions.has(definition.toString())
                ? Optional.ofNullable(TYPES.get(definition))
                : Optional.empty();
    }

    /// The table of each extension by its definition, for the documentation.
    static Map<StixId, PropertyTable> tables() {
        return Map.of(
                SMUGGLING_ROUTE, table(SMUGGLING_ROUTE),
                FINANCING_CHANNEL, table(FINANCING_CHANNEL),
                FORGED_DOCUMENT, table(FORGED_DOCUMENT),
                GROUP, GROUP_TABLE);
    }

    /// Checks the use of one of our extensions on an object.
    ///
    /// @param extension its contents, at `path`
    /// @param object that has it
    static void check(
            StixId definition,
            JsonObject extension,
            String path,
            JsonObject object,
            PropertyChecks checks,
            Findings findings) {
        String type = object.string("type").orElse("");
        if (definition.equals(GROUP)) {
            if (!GROUP_TYPES.contains(type)) {
                wrongType("intrusion-set, threat-actor or identity", type, path, findings);
            }
            refusePerson(object, type, findings);
            refuseUnlisted(extension, GROUP_TABLE, path, findings);
            checks.nested(extension, GROUP_TABLE, path);
            return;
        }
        PropertyTable table = table(definition);
        if (!table.name().equals(type)) {
            wrongType(table.name(), type, path, findings);
        }
        PropertyTable contents =
                PropertyTable.of(table.name(), table.section(), table.clause(), "extension_type!:s=new-sdo", "");
        refuseUnlisted(extension, contents, path, findings);
        checks.nested(extension, contents, path);
    }

    /// Refuses a property that the table of a thematic type does not list.
    static void refuseProperty(String name, String path, PropertyTable table, Findings findings) {
        String expected = "only the properties listed for " + table.name();
        findings.add(
                Rule.THEMATIC_UNKNOWN_PROPERTY,
                Rule.THEMATIC_UNKNOWN_PROPERTY.at(table.clause(), path, expected, name));
    }

    private static void refuseUnlisted(JsonObject extension, PropertyTable table, String path, Findings findings) {
        for (int i = 0; i < extension.size(); i++) {
            String name = extension.name(i);
            if (table.find(name) == null) {
                refuseProperty(name, Findings.child(path, name), table, findings);
            }
        }
    }

    /// A group is not a person: an identity must say that it is none, and nobody acts "as an individual" (§10.3).
    private static void refusePerson(JsonObject object, String type, Findings findings) {
        String identityClass = object.string("identity_class").orElse("");
        if (type.equals("identity") && !NO_PERSON.contains(identityClass)) {
            findings.add(Rule.THEMATIC_PERSON, "$.identity_class", identityClass);
        }
        if (object.string("resource_level").filter("individual"::equals).isPresent()) {
            findings.add(Rule.THEMATIC_PERSON, "$.resource_level", "individual");
        }
    }

    private static void wrongType(String expected, String found, String path, Findings findings) {
        findings.add(
                Rule.THEMATIC_TYPE,
                Rule.THEMATIC_TYPE.at(DOCUMENT + "§1", path, "this extension on " + expected, found));
    }

    private static PropertyTable table(StixId definition) {
        ObjectType type = TYPES.get(definition);
        if (type == null) {
            throw new IllegalArgumentException("no type of ours: " + definition);
        }
        return type.table();
    }

    private static ObjectType type(String name, String section, String rows) {
        PropertyTable table = PropertyTable.of(
                name, DOCUMENT + section, DOCUMENT + section, rows, ObjectTypes.commonRows(Category.SDO));
        return new ObjectType(Category.SDO, table, true);
    }

    private static StixId definition(String uuid) {
        return StixId.parse("extension-definition--" + uuid);
    }

    private static byte[] resource(String name) {
        try (InputStream in = ThematicExtensions.class.getResourceAsStream("extensions/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("missing resource: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
