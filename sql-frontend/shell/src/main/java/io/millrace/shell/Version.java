package io.millrace.shell;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of Millrace, from the build. */
final class Version implements IVersionProvider {
    static String text() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        return "Millrace " + properties.getProperty("version");
    }

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {text() + " (Java " + Runtime.version() + ")"};
    }
}
