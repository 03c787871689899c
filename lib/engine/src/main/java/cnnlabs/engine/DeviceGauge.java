package cnnlabs.engine;

/** What can be read of a device while it computes. NaN stands for what this system does not say. */
interface DeviceGauge {

  /** The busy part of the device since this was last asked for, 0 to 1. */
  double load();

  /** The memory in use now, in bytes. */
  double memoryBytes();

  /** Of the device that computes in this process. */
  static DeviceGauge of(BackEnd backEnd) {
    return backEnd.kind().equals(BackEnd.CPU) ? new ProcessorGauge() : new CardGauge("nvidia-smi");
  }
}
