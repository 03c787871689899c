package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;

class AddressTest {

  @Test
  void floatsAreThoseOfTheMemoryAndNoMore() {
    try (var memory = new FloatPointer(1, 2, 3, 4, 5)) {
      FloatBuffer floats = new Address(memory.address() + Float.BYTES).floats(3);
      assertThat(floats.capacity()).isEqualTo(3);
      assertThat(floats.get(2)).isEqualTo(4);
      floats.put(0, 7);
      assertThat(memory.get(1)).isEqualTo(7);
    }
  }
}
