package io.millrace.benchmarks;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.DataFrame;
import io.millrace.sql.MemoryStream;
import io.millrace.sql.Row;
import io.millrace.sql.SaveMode;
import io.millrace.sql.Session;
import io.millrace.sql.streaming.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches and streams of the fluent API, written to files. */
class FrameWriterTest {
    private static final String COLUMNS = "zone VARCHAR, fare INTEGER";

    @TempDir
    Path folder;

    private Session session;
    private DataFrame trips;
    private DataFrame others;

    @BeforeEach
    void open() {
        session = Session.create();
        trips = session.createDataFrame(List.of(Row.of("north", 1), Row.of("south", 2), Row.of("north", 3)), COLUMNS);
        others = session.createDataFrame(List.of(Row.of("east", 9)), COLUMNS);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private DataFrame read(Path path, String partitionBy) {
        return session.read()
                .schema(COLUMNS)
                .option("partition-by", partitionBy)
                .csv(path.toString())
                .orderBy("fare");
    }

    private static List<String> folders(Path path) throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aBatchIsPartitioned() throws IOException {
        Path out = folder.resolve("out");
        trips.write().partitionBy("ZONE").csv(out.toString());
        assertThat(folders(out)).containsExactly("zone=north", "zone=south");
        assertThat(read(out, "zone").collectAsList())
                .containsExactly(Row.of("north", 1), Row.of("south", 2), Row.of("north", 3));
        assertThat(read(out, "zone").filter("zone = 'north'").agg(sum("fare")).first())
                .isEqualTo(Row.of(4L));
        assertThatThrownBy(() -> trips.write().partitionBy("zon"))
                .hasMessageContaining("there is no column \"zon\"; did you mean \"zone\"");
        assertThatThrownBy(
                        () -> trips.write().format("noop").partitionBy("zone").save())
                .hasMessageContaining("partition-by");
    }

    @Test
    void aStreamIsPartitionedAcrossRestarts() throws IOException {
        Path out = folder.resolve("out");
        MemoryStream source = session.memoryStream("trips", COLUMNS);
        for (int run = 0; run < 3; run++) {
            source.add("north", run).add("zone " + run, 10 + run);
            source.toDF()
                    .writeStream()
                    .partitionBy("zone")
                    .format("csv")
                    .option("checkpointLocation", folder.resolve("checkpoint").toString())
                    .trigger(Trigger.AvailableNow())
                    .start(out.toString())
                    .awaitTermination();
        }
        assertThat(folders(out)).containsExactly("zone=north", "zone=zone 0", "zone=zone 1", "zone=zone 2");
        assertThat(read(out, "zone").collectAsList())
                .extracting(row -> row.getInt(1))
                .containsExactly(0, 1, 2, 10, 11, 12);
        assertThatThrownBy(() ->
                        others.write().mode("overwrite").partitionBy("zone").csv(out.toString()))
                .hasMessageContaining("is written by query \"checkpoint\"")
                .hasMessageContaining("its rows cannot be replaced");
    }

    @Test
    void modesSayWhatBecomesOfRowsThatAreThere() {
        Path out = folder.resolve("out");
        for (String mode : List.of("errorifexists", "overwrite", "ignore", "append")) {
            trips.write().mode("overwrite").csv(out.toString());
            if (mode.equals("errorifexists")) {
                assertThatThrownBy(() -> others.write().mode(mode).csv(out.toString()))
                        .hasMessage("there are rows already where the frame is to be written, in \"" + out
                                + "\"; choose another place, or mode append or overwrite");
            } else {
                others.write().mode(mode).csv(out.toString());
            }
            List<Integer> expected = switch (mode) {
                case "overwrite" -> List.of(9);
                case "append" -> List.of(1, 2, 3, 9);
                default -> List.of(1, 2, 3);
            };
            assertThat(read(out, "").collectAsList())
                    .extracting(row -> row.getInt(1))
                    .containsExactlyElementsOf(expected);
        }
        trips.write().mode(SaveMode.ErrorIfExists).csv(folder.resolve("new").toString());
        assertThat(read(folder.resolve("new"), "").count()).isEqualTo(3);
        assertThatThrownBy(() -> read(out, "").write().mode("overwrite").csv(out.toString()))
                .hasMessageContaining("the frame reads the rows that it is to replace, in \"" + out + "\"");
        assertThatThrownBy(() -> trips.write().mode("overwrit"))
                .hasMessage("there is no mode \"overwrit\"; did you mean \"overwrite\"; modes: append, overwrite,"
                        + " ignore, errorifexists");
    }

    @Test
    void modesOfTables() {
        trips.write().mode("error").saveAsTable("kept");
        assertThatThrownBy(() -> others.write().mode("errorifexists").saveAsTable("KEPT"))
                .hasMessage("there is a table \"KEPT\" already; choose another name, or mode append or overwrite");
        others.write().mode("ignore").saveAsTable("kept");
        assertThat(session.table("kept").count()).isEqualTo(3);
        others.write().mode("append").saveAsTable("kept");
        assertThat(session.table("kept").count()).isEqualTo(4);
        assertThatThrownBy(() -> others.write().mode("overwrite").insertInto("kept"))
                .hasMessageContaining("connector \"memory\" cannot replace rows");
        String path = folder.resolve("table").toString();
        trips.write().format("csv").option("path", path).partitionBy("zone").saveAsTable("filed");
        others.write().mode("overwrite").insertInto("filed");
        assertThat(session.table("filed").collectAsList()).containsExactly(Row.of("east", 9));
    }
}
