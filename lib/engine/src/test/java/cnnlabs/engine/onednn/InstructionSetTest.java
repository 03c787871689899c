package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionSetTest {

  @ParameterizedTest
  @CsvSource({
    "1, SSE4.1",
    "3, AVX",
    "7, AVX2",
    "1031, AVX2",
    "39, AVX-512",
    "231, AVX-512",
    "0, ''"
  })
  void namesTheInstructionSetByItsBits(int bits, String name) {
    assertThat(InstructionSet.name(bits)).isEqualTo(name);
  }
}
