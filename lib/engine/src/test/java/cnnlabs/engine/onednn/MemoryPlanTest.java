package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

  @Property(tries = 300)
  void whatIsNeededAtOnceHasItsOwnPlace(@ForAll int seed) {
    var random = new Random(seed);
    List<Storage> storages = new ArrayList<>();
    for (int i = random.nextInt(40); i >= 0; i--) {
      var storage = new Storage(1 + random.nextInt(1000));
      storage.usedBy(random.nextInt(30));
      storage.usedBy(random.nextInt(30));
      storages.add(storage);
    }
    long total = MemoryPlan.place(storages);
    for (Storage one : storages) {
      assertThat(one.offset() % MemoryPlan.ALIGNMENT).isZero();
      assertThat(one.offset() + one.bytes()).isLessThanOrEqualTo(total);
      for (Storage other : storages) {
        if (one != other && one.overlaps(other)) {
          boolean apart =
              one.offset() + one.bytes() <= other.offset()
                  || other.offset() + other.bytes() <= one.offset();
          assertThat(apart).isTrue();
        }
      }
    }
  }

  @Test
  void oneAfterTheOtherShareTheirPlace() {
    var first = new Storage(640);
    first.usedBy(0);
    first.usedBy(1);
    var second = new Storage(640);
    second.usedBy(2);
    second.usedBy(3);
    assertThat(MemoryPlan.place(List.of(first, second))).isEqualTo(640);
  }

  @Test
  void aResultThatIsKeptIsNotOverwritten() {
    var result = new Storage(640);
    result.usedBy(0);
    result.keep();
    var later = new Storage(640);
    later.usedBy(5);
    assertThat(MemoryPlan.place(List.of(result, later))).isEqualTo(1280);
  }
}
