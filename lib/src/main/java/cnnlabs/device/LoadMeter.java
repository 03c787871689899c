package cnnlabs.device;

/** What can be read of a device while it computes. NaN stands for what this system does not say. */
interface LoadMeter {

  /** The busy part of the device since this was last asked for, 0 to 1. */
  double load();

  /** The memory in use now, in bytes. */
  double memoryBytes();
}
