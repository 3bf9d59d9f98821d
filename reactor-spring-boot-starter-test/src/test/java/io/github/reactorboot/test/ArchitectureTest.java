package io.github.reactorboot.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom, in what is published for tests. */
class ArchitectureTest {

    private static final String ROOT = "io.github.reactorboot.test";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(
                            ROOT + ".clock", ROOT + ".memory", ROOT + ".stepped", ROOT + ".spring");

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void plainJavaNeedsNoSpring() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".spring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", ROOT + ".spring")
                .check(CLASSES);
    }

    /** An engine as others are: what the runtime does with it is what it does in production. */
    @Test
    void theNetworkSeesTheSpiOfEngines() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".memory")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".memory",
                        ROOT + ".clock",
                        "io.github.reactorboot.runtime",
                        "io.github.reactorboot.runtime.engine",
                        "java..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }
}
