package io.millrace.aggregate;

/** What is worked out from pairs (y, x): from their number, means, and sums of squared and multiplied distances. */
enum PairStatistic {
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_COUNT,
    REGR_AVGY,
    REGR_AVGX,
    REGR_SYY,
    REGR_SXX,
    REGR_SXY,
    REGR_SLOPE,
    REGR_INTERCEPT,
    REGR_R2;

    /** The result, where {@link #isNull} is false. */
    double of(long count, double meanY, double meanX, double yy, double xx, double xy) {
        return switch (this) {
            case COVAR_POP -> xy / count;
            case COVAR_SAMP -> xy / (count - 1);
            case CORR -> Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
            case REGR_COUNT -> count;
            case REGR_AVGY -> meanY;
            case REGR_AVGX -> meanX;
            case REGR_SYY -> yy;
            case REGR_SXX -> xx;
            case REGR_SXY -> xy;
            case REGR_SLOPE -> xy / xx;
            case REGR_INTERCEPT -> meanY - xy / xx * meanX;
            case REGR_R2 -> yy == 0 ? 1 : xy / xx * (xy / yy);
        };
    }

    /** Whether the result is NULL: over too few pairs, or where all of a side are equal. */
    boolean isNull(long count, double yy, double xx) {
        return switch (this) {
            case REGR_COUNT -> false;
            case COVAR_SAMP -> count < 2;
            case CORR -> count == 0 || xx == 0 || yy == 0;
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> count == 0 || xx == 0;
            default -> count == 0;
        };
    }
}
