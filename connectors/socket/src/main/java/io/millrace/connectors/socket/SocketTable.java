package io.millrace.connectors.socket;

import io.millrace.columnar.Schema;
import io.millrace.config.Options;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.SplittableFormat;
import java.time.ZoneId;
import java.util.List;

/**
 * A table whose rows come from a host and port.
 *
 * @param firstConnectMillis how long to try to connect at the start
 * @param bufferBytes how many bytes may wait to be committed
 */
record SocketTable(
        Schema schema,
        String host,
        int port,
        SplittableFormat format,
        Options options,
        ZoneId zone,
        long firstConnectMillis,
        long bufferBytes)
        implements ReadableTable {

    @Override
    public Source source(List<Integer> columns) {
        String origin = host + ":" + port;
        RowBuffer buffer = new RowBuffer(origin, bufferBytes);
        SocketFeed feed = new SocketFeed(
                host, port, format.rowFinder(options), format.hasPreamble(options), firstConnectMillis, buffer);
        return new SocketSource(origin, buffer, feed, () -> format.decoder(schema, columns, options, zone));
    }

    @Override
    public boolean bounded() {
        return false;
    }

    /** What has come in once does not come again. */
    @Override
    public boolean replayable() {
        return false;
    }

    @Override
    public boolean finiteNow() {
        return false;
    }
}
