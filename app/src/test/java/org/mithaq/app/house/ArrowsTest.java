// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arrows of `ARCHITECTURE.md`, on the compiled classes of every module that the program holds.
class ArrowsTest {

    private static final String OURS = "org.mithaq..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mithaq");

    @Test
    void every_class_of_ours_is_in_a_module_of_the_table() {
        String[] known = Arrays.stream(Arrows.values())
                .map(each -> Arrows.packages(each.module()))
                .toArray(String[]::new);

        assertKept(classes()
                .that()
                .resideInAPackage(OURS)
                .should()
                .resideInAnyPackage(known)
                .because("a module that the table does not know is a module that no arrow holds"));
    }

    @Test
    void every_module_stands_in_the_folder_that_decides_for_it() throws IOException {
        for (String module : Checkout.ofBuild().modules()) {
            Path path = Path.of(module);
            String folder = path.getParent() == null ? "" : path.getParent().toString();
            assertThat(Arrows.of(path.getFileName().toString()).folder())
                    .as(module)
                    .isEqualTo(folder);
        }
    }

    @Test
    void arrows_point_down_only() {
        for (Arrows module : Arrows.values()) {
            assertKept(arrow(module));
        }
    }

    @Test
    void an_arrow_that_points_up_and_a_clock_in_the_domain_are_found() {
        JavaClasses planted = new ClassFileImporter().importPackages("org.mithaq.policy.planted");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> arrow(Arrows.POLICY).check(planted))
                .withMessageContaining("policy sees [json, policy, stix]")
                .withMessageContaining("ExitCode");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> timeless("domain").check(planted))
                .withMessageContaining("Instant.now()");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> effectless("domain").check(planted))
                .withMessageContaining("java.nio.file.Files");
    }

    @Test
    void what_is_seen_is_seen_through_others_and_nothing_else_is() {
        assertThat(Arrows.TLOG.seen()).containsExactly("crypto", "tlog");
        assertThat(Arrows.EXCHANGE.seen()).contains("charter", "json").doesNotContain("stix", "policy", "node");
        assertThat(Arrows.PEERS.seen()).contains("node", "stix", "http").doesNotContain("store", "app");
        assertThat(Arrows.JSON.hiddenPackages()).hasSize(Arrows.values().length - 1);
        for (Arrows module : Arrows.values()) {
            module.seen().stream()
                    .map(Arrows::of)
                    .filter(each -> each != module)
                    .forEach(each -> assertThat(each.seen()).as("no cycle").doesNotContain(module.module()));
        }
    }

    @Test
    void packages_too_see_each_other_one_way() {
        assertKept(slices().matching("org.mithaq.(**)")
                .should()
                .beFreeOfCycles()
                .because("what sees each other both ways is one package that pretends to be two"));
    }

    @Test
    void standards_and_domain_are_pure() {
        for (String folder : List.of("standards", "domain")) {
            assertKept(effectless(folder));
            assertKept(timeless(folder));
        }
    }

    @Test
    void policy_has_no_clock() {
        assertKept(noClasses()
                .that()
                .resideInAPackage(Arrows.packages("policy"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class)
                .because("a decision is replayed for an audit years later and must come out the same"));
    }

    @Test
    void only_crypto_calls_cryptography() {
        assertKept(noClasses()
                .that()
                .resideInAPackage(OURS)
                .and()
                .resideOutsideOfPackages(Arrows.packages("crypto"), Arrows.packages("http"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.crypto..", "org.bouncycastle..", "org.conscrypt..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.Signature")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.KeyPairGenerator")
                .because("one module is read by whoever reviews our cryptography; http does TLS and no more"));
    }

    @Test
    void a_third_party_is_seen_by_the_module_that_chose_it() {
        assertOnlyIn("store", "org.sqlite..", "org.flywaydb..", "java.sql..");
        assertOnlyIn("http", "org.eclipse.jetty..", "io.javalin..", "jakarta.servlet..");
        assertOnlyIn("app", "picocli..", "me.tongfei..", "ch.qos.logback..");
        assertOnlyIn("watch", "io.micrometer..", "io.prometheus..", "io.opentelemetry..");
    }

    @Test
    void the_program_ends_in_one_place() {
        assertKept(noClasses()
                .that()
                .resideInAPackage(OURS)
                .and()
                .doNotHaveFullyQualifiedName("org.mithaq.app.Mithaq")
                .and()
                // A program of its own, which the launcher runs once for each build.
                .doNotHaveFullyQualifiedName("org.mithaq.app.Training")
                .should()
                .callMethod(System.class, "exit", int.class)
                .because("what ends the process cannot be tested, and skips what others must still write"));
    }

    private static ArchRule effectless(String folder) {
        return noClasses()
                .that()
                .resideInAnyPackage(Arrows.packagesIn(folder))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.nio.channels..", "java.sql..", "javax.net..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Socket.class, Files.class, Thread.class)
                .because("sockets, files and threads are an adapter's: what decides must run in the simulator");
    }

    private static ArchRule timeless(String folder) {
        return noClasses()
                .that()
                .resideInAnyPackage(Arrows.packagesIn(folder))
                .and()
                // Chooses a provider for production; Conscrypt, the other choice, brings randomness of its own.
                .doNotHaveFullyQualifiedName("org.mithaq.crypto.SignatureProvider")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callConstructor(SecureRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .because("time and randomness are arguments: the same seed must give the same run");
    }

    private static ArchRule arrow(Arrows module) {
        return noClasses()
                .that()
                .resideInAPackage(Arrows.packages(module.module()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(module.hiddenPackages())
                .because(module.module() + " sees " + module.seen() + " and nothing else of ours (ARCHITECTURE.md)");
    }

    private static void assertOnlyIn(String module, String... packages) {
        assertKept(noClasses()
                .that()
                .resideInAPackage(OURS)
                .and()
                .resideOutsideOfPackage(Arrows.packages(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(module + " chose it, and only " + module + " changes when it goes"));
    }

    /// Modules that are not born yet have no classes, and that is fine.
    private static void assertKept(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
