package cnnlabs.kernel;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.zeromq.ZMQ;

/** The sockets to Jupyter, with an output channel that every thread may write to. */
final class KernelConnection extends JupyterConnection {
  private static final int ABORT_WAIT_MILLIS = 30;

  private final OutputQueue output;
  private final IOPubChannel queuedOutput;

  KernelConnection(KernelConnectionProperties properties)
      throws NoSuchAlgorithmException, InvalidKeyException {
    super(properties);
    // By default ZeroMQ drops what a slow reader has not fetched: the end of a cell must not be
    // lost.
    iopub.setHWM(0);
    output =
        new OutputQueue(
            message -> iopub.sendMessage(message),
            thrown -> KernelExit.afterFailure("The output to Jupyter", thrown));
    // Stands in for the real channel and is never bound.
    queuedOutput =
        new IOPubChannel(ZMQ.context(1), properties.createHMACGenerator()) {
          @Override
          public synchronized void sendMessage(Message<?> message) {
            output.publish(message);
          }
        };
  }

  @Override
  public IOPubChannel getIOPub() {
    return queuedOutput;
  }

  @Override
  public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext context) {
    return new ShellReplyEnvironment(channel, stdin, queuedOutput, context) {};
  }

  OutputQueue output() {
    return output;
  }

  StdinChannel input() {
    return stdin;
  }

  /**
   * Takes the requests that wait to be handled.
   *
   * <p>Only the shell channel's own thread may call this and {@link #abort}.
   */
  List<Message<?>> takeWaiting() {
    try {
      // Requests that were sent together may not all have come through the socket yet.
      Thread.sleep(ABORT_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Message<?>> waiting = new ArrayList<>();
    while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
      waiting.add(shell.readMessage());
    }
    return waiting;
  }

  /** Answers requests, but refuses to run cells: 'Run All' stops at an error. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  void abort(List<Message<?>> requests) {
    for (Message<?> request : requests) {
      ShellReplyEnvironment env = prepareReplyEnv(shell, request);
      ShellHandler handler = getHandler(request.getHeader().getType());
      if (request.getHeader().getType().equals(MessageType.EXECUTE_REQUEST)) {
        env.setStatusBusy();
        env.reply(new Message(request, MessageType.EXECUTE_REPLY, Map.of("status", "aborted")));
        env.setStatusIdle();
      } else if (handler != null) {
        handler.handle(env, request);
        env.resolveDeferrals();
      }
    }
  }
}
