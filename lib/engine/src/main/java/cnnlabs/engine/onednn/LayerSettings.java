package cnnlabs.engine.onednn;

import cnnlabs.engine.UnsupportedNetworkException;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/** The settings that any kind of layer may have, and which of them are known. */
final class LayerSettings {

  private LayerSettings() {}

  /**
   * Refuses what is not known.
   *
   * @throws UnsupportedNetworkException naming the setting
   */
  static void check(Layer layer) {
    if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
      throw new UnsupportedNetworkException("constraints on parameters");
    }
    if (layer.getIDropout() != null) {
      keep(layer.getIDropout());
    }
    if (layer instanceof BaseLayer base) {
      if (base.getWeightNoise() != null) {
        throw new UnsupportedNetworkException("weight noise");
      }
      GradientNormalization normalization = base.getGradientNormalization();
      if (normalization != null && normalization != GradientNormalization.None) {
        throw new UnsupportedNetworkException("gradient normalization " + normalization);
      }
      checkUpdater(base.getIUpdater());
      checkUpdater(base.getBiasUpdater());
      checkRegularization(base.getRegularization());
      checkRegularization(base.getRegularizationBias());
    }
  }

  private static void checkUpdater(@Nullable IUpdater updater) {
    if (updater != null && UpdateRule.of(updater).isEmpty()) {
      throw new UnsupportedNetworkException("optimizer " + updater.getClass().getSimpleName());
    }
  }

  private static void checkRegularization(@Nullable List<Regularization> regularizations) {
    if (regularizations == null) {
      return;
    }
    for (Regularization regularization : regularizations) {
      if (regularization.getClass() != L2Regularization.class || regularizations.size() > 1) {
        throw new UnsupportedNetworkException(
            "regularization " + regularization.getClass().getSimpleName());
      }
    }
  }

  /** The fraction of elements that a dropout keeps. */
  static ISchedule keep(IDropout dropout) {
    if (dropout.getClass() != Dropout.class) {
      throw new UnsupportedNetworkException("dropout " + dropout.getClass().getSimpleName());
    }
    var plain = (Dropout) dropout;
    return plain.getPSchedule() == null ? new FixedSchedule(plain.getP()) : plain.getPSchedule();
  }
}
