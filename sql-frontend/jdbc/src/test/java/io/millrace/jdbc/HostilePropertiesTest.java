package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.calcite.avatica.BuiltInConnectionProperty;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.junit.jupiter.api.Test;

/** No property of the planner's library, of Avatica or of other drivers is reached through a URL: only those of the list. */
class HostilePropertiesTest {
    /** Set when this class is initialised by its name, which no property may do. */
    static boolean loaded;

    /** A class that tells when it is initialised. */
    static final class Canary {
        static {
            loaded = true;
        }

        private Canary() {}
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        Stream.of(CalciteConnectionProperty.values()).forEach(property -> keys.add(property.camelName()));
        Stream.of(BuiltInConnectionProperty.values()).forEach(property -> keys.add(property.camelName()));
        keys.addAll(List.of(
                "INIT",
                "RUNSCRIPT",
                "TRACE_LEVEL_FILE",
                "socketFactory",
                "socketFactoryArg",
                "sslfactory",
                "authenticationPluginClassName",
                "loggerFile",
                "loggerLevel",
                "autoDeserialize",
                "allowLoadLocalInfile",
                "queryInterceptors",
                "statementInterceptors",
                "connectionProperties",
                "driver",
                "className",
                "jndi",
                "java.naming.provider.url",
                "sasl.jaas.config",
                "plugin",
                "classpath",
                "include",
                "model.uri",
                "",
                " ",
                "\0",
                "schema.type",
                "time-zone ",
                "output.mode\n",
                "user.home",
                "..",
                "%74rigger"));
        return keys;
    }

    @Test
    void onlyPropertiesOfTheListAreTaken() {
        assertThat(keys()).hasSizeGreaterThan(80);
        for (String key : keys()) {
            Properties properties = new Properties();
            properties.setProperty(key, HostilePropertiesTest.class.getName() + "$Canary");
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:millrace:", properties))
                    .as("property \"%s\"", key)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("there is no connection property \"" + key + "\"");
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:millrace:;" + key + "=inline:{version: '1.0'}"))
                    .as("URL with \"%s\"", key)
                    .isInstanceOf(SQLException.class);
        }
        assertThat(loaded).isFalse();
    }

    @Test
    void valuesAreNoWayInEither() {
        for (ConnectionProperty property : ConnectionProperty.values()) {
            if (property == ConnectionProperty.USER || property == ConnectionProperty.CHECKPOINT_DIR) {
                continue;
            }
            Properties properties = new Properties();
            properties.setProperty(property.key(), HostilePropertiesTest.class.getName() + "$Canary");
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:millrace:", properties))
                    .as(property.key())
                    .isInstanceOf(SQLException.class);
        }
        assertThat(loaded).isFalse();
    }

    @Test
    void urlsThatAreNotOursOpenNothing() {
        for (String url : List.of(
                "jdbc:millrace:model=inline:{}",
                "jdbc:millrace:calcite:",
                "jdbc:millrace:mem:../../etc/passwd",
                "jdbc:millrace:mem:a b",
                "jdbc:millrace://host:1234/db",
                "jdbc:millrace:http://host/",
                "jdbc:millrace:remote:url=http://host")) {
            assertThatThrownBy(() -> DriverManager.getConnection(url)).as(url).isInstanceOf(SQLException.class);
        }
    }
}
