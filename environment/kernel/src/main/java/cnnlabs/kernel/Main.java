package cnnlabs.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/**
 * Starts the kernel: {@code java -cp cnnlabs-kernel.jar:... cnnlabs.kernel.Main <connection file>}.
 */
public final class Main {
  private Main() {}

  /**
   * Starts the kernel.
   *
   * @param arguments the path of the connection file that Jupyter wrote
   * @throws Exception when the file cannot be read or its ports cannot be opened
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println("usage: java -cp <class path> cnnlabs.kernel.Main <connection file>");
      System.exit(2);
    }
    KernelConnectionProperties properties =
        KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0])));
    KernelConnection connection = new KernelConnection(properties);
    // The interpreter sets this thread's class loader, which the channels' threads are to inherit.
    JavaKernel kernel = new JavaKernel(connection, System.getenv());
    kernel.becomeHandlerForConnection(connection);
    kernel.onStartup();
    KernelExit.withParent(System.getenv());
    connection.connect();
    connection.waitUntilClose();
  }
}
