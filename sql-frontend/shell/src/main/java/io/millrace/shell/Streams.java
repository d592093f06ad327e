package io.millrace.shell;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * What a run of the shell reads and writes. Texts are UTF-8.
 *
 * @param out takes results; flushed after each batch
 * @param err takes mistakes and progress
 * @param inIsTerminal whether somebody types what {@code in} gives
 * @param errIsTerminal whether a line on {@code err} can be rewritten
 */
record Streams(InputStream in, PrintStream out, PrintStream err, boolean inIsTerminal, boolean errIsTerminal) {}
