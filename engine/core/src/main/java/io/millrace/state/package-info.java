/** Keyed state tables and their changes, as operators keep them and checkpoints store them. */
package io.millrace.state;
