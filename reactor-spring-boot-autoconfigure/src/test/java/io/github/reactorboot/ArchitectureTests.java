package io.github.reactorboot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArchitectureTests {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.github.reactorboot");

    @Test
    void enginesAreFoundByTheRuntimeAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.reactorboot.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.reactorboot.runtime.engine.nio..")
                .check(CLASSES);
    }

    @Test
    void theRuntimeKnowsNothingOfSpring() {
        noClasses()
                .that()
                .resideInAPackage("io.github.reactorboot.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "io.github.reactorboot.autoconfigure..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.reactorboot.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES.that(resideOutsideOfPackage("io.github.reactorboot.runtime..")));
    }

    @Test
    void nothingIsDeserialized() {
        noClasses()
                .that()
                .resideInAPackage("io.github.reactorboot..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void handlersAreNotCalledByReflection() {
        noClasses()
                .that()
                .resideInAPackage("io.github.reactorboot..")
                .should()
                .callMethod(Method.class, "invoke", Object.class, Object[].class)
                .check(CLASSES);
    }

    @Test
    void whatIsForTestsIsUsedByNobodyElse() {
        classes()
                .that()
                .resideInAPackage("io.github.reactorboot.test..")
                .should()
                .onlyBeAccessed()
                .byClassesThat()
                .resideInAPackage("io.github.reactorboot.test..")
                .check(CLASSES);
    }
}
