package io.millrace.sql.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillraceTypeSystemTest {
    private static final MillraceTypeFactory FACTORY = MillraceTypeFactory.INSTANCE;

    @ParameterizedTest
    @CsvSource({
        "TINYINT, BIGINT, DOUBLE",
        "INTEGER, BIGINT, DOUBLE",
        "BIGINT, BIGINT, DOUBLE",
        "REAL, DOUBLE, DOUBLE",
        "DOUBLE, DOUBLE, DOUBLE"
    })
    void sumsAndAverages(SqlTypeName argument, String sum, String average) {
        RelDataType type = FACTORY.createTypeWithNullability(FACTORY.createSqlType(argument), true);

        assertThat(MillraceTypeSystem.INSTANCE.deriveSumType(FACTORY, type)).hasToString(sum);
        assertThat(MillraceTypeSystem.INSTANCE.deriveAvgAggType(FACTORY, type)).hasToString(average);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 2, 'DECIMAL(38, 2)', 'DECIMAL(14, 6)'",
        "38, 10, 'DECIMAL(38, 10)', 'DECIMAL(38, 14)'",
        "38, 37, 'DECIMAL(38, 37)', 'DECIMAL(38, 38)'"
    })
    void sumsAndAveragesOfDecimals(int precision, int scale, String sum, String average) {
        RelDataType type = FACTORY.createSqlType(SqlTypeName.DECIMAL, precision, scale);

        assertThat(MillraceTypeSystem.INSTANCE.deriveSumType(FACTORY, type)).hasToString(sum);
        assertThat(MillraceTypeSystem.INSTANCE.deriveAvgAggType(FACTORY, type)).hasToString(average);
    }

    @ParameterizedTest
    @CsvSource({"TIMESTAMP, 6", "TIME, 6", "TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6", "VARCHAR, -1"})
    void precisionWhenNoneIsWritten(SqlTypeName type, int precision) {
        assertThat(FACTORY.createSqlType(type).getPrecision()).isEqualTo(precision);
    }
}
