package io.millrace.operator;

import io.millrace.state.GroupStore;

/**
 * Groups of some panes of a window, one after the other, which are made into one.
 *
 * @param end number of the pane behind the last one
 */
record WindowPart(long end, GroupStore groups) {}
