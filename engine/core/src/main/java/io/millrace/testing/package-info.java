/** Harnesses for tests of connectors and operators, plain Java: they report by AssertionError and need no test library. */
package io.millrace.testing;
