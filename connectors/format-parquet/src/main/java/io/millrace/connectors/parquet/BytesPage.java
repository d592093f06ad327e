package io.millrace.connectors.parquet;

/** The values of one page that are byte strings; NULLs have none. The page must reach 16 bytes beyond {@code to}. */
sealed interface BytesPage {
    /** More lengths than that do not fit a byte, however alike they are. */
    long VALUES_PER_BYTE_MAX = 1024;

    void start(byte[] page, int from, int to);

    void read(ByteValues out, int count);

    void skip(int count);

    /** A decoder, or null when values of this type are not written that way. */
    static BytesPage of(Leaf leaf, Encoding encoding) {
        if (leaf.physical() == Physical.FIXED_LEN_BYTE_ARRAY) {
            return switch (encoding) {
                case PLAIN -> new Fixed(leaf.length());
                case BYTE_STREAM_SPLIT -> new Split(leaf.length());
                case DELTA_BYTE_ARRAY -> new Delta();
                default -> null;
            };
        }
        return switch (encoding) {
            case PLAIN -> new Plain();
            case DELTA_LENGTH_BYTE_ARRAY -> new Lengths();
            case DELTA_BYTE_ARRAY -> new Delta();
            default -> null;
        };
    }

    private static DamagedException breaksOff() {
        return new DamagedException("the values of a page break off");
    }

    /** Each value behind its length. */
    final class Plain implements BytesPage {
        private byte[] page;
        private int position;
        private int end;

        @Override
        public void start(byte[] newPage, int from, int to) {
            page = newPage;
            position = from;
            end = to;
        }

        @Override
        public void read(ByteValues out, int count) {
            out.reserve(end - position);
            for (int i = 0; i < count; i++) {
                int length = length();
                out.append(page, position, length);
                position += length;
            }
        }

        @Override
        public void skip(int count) {
            for (int i = 0; i < count; i++) {
                int length = length();
                position += length;
            }
        }

        /** Goes over a length; the value stands behind it. */
        private int length() {
            int rest = end - position - 4;
            int length = rest < 0 ? -1 : LittleEndian.intAt(page, position);
            if (length < 0 || length > rest) {
                throw breaksOff();
            }
            position += 4;
            return length;
        }
    }

    /** Values of one length. */
    final class Fixed implements BytesPage {
        private final int length;
        private byte[] page;
        private int position;
        private int end;

        Fixed(int length) {
            this.length = length;
        }

        @Override
        public void start(byte[] newPage, int from, int to) {
            page = newPage;
            position = from;
            end = to;
        }

        @Override
        public void read(ByteValues out, int count) {
            int at = position;
            skip(count);
            out.reserve(position - at);
            for (int i = 0; i < count; i++) {
                out.append(page, at + i * length, length);
            }
        }

        @Override
        public void skip(int count) {
            if ((long) count * length > end - position) {
                throw breaksOff();
            }
            position += count * length;
        }
    }

    /** The first byte of all values, then the second of all, and so on. */
    final class Split implements BytesPage {
        private final int length;
        private byte[] page;
        private int from;
        private int values;
        private int position;

        Split(int length) {
            this.length = length;
        }

        @Override
        public void start(byte[] newPage, int newFrom, int to) {
            page = newPage;
            from = newFrom;
            values = length == 0 ? 0 : (to - newFrom) / length;
            position = 0;
        }

        @Override
        public void read(ByteValues out, int count) {
            int at = position;
            skip(count);
            out.reserve(count * length);
            byte[] value = new byte[length + ChunkPages.SLACK_BYTES];
            for (int i = 0; i < count; i++) {
                for (int b = 0; b < length; b++) {
                    value[b] = page[from + b * values + at + i];
                }
                out.append(value, 0, length);
            }
        }

        @Override
        public void skip(int count) {
            if (count > values - position) {
                throw breaksOff();
            }
            position += count;
        }
    }

    /** All lengths, as differences, then all bytes. */
    final class Lengths implements BytesPage {
        private final DeltaRuns runs = new DeltaRuns();
        private long[] lengths = new long[0];
        private byte[] page;
        private int next;
        private int count;
        private int position;
        private int end;

        @Override
        public void start(byte[] newPage, int from, int to) {
            page = newPage;
            runs.start(newPage, from, to);
            count = runs.left();
            if (count > VALUES_PER_BYTE_MAX * (to - from)) {
                throw breaksOff();
            }
            lengths = lengths.length < count ? new long[count] : lengths;
            runs.read(lengths, 0, count);
            next = 0;
            position = runs.behind();
            end = to;
        }

        @Override
        public void read(ByteValues out, int wanted) {
            out.reserve(end - position);
            for (int i = 0; i < wanted; i++) {
                int length = length();
                out.append(page, position, length);
                position += length;
            }
        }

        @Override
        public void skip(int wanted) {
            for (int i = 0; i < wanted; i++) {
                position += length();
            }
        }

        int left() {
            return count - next;
        }

        private int length() {
            if (next >= count || lengths[next] < 0 || lengths[next] > end - position) {
                throw breaksOff();
            }
            return (int) lengths[next++];
        }
    }

    /** How many bytes each value shares with the one before, as differences, then the rest of each as {@link Lengths}. */
    final class Delta implements BytesPage {
        private ByteValues all;
        private int next;

        @Override
        public void start(byte[] page, int from, int to) {
            DeltaRuns runs = new DeltaRuns();
            runs.start(page, from, to);
            int count = runs.left();
            if (count > VALUES_PER_BYTE_MAX * (to - from)) {
                throw breaksOff();
            }
            long[] shared = new long[count];
            runs.read(shared, 0, count);
            Lengths rests = new Lengths();
            rests.start(page, runs.behind(), to);
            if (rests.left() != count) {
                throw breaksOff();
            }
            all = new ByteValues(count, to - from);
            next = 0;
            for (int i = 0; i < count; i++) {
                int before = i == 0 ? 0 : all.offsets[i] - all.offsets[i - 1];
                if (shared[i] < 0 || shared[i] > before) {
                    throw breaksOff();
                }
                append(page, (int) shared[i], rests);
            }
            all.reserve(0);
        }

        private void append(byte[] page, int shared, Lengths rests) {
            int rest = rests.length();
            int start = all.bytes();
            all.reserve(Math.addExact(shared, rest));
            if (shared > 0) {
                System.arraycopy(all.data, all.offsets[all.count - 1], all.data, start, shared);
            }
            System.arraycopy(page, rests.position, all.data, start + shared, rest);
            rests.position += rest;
            all.offsets[++all.count] = start + shared + rest;
        }

        @Override
        public void read(ByteValues out, int count) {
            int from = next;
            skip(count);
            out.reserve(all.offsets[next] - all.offsets[from]);
            for (int i = from; i < next; i++) {
                out.append(all.data, all.offsets[i], all.offsets[i + 1] - all.offsets[i]);
            }
        }

        @Override
        public void skip(int count) {
            if (count > all.count - next) {
                throw breaksOff();
            }
            next += count;
        }
    }
}
