package io.millrace.connectors.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.connector.TableWatermark;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.testing.SourceContract;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NexmarkTableTest {
    private static final long FIRST = 1436918400000000L; // 2015-07-15 00:00:00

    @ParameterizedTest
    @ValueSource(strings = {"bid", "auction", "person"})
    void keepsTheContractOfSources(String table) {
        SourceContract.over(() -> table(Map.of("table", table, "rows", "66000")))
                .check();
    }

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(TableFactory.class))
                .anySatisfy(factory -> assertThat(factory.connector()).isEqualTo("nexmark"));
    }

    @Test
    void bringsItsOwnColumnsAndWatermark() {
        ReadableTable bid = table(Map.of("table", "bid"));
        assertThat(bid.schema().names())
                .containsExactly("auction", "bidder", "price", "channel", "url", "date_time", "extra");
        assertThat(bid.watermark()).contains(new TableWatermark("date_time", 4_000_000));
        assertThat(bid.bounded()).isFalse();
        assertThat(bid.finiteNow()).isFalse();
        assertThat(bid.replayable()).isTrue();
        assertThat(table(Map.of("table", "bid", "rows", "1")).bounded()).isTrue();
    }

    @Test
    void declaredColumnsMayBeASubsetInAnyOrderAndCase() {
        ReadableTable bid = table(
                Schema.of(Field.of("Price", DataType.BIGINT), Field.of("AUCTION", DataType.BIGINT)),
                Map.of("table", "bid", "rows", "10"));
        assertThat(bid.watermark()).isEmpty();
        List<List<Object>> whole = rows(table(Map.of("table", "bid", "rows", "10")));
        assertThat(rows(bid))
                .isEqualTo(whole.stream()
                        .map(row -> List.of(row.get(2), row.get(0)))
                        .toList());
    }

    @Test
    void bidsFollowThePublishedDistributions() {
        int count = 46_000;
        int hotAuction = 0;
        int hotBidder = 0;
        int hotChannel = 0;
        int cheap = 0;
        Set<Object> channels = new HashSet<>();
        List<List<Object>> rows = rows(table(Map.of("table", "bid", "rows", "" + count)));
        for (int i = 0; i < count; i++) {
            List<Object> row = rows.get(i);
            long epoch = i / 46;
            long lastAuction = epoch * 3 + 2;
            long auction = (long) row.get(0) - 1000;
            assertThat(auction).isBetween(Math.max(lastAuction / 100 * 100 - 100, 0), lastAuction + 10);
            hotAuction += auction == lastAuction / 100 * 100 ? 1 : 0;
            hotBidder += (long) row.get(1) - 1000 == epoch / 100 * 100 + 1 ? 1 : 0;
            assertThat((long) row.get(2)).isBetween(100L, 100_000_000L);
            cheap += (long) row.get(2) < 100_000 ? 1 : 0;
            hotChannel += ((String) row.get(3)).startsWith("channel-") ? 0 : 1;
            channels.add(row.get(3));
            assertThat((String) row.get(4)).startsWith("https://www.nexmark.com/");
            assertThat(row.get(5)).isEqualTo(FIRST + (epoch * 50 + 4 + i % 46) / 10 * 1000);
            assertThat(((String) row.get(6)).length()).isBetween(54, 81);
        }
        assertThat(hotAuction / (double) count).isBetween(0.49, 0.52);
        assertThat(hotBidder / (double) count).isBetween(0.74, 0.76);
        assertThat(hotChannel / (double) count).isBetween(0.49, 0.51);
        assertThat(cheap / (double) count).isBetween(0.49, 0.51);
        assertThat(channels).hasSizeBetween(8_500, 10_004);
    }

    @Test
    void theThreeTablesOfOneSeedBelongTogether() {
        Map<Object, List<Object>> auctions = new HashMap<>();
        rows(table(Map.of("table", "auction", "rows", "3000"))).forEach(row -> auctions.put(row.get(0), row));
        Map<Object, List<Object>> persons = new HashMap<>();
        rows(table(Map.of("table", "person", "rows", "1000"))).forEach(row -> persons.put(row.get(0), row));
        List<List<Object>> bids = rows(table(Map.of("table", "bid", "rows", "46000")));

        assertThat(auctions).hasSize(3000).containsKey(1000L).containsKey(3999L);
        assertThat(persons).hasSize(1000).containsKey(1000L).containsKey(1999L);
        assertThat(bids.stream().filter(bid -> auctions.containsKey(bid.get(0))).count())
                .isGreaterThan(45_900);
        assertThat(bids.stream().filter(bid -> persons.containsKey(bid.get(1))).count())
                .isGreaterThan(45_900);
        auctions.values().forEach(auction -> {
            assertThat((long) auction.get(4)).isGreaterThan((long) auction.get(3));
            assertThat((long) auction.get(6)).isGreaterThan((long) auction.get(5));
            assertThat((long) auction.get(8)).isBetween(10L, 14L);
        });
        persons.values().forEach(person -> {
            assertThat((String) person.get(2)).matches("[a-z ]+@[a-z ]+\\.com");
            assertThat((String) person.get(3)).matches("\\d{4} \\d{4} \\d{4} \\d{4}");
        });
    }

    @Test
    void firstRowsStayAsTheyAre() {
        // Golden: a change here changes the result of everybody's queries.
        assertThat(rows(table(Map.of("table", "bid", "rows", "2"))).toString())
                .isEqualTo("[[1000, 1001, 670774, channel-8889, https://www.nexmark.com/pael/zwvn/xpv/item.htm?query=1"
                        + "&channel_id=1656487936, 1436918400000000,"
                        + " hjvojlujxdkkbwwwgecrqoetoaxdnxqrdmgvsvdcqpruduohfavxcybtrmsdjhpvmexprfptvgk],"
                        + " [1009, 1002, 117, Google, https://www.nexmark.com/vtca/tcbc/zlyl/item.htm?query=1,"
                        + " 1436918400000000, slnnxelkpxboyekkzzkvpfcwugvuuszyoepencyykmndlfbjgybotychuuxxbquh]]");
        assertThat(rows(table(Map.of("table", "auction", "rows", "1"))).get(0).subList(0, 9))
                .containsExactly(
                        1000L,
                        "d s cpppo hyzbpmz",
                        "fvmyvslj qrpxkywnsmpkz",
                        20814L,
                        17456890L,
                        FIRST,
                        FIRST + 149_000,
                        1000L,
                        13L);
        assertThat(rows(table(Map.of("table", "person", "rows", "1"))).get(0).subList(0, 7))
                .containsExactly(1000L, "Luke White", "zrn@yc.com", "9449 5281 3679 3211", "Boise", "WY", FIRST);
    }

    @Test
    void anotherSeedGivesOtherRowsAtTheSameTimes() {
        List<List<Object>> one = rows(table(Map.of("table", "bid", "rows", "1000")));
        List<List<Object>> other = rows(table(Map.of("table", "bid", "rows", "1000", "seed", "1")));
        assertThat(other).isNotEqualTo(one);
        assertThat(other.stream().map(row -> row.get(5)))
                .containsExactlyElementsOf(one.stream().map(row -> row.get(5)).toList());
    }

    @Test
    void firstEventTimeMovesAllTimes() {
        List<List<Object>> rows =
                rows(table(Map.of("table", "bid", "rows", "1", "first-event-time", "1969-12-31 23:59:59.5")));
        assertThat(rows.get(0).get(5)).isEqualTo(-500_000L);
    }

    @Test
    void endlessTableGivesWhatTheLimitAllows() {
        try (Source source = table(Map.of("table", "bid")).source(List.of(0))) {
            Offset next = source.limit(source.initial(), source.latest(), new ReadLimit(500_000, Long.MAX_VALUE));
            assertThat(next.json()).isEqualTo("{\"row\":500000}");
            assertThat(source.plan(source.initial(), next)).hasSize(8);
            assertThat(source.exhausted(next)).isFalse();
        }
    }

    @Test
    void pacedTableCountsFromWhereItResumes() {
        long[] now = {0};
        ReadableTable table = table(Map.of("table", "bid"));
        Pace pace = new Pace(1000, () -> now[0]);
        RowMaker maker = new RowMaker(table.schema(), List.of(), 8);
        try (Source source = new NexmarkSource(maker, 6000, pace)) {
            Offset resumed = new Offset("{\"row\":5000}");
            assertThat(source.limit(resumed, source.latest(), ReadLimit.NONE)).isEqualTo(resumed);
            now[0] = 500_000_000L;
            assertThat(source.latest().json()).isEqualTo("{\"row\":5500}");
            assertThat(source.limit(resumed, source.latest(), ReadLimit.NONE).json())
                    .isEqualTo("{\"row\":5500}");
            now[0] = 5_000_000_000L;
            assertThat(source.latest().json()).isEqualTo("{\"row\":6000}");
            assertThat(source.exhausted(source.latest())).isTrue();
        }
    }

    @Test
    void mistakesAreNamed() {
        fails(Map.of(), ErrorCode.INVALID_OPTION, "needs option \"table\"");
        fails(Map.of("table", "bids"), ErrorCode.INVALID_OPTION, "\"bids\"; expected one of bid, auction, person");
        fails(Map.of("table", "bid", "row", "5"), ErrorCode.UNKNOWN_OPTION, "did you mean \"rows\"");
        fails(Map.of("table", "bid", "rows", "-5"), ErrorCode.INVALID_OPTION, "a whole number from 0");
        fails(Map.of("table", "bid", "first-event-time", "now"), ErrorCode.INVALID_OPTION, "\"now\"");
        Schema misspelt = Schema.of(Field.of("prise", DataType.BIGINT));
        assertThatThrownBy(() -> table(misspelt, Map.of("table", "bid")))
                .hasMessageContaining("no column \"prise\"; did you mean \"price\"; it has auction, bidder");
        Schema mistyped = Schema.of(Field.of("price", DataType.VARCHAR));
        assertThatThrownBy(() -> table(mistyped, Map.of("table", "bid")))
                .hasMessage("column \"price\" of table \"t\" is declared VARCHAR; Nexmark gives BIGINT");
        try (Source source = table(Map.of("table", "bid")).source(List.of(0))) {
            assertThatThrownBy(() -> source.exhausted(new Offset("7"))).hasMessageContaining("the position 7");
        }
    }

    private static void fails(Map<String, String> options, ErrorCode code, String message) {
        assertThatThrownBy(() -> table(options))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static ReadableTable table(Map<String, String> options) {
        return table(Schema.of(), options);
    }

    private static ReadableTable table(Schema columns, Map<String, String> options) {
        return (ReadableTable) new NexmarkTableFactory().create(new TableDefinition("t", columns, options), null);
    }

    private static List<List<Object>> rows(ReadableTable table) {
        List<Integer> all = IntStream.range(0, table.schema().size()).boxed().toList();
        try (Source source = table.source(all)) {
            return SourceContract.read(source, source.initial(), source.latest());
        }
    }
}
