package io.millrace.shell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class LayeringTest {
    @Test
    void theShellSeesTheSessionAndNothingBehindIt() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.calcite..", "io.millrace.connectors..", "io.millrace.sql.*..", "org.apache.arrow..")
                .check(new ClassFileImporter().importPackages("io.millrace.shell"));
    }
}
