package io.github.reactorboot.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way dependencies point, and what is not used at all. */
class ArchitectureTest {

    private static final String ROOT = "io.github.reactorboot.runtime";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        // Discovery names the one engine that is always there; that engine knows the SPI alone.
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.github.reactorboot.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    @Tag("I5")
    @Tag("fault-F29")
    void theWallClockIsForDisplayOnly() {
        noClasses()
                .that()
                .areNotAssignableTo(LoopSession.class)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    @Tag("O1")
    void anEngineSeesTheSpiOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".engine.nio")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".engine",
                        ROOT + ".engine.nio",
                        "java..",
                        "org.slf4j",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    @Tag("O1")
    void theSpiSeesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".engine")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".engine", "java..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"framing", "timer"})
    void framingAndTimersStandAlone(String name) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "." + name, "java..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void onlyDiscoveryNamesAnEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".engine.nio")
                .and()
                .doNotHaveSimpleName("EngineDiscovery")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".engine.nio")
                .check(CLASSES);
    }

    @Test
    void thereIsNoSpring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CLASSES);
    }

    @Test
    @Tag("fault-F53")
    void nothingIsDeserialized() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAClassDoes() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
                .orShould()
                .haveNameMatching(".*\\.(Abstract|Base)[A-Z].*")
                .check(CLASSES);
    }

    @Test
    @Tag("M2")
    void nothingIsPrinted() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }
}
