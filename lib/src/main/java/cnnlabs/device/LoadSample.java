package cnnlabs.device;

/**
 * How busy the device was during a stretch of time. NaN stands for what the system does not say.
 *
 * @param seconds from the start to the stretch's end
 * @param load the busy part of the device, 0 to 1: on a processor, of all its cores, by this
 *     process; on a graphics card, of the time, by whatever process
 * @param memoryBytes in use at its end: on a processor, this process's physical memory; on a
 *     graphics card, the card's
 */
public record LoadSample(double seconds, double load, double memoryBytes) {}
