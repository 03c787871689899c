package cnnlabs.kernel;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
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
    output = new OutputQueue(message -> iopub.sendMessage(message));
    // Stands in for the real channel and is never bound.
    queuedOutput =
        new IOPubChannel(ZMQ.context(1), properties.createHMACGenerator()) {
          @Override
          public void sendMessage(Message<?> message) {
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
   * Answers the requests that wait behind a cell that failed, and refuses to run their cells: 'Run
   * All' stops at an error.
   *
   * <p>Only the shell channel's own thread may call this.
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  void abortWaitingCells() {
    try {
      // Requests that were sent together may not all have come through the socket yet.
      Thread.sleep(ABORT_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
      Message<?> message = shell.readMessage();
      ShellReplyEnvironment env = prepareReplyEnv(shell, message);
      if (message.getHeader().getType() == MessageType.EXECUTE_REQUEST) {
        env.setStatusBusy();
        env.reply(new Message(message, MessageType.EXECUTE_REPLY, Map.of("status", "aborted")));
        env.setStatusIdle();
      } else {
        ShellHandler handler = getHandler(message.getHeader().getType());
        if (handler != null) {
          handler.handle(env, message);
          env.resolveDeferrals();
        }
      }
    }
  }
}
