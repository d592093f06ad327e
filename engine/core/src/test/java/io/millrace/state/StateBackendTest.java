package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A backend that is not on the class path is named, with what to do. */
class StateBackendTest {
    @Test
    void theOneThatMillraceHasIsNamedWithItsArtifact() {
        assertThatThrownBy(() -> StateBackend.named("rocksdb"))
                .hasMessage(
                        "'state.backend' is \"rocksdb\", and the class path has \"memory\", \"heap\"; add the artifact"
                                + " io.millrace:millrace-state-rocksdb to it");
    }

    @Test
    void anyOtherIsAnsweredWithThoseThatAreThere() {
        assertThatThrownBy(() -> StateBackend.named("cloud"))
                .hasMessage(
                        "'state.backend' is \"cloud\", and the class path has \"memory\", \"heap\"; take one of these");
    }
}
