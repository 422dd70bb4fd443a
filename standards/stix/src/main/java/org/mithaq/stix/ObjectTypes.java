// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The property tables of STIX 2.1 §4 to §7, row for row; [PropertyTable#of] explains the notation.
final class ObjectTypes {

    /// `#` section, clause, category, type; then its rows.
    private static final String TABLES = """
            # 4.1 4.1.1 SDO attack-pattern
              name!:s description:s aliases:ls kill_chain_phases:lo=kill-chain-phase
            # 4.2 4.2.1 SDO campaign
              name!:s description:s aliases:ls first_seen:t last_seen:t objective:s <first_seen,last_seen
            # 4.3 4.3.1 SDO course-of-action
              name!:s description:s
            # 4.4 4.4.1 SDO grouping
              name!:s description:s context!:s object_refs!:rs
            # 4.5 4.5.1 SDO identity
              name!:s description:s roles:ls identity_class:s sectors:ls contact_information:s
            # 4.6 4.6.1 SDO incident
              name!:s description:s
            # 4.7 4.7.1 SDO indicator
              name:s description:s indicator_types:ls pattern!:s pattern_type!:s pattern_version:s valid_from!:t
              valid_until:t kill_chain_phases:lo=kill-chain-phase <<valid_from,valid_until
            # 4.8 4.8.1 SDO infrastructure
              name!:s description:s infrastructure_types:ls aliases:ls kill_chain_phases:lo=kill-chain-phase
              first_seen:t last_seen:t <first_seen,last_seen
            # 4.9 4.9.1 SDO intrusion-set
              name!:s description:s aliases:ls first_seen:t last_seen:t goals:ls resource_level:s
              primary_motivation:s secondary_motivations:ls <first_seen,last_seen
            # 4.10 4.10.1 SDO location
              name:s description:s latitude:f=-90..90 longitude:f=-180..180 precision:f region:s country:s
              administrative_area:s city:s street_address:s postal_code:s ?region|country|latitude
            # 4.11 4.11.1 SDO malware
              name:s description:s malware_types:ls is_family:b aliases:ls kill_chain_phases:lo=kill-chain-phase
              first_seen:t last_seen:t operating_system_refs:rs=software architecture_execution_envs:ls
              implementation_languages:ls capabilities:ls sample_refs:rs=file|artifact <first_seen,last_seen
            # 4.12 4.12.1 SDO malware-analysis
              product!:s version:s host_vm_ref:r=software operating_system_ref:r=software
              installed_software_refs:rs=software configuration_version:s modules:ls analysis_engine_version:s
              analysis_definition_version:s submitted:t analysis_started:t analysis_ended:t result_name:s result:s
              analysis_sco_refs:rs sample_ref:r ?result|analysis_sco_refs
            # 4.13 4.13.1 SDO note
              abstract:s content!:s authors:ls object_refs!:rs
            # 4.14 4.14.1 SDO observed-data
              first_observed!:t last_observed!:t number_observed!:i=1..999999999 objects:d object_refs:rs
              ?objects|object_refs ^objects|object_refs <first_observed,last_observed
            # 4.15 4.15.1 SDO opinion
              explanation:s authors:ls opinion!:s=strongly-disagree|disagree|neutral|agree|strongly-agree
              object_refs!:rs
            # 4.16 4.16.1 SDO report
              name!:s description:s report_types:ls published!:t object_refs!:rs
            # 4.17 4.17.1 SDO threat-actor
              name!:s description:s threat_actor_types:ls aliases:ls first_seen:t last_seen:t roles:ls goals:ls
              sophistication:s resource_level:s primary_motivation:s secondary_motivations:ls
              personal_motivations:ls <first_seen,last_seen
            # 4.18 4.18.1 SDO tool
              name!:s description:s tool_types:ls aliases:ls kill_chain_phases:lo=kill-chain-phase tool_version:s
            # 4.19 4.19.1 SDO vulnerability
              name!:s description:s
            # 5.1 5.1.2 SRO relationship
              relationship_type!:s description:s start_time:t stop_time:t
              source_ref!:r=!relationship|!sighting|!bundle|!language-content|!marking-definition
              target_ref!:r=!relationship|!sighting|!bundle|!language-content|!marking-definition
              <<start_time,stop_time
            # 5.2 5.2.1 SRO sighting
              description:s first_seen:t last_seen:t count:i=0..999999999
              sighting_of_ref!:r=!relationship|!sighting|!bundle|!language-content|!marking-definition\
            |!extension-definition
              observed_data_refs:rs=observed-data where_sighted_refs:rs=identity|location summary:any
              <first_seen,last_seen
            # 6.1 6.1.1 SCO artifact
              mime_type:s payload_bin:bin url:s hashes:d encryption_algorithm:s decryption_key:s
              ?payload_bin|url ^payload_bin|url
            # 6.2 6.2.1 SCO autonomous-system
              number!:i name:s rir:s
            # 6.3 6.3.1 SCO directory
              path!:s path_enc:s ctime:t mtime:t atime:t contains_refs:rs=file|directory
            # 6.4 6.4.1 SCO domain-name
              value!:s resolves_to_refs:rs=ipv4-addr|ipv6-addr|domain-name
            # 6.5 6.5.1 SCO email-addr
              value!:s display_name:s belongs_to_ref:r=user-account
            # 6.6 6.6.1 SCO email-message
              is_multipart!:b date:t content_type:s from_ref:r=email-addr sender_ref:r=email-addr
              to_refs:rs=email-addr cc_refs:rs=email-addr bcc_refs:rs=email-addr message_id:s subject:s
              received_lines:ls additional_header_fields:d body:s body_multipart:lo=email-mime-part
              raw_email_ref:r=artifact
            # 6.7 6.7.1 SCO file
              hashes:d size:i=0..9007199254740991 name:s name_enc:s magic_number_hex:x mime_type:s ctime:t mtime:t
              atime:t parent_directory_ref:r=directory contains_refs:rs content_ref:r=artifact ?hashes|name
            # 6.8 6.8.1 SCO ipv4-addr
              value!:s resolves_to_refs:rs=mac-addr belongs_to_refs:rs=autonomous-system
            # 6.9 6.9.1 SCO ipv6-addr
              value!:s resolves_to_refs:rs=mac-addr belongs_to_refs:rs=autonomous-system
            # 6.10 6.10.1 SCO mac-addr
              value!:s
            # 6.11 6.11.1 SCO mutex
              name!:s
            # 6.12 6.12.1 SCO network-traffic
              start:t end:t is_active:b src_ref:r=ipv4-addr|ipv6-addr|mac-addr|domain-name
              dst_ref:r=ipv4-addr|ipv6-addr|mac-addr|domain-name src_port:i=0..65535 dst_port:i=0..65535 protocols!:ls
              src_byte_count:i dst_byte_count:i src_packets:i dst_packets:i ipfix:d src_payload_ref:r=artifact
              dst_payload_ref:r=artifact encapsulates_refs:rs=network-traffic encapsulated_by_ref:r=network-traffic
              ?src_ref|dst_ref <start,end
            # 6.13 6.13.1 SCO process
              is_hidden:b pid:i created_time:t cwd:s command_line:s environment_variables:d
              opened_connection_refs:rs=network-traffic creator_user_ref:r=user-account image_ref:r=file
              parent_ref:r=process child_refs:rs=process extensions:ext ?*
            # 6.14 6.14.1 SCO software
              name!:s cpe:s swid:s languages:ls vendor:s version:s
            # 6.15 6.15.1 SCO url
              value!:s
            # 6.16 6.16.1 SCO user-account
              user_id:s credential:s account_login:s account_type:s display_name:s is_service_account:b
              is_privileged:b can_escalate_privs:b is_disabled:b account_created:t account_expires:t
              credential_last_changed:t account_first_login:t account_last_login:t extensions:ext ?*
            # 6.17 6.17.1 SCO windows-registry-key
              key:s values:lo=windows-registry-value modified_time:t creator_user_ref:r=user-account
              number_of_subkeys:i ?*
            # 6.18 6.18.1 SCO x509-certificate
              is_self_signed:b hashes:d version:s serial_number:s signature_algorithm:s issuer:s
              validity_not_before:t validity_not_after:t subject:s subject_public_key_algorithm:s
              subject_public_key_modulus:s subject_public_key_exponent:i x509_v3_extensions:d ?*
            # 7.1 7.1.1 LANGUAGE_CONTENT language-content
              object_ref!:r object_modified:t contents!:d
            # 7.2.1 7.2.1 MARKING_DEFINITION marking-definition
              name:s definition_type:s definition:d
            # 7.3 7.3.1 EXTENSION_DEFINITION extension-definition
              created_by_ref!:r=identity name!:s description:s schema!:s version!:s
              extension_types!:ls=new-sdo|new-sco|new-sro|property-extension|toplevel-property-extension
              extension_properties:ls
            """;

    /// `#` section, clause, name of a type that is part of another, or of a predefined extension; then its rows.
    private static final String NESTED_TABLES = """
            # 2.5 2.5.2 external-reference
              source_name!:s description:s url:s hashes:d external_id:s ?description|url|external_id
            # 2.11 2.11 kill-chain-phase
              kill_chain_name!:s phase_name!:s
            # 6.6.2 6.6.2 email-mime-part
              body:s body_raw_ref:r=artifact|file content_type:s content_disposition:s ?body|body_raw_ref
            # 6.7.2 6.7.2 archive-ext
              contains_refs!:rs=file|directory comment:s
            # 6.7.3 6.7.3 ntfs-ext
              sid:s alternate_data_streams:lo=alternate-data-stream
            # 6.7.3 6.7.3 alternate-data-stream
              name!:s hashes:d size:i
            # 6.7.4 6.7.4 pdf-ext
              version:s is_optimized:b document_info_dict:d pdfid0:s pdfid1:s
            # 6.7.5 6.7.5 raster-image-ext
              image_height:i image_width:i bits_per_pixel:i exif_tags:d
            # 6.7.6 6.7.6 windows-pebinary-ext
              pe_type!:s imphash:s machine_hex:x number_of_sections:i time_date_stamp:t
              pointer_to_symbol_table_hex:x number_of_symbols:i size_of_optional_header:i characteristics_hex:x
              file_header_hashes:d optional_header:d sections:lo=windows-pe-section
            # 6.7.6 6.7.6 windows-pe-section
              name!:s size:i entropy:f hashes:d
            # 6.12.2 6.12.2 http-request-ext
              request_method!:s request_value!:s request_version:s request_header:d message_body_length:i
              message_body_data_ref:r=artifact
            # 6.12.3 6.12.3 icmp-ext
              icmp_type_hex!:x icmp_code_hex!:x
            # 6.12.4 6.12.4 socket-ext
              address_family!:s is_blocking:b is_listening:b options:d socket_type:s socket_descriptor:i
              socket_handle:i
            # 6.12.5 6.12.5 tcp-ext
              src_flags_hex:x dst_flags_hex:x
            # 6.13.2 6.13.2 windows-process-ext
              aslr_enabled:b dep_enabled:b priority:s owner_sid:s windows_title:s startup_info:d integrity_level:s
            # 6.13.3 6.13.3 windows-service-ext
              service_name:s descriptions:ls display_name:s group_name:s start_type:s service_dll_refs:rs=file
              service_type:s service_status:s
            # 6.16.2 6.16.2 unix-account-ext
              gid:i groups:ls home_dir:s shell:s
            # 6.17.2 6.17.2 windows-registry-value
              name:s data:s data_type:s ?*
            """;

    private static final String CORE =
            " type:core id:core spec_version:core object_marking_refs:core granular_markings:core";
    private static final String VERSIONED = CORE + " created:core modified:core revoked:core created_by_ref:r=identity";

    private static final Map<String, ObjectType> TYPES = types();
    private static final Map<String, PropertyTable> NESTED = nested();
    private static final Map<Category, ObjectType> UNNAMED = unnamed();

    private ObjectTypes() {}

    /// The type of that name in §4 to §7, if there is one.
    static Optional<ObjectType> named(String type) {
        return Optional.ofNullable(TYPES.get(type));
    }

    /// What is known of a type that only its category is known of: the common properties.
    static ObjectType unnamed(Category category) {
        ObjectType type = UNNAMED.get(category);
        if (type == null) {
            throw new IllegalArgumentException("not a category of types that others define: " + category);
        }
        return type;
    }

    /// The table of a nested type or predefined extension, if there is one of that name.
    static Optional<PropertyTable> nested(String name) {
        return Optional.ofNullable(NESTED.get(name));
    }

    /// The rows that every type of `category` has (§3.2, the table at its end).
    static String commonRows(Category category) {
        return switch (category) {
            case SDO, SRO, CUSTOM ->
                VERSIONED + " labels:ls confidence:i=0..100 lang:s external_references:lo=external-reference"
                        + " extensions:ext";
            case SCO -> VERSIONED + " defanged:b extensions:ext";
            case LANGUAGE_CONTENT ->
                VERSIONED + " labels:ls confidence:i=0..100 external_references:lo=external-reference extensions:ext";
            case MARKING_DEFINITION ->
                CORE + " created:core created_by_ref:r=identity"
                        + " external_references:lo=external-reference extensions:ext";
            case EXTENSION_DEFINITION ->
                VERSIONED + " labels:ls external_references:lo=external-reference extensions:ext";
        };
    }

    private static Map<String, ObjectType> types() {
        Map<String, ObjectType> types = new HashMap<>();
        for (String entry : entries(TABLES)) {
            String[] head = head(entry, 4);
            Category category = Category.valueOf(head[2]);
            PropertyTable table =
                    PropertyTable.of(head[3], '§' + head[0], '§' + head[1], head[4], commonRows(category));
            types.put(head[3], new ObjectType(category, table, false));
        }
        return Map.copyOf(types);
    }

    private static Map<String, PropertyTable> nested() {
        Map<String, PropertyTable> tables = new HashMap<>();
        for (String entry : entries(NESTED_TABLES)) {
            String[] head = head(entry, 3);
            tables.put(head[2], PropertyTable.of(head[2], '§' + head[0], '§' + head[1], head[3], ""));
        }
        return Map.copyOf(tables);
    }

    private static Map<Category, ObjectType> unnamed() {
        Map<Category, ObjectType> types = new HashMap<>();
        for (Category category : new Category[] {Category.SDO, Category.SRO, Category.SCO, Category.CUSTOM}) {
            PropertyTable table = PropertyTable.of("", "§7.3.2", "§7.3.2", "", commonRows(category));
            types.put(category, new ObjectType(category, table, false));
        }
        return Map.copyOf(types);
    }

    private static String[] entries(String tables) {
        return tables.substring(tables.indexOf('#') + 1).split("#");
    }

    /// The first `words` words of an entry, and then all that follows as one more.
    private static String[] head(String entry, int words) {
        return entry.strip().split("\\s+", words + 1);
    }
}
