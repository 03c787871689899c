package cnnlabs.run;

import cnnlabs.data.ImageShape;
import cnnlabs.model.Architecture;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * The architecture of a run that was opened from the store.
 *
 * @param label what it was called when it was trained
 * @param configuration Deeplearning4j's JSON, whose output layer is named so
 */
public record StoredArchitecture(String label, String configuration) implements Architecture {

  @Override
  public List<Layer> hiddenLayers(ImageShape input) {
    List<NeuralNetConfiguration> layers =
        MultiLayerConfiguration.fromJson(configuration).getConfs();
    return layers.stream()
        .map(NeuralNetConfiguration::getLayer)
        .takeWhile(layer -> !"output".equals(layer.getLayerName()))
        .toList();
  }
}
