package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.device.DeviceLoad;
import cnnlabs.device.LoadSample;
import cnnlabs.engine.BackEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadPlotsTest {

  private static final double MEBIBYTE = 1 << 20;

  private static Map<String, DeviceLoad> loads(String kind) {
    var backEnd = new BackEnd(kind, "a back end", "a device");
    Map<String, DeviceLoad> loads = new LinkedHashMap<>();
    loads.put(
        "LeNet-5",
        new DeviceLoad(
            backEnd,
            List.of(new LoadSample(1, 0.5, 300 * MEBIBYTE), new LoadSample(2, 0.4, MEBIBYTE))));
    loads.put(
        "two at once", new DeviceLoad(backEnd, List.of(new LoadSample(1, 0.98, 400 * MEBIBYTE))));
    return loads;
  }

  @Test
  void theTableHasALineForEachThatRan() {
    assertThat(LoadPlots.table("While networks train", loads(BackEnd.CPU)).printAll())
        .contains("While networks train: CPU, a device")
        .containsPattern("LeNet-5 +\\| +2\\.0 +\\| +45 +\\| +50 +\\| +300")
        .containsPattern("two at once +\\| +1\\.0 +\\| +98 +\\| +98 +\\| +400");
  }

  @Test
  void loadIsInPerCentOfTheDevice() {
    assertThat(LoadPlots.load("Load", loads(BackEnd.CPU)).asJavascript("here"))
        .contains("load (% of all cores)")
        .contains("range: [\"0\",\"105.0\"]")
        .contains("\"y\":[50.0,40.0]")
        .contains("\"name\":\"two at once\"");
    assertThat(LoadPlots.load("Load", loads(BackEnd.CUDA)).asJavascript("here"))
        .contains("load (% of the time)");
  }

  @Test
  void memoryIsInMebibytes() {
    assertThat(LoadPlots.memory("Memory", loads(BackEnd.CPU)).asJavascript("here"))
        .contains("memory (MiB)")
        .contains("\"x\":[1.0,2.0],\"y\":[300.0,1.0]");
  }
}
