/** The file system as checkpoints and file sinks see it: create, force, put-if-absent, list. */
package io.millrace.storage;
