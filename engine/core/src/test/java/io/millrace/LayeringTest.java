package io.millrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between the engine's packages: a package knows those above it in the list, and none below. */
class LayeringTest {
    private static final List<String> LAYERS = List.of(
            "error",
            "config",
            "time",
            "columnar",
            "expr",
            "aggregate",
            "process",
            "storage",
            "state",
            "checkpoint",
            "connector",
            "plan",
            "operator",
            "runtime",
            "testing");

    private static final JavaClasses ENGINE = new ClassFileImporter(
                    List.of(new ImportOption.DoNotIncludeTests(), new ImportOption.DoNotIncludeJars()))
            .importPackages("io.millrace");

    @Test
    void everyClassIsInOneOfThePackages() {
        assertThat(ENGINE).isNotEmpty();
        classes()
                .should()
                .resideInAnyPackage(LAYERS.stream().map(LayeringTest::packageOf).toArray(String[]::new))
                .check(ENGINE);
    }

    @Test
    void packagesKnowNoneBelowThem() {
        for (int i = 0; i < LAYERS.size(); i++) {
            String[] below =
                    LAYERS.stream().skip(i + 1).map(LayeringTest::packageOf).toArray(String[]::new);
            if (below.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(packageOf(LAYERS.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(below)
                        .allowEmptyShould(true)
                        .check(ENGINE);
            }
        }
    }

    @Test
    void theEngineKnowsNoOutsideSystem() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        new DescribedPredicate<>("belong to SQL, to a connector, or to a library of theirs") {
                            @Override
                            public boolean test(JavaClass target) {
                                String name = target.getPackageName();
                                return (name.startsWith("io.millrace.") && !inTheEngine(name))
                                        || name.startsWith("org.apache.calcite")
                                        || name.startsWith("org.apache.kafka")
                                        || name.startsWith("org.apache.hadoop")
                                        || name.startsWith("org.junit");
                            }
                        })
                .check(ENGINE);
    }

    private static boolean inTheEngine(String packageName) {
        return LAYERS.stream()
                .map(layer -> "io.millrace." + layer)
                .anyMatch(layer -> packageName.equals(layer) || packageName.startsWith(layer + "."));
    }

    private static String packageOf(String layer) {
        return "io.millrace." + layer + "..";
    }
}
