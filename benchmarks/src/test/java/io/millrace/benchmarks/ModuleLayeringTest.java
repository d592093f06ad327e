package io.millrace.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows between the modules. */
class ModuleLayeringTest {
    private static final JavaClasses MILLRACE =
            new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests())).importPackages("io.millrace");

    @Test
    void connectorsDoNotKnowEachOther() {
        assertThat(packagesUnder("io.millrace.connectors.")).hasSizeGreaterThan(1);
        slices().matching("io.millrace.connectors.(*)..")
                .should()
                .notDependOnEachOther()
                .check(MILLRACE);
    }

    @Test
    void connectorsKnowTheEngineAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.connectors..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.millrace.sql..", "io.millrace.benchmarks..", "org.apache.calcite..")
                .check(MILLRACE);
    }

    @Test
    void theSqlFrontEndFindsConnectorsByTheirServiceOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.connectors..")
                .check(MILLRACE);
    }

    /** What an application sees of SQL is Millrace's own: Calcite can change under it. */
    @Test
    void theSessionShowsNothingOfCalcite() {
        Set<JavaClass> shown = MILLRACE.stream()
                .filter(type -> type.getPackageName().equals("io.millrace.sql"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(Collectors.toSet());
        assertThat(shown).extracting(JavaClass::getSimpleName).contains("Session");
        Set<String> leaks = new TreeSet<>();
        for (JavaClass type : shown) {
            type.getMembers().stream()
                    .filter(ModuleLayeringTest::isShown)
                    .filter(member -> member.getAllInvolvedRawTypes().stream()
                            .anyMatch(seen -> seen.getPackageName().startsWith("org.apache.calcite")))
                    .forEach(member -> leaks.add(member.getFullName()));
        }
        assertThat(leaks).isEmpty();
    }

    private static boolean isShown(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Set<String> packagesUnder(String prefix) {
        return MILLRACE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }
}
