/** The physical plan tree: its nodes, printer, written form and checks. */
package io.millrace.plan;
