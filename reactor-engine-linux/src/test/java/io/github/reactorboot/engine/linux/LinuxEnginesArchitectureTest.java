package io.github.reactorboot.engine.linux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LinuxEnginesArchitectureTest {

    private static final String ROOT = "io.github.reactorboot.engine.linux";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theLinkerIsInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".libc")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(CLASSES);
    }

    @Test
    @Tag("O1")
    void enginesSeeTheSpiOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "io.github.reactorboot.runtime.engine",
                        "java..",
                        "org.slf4j",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void theLibrarySeesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".libc")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".libc", "java..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void enginesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".epoll")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".uring")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".uring")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".epoll")
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
