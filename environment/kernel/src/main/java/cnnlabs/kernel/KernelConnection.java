package cnnlabs.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The sockets to Jupyter, with an output channel that every thread may write to. */
final class KernelConnection extends JupyterConnection {
  private static final int ABORT_WAIT_MILLIS = 30;

  private static final Gson GSON = new Gson();

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
  public void connect() {
    super.connect();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread instanceof Loop channel) {
        channel.onError(KernelConnection::ignore);
      }
    }
  }

  @Override
  public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext context) {
    return new ShellReplyEnvironment(channel, stdin, queuedOutput, context) {
      @Override
      public void reply(Message<?> message) {
        super.reply(withStatus(context, message));
      }
    };
  }

  /** The protocol has a status in every reply, and jjava-jupyter leaves it out of some. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Message<?> withStatus(MessageContext context, Message<?> reply) {
    JsonObject content = GSON.toJsonTree(reply.getContent()).getAsJsonObject();
    if (content.has("status")) {
      return reply;
    }
    content.addProperty("status", "ok");
    return new Message(context, reply.getHeader().getType(), content);
  }

  /** A reply to the request to run a cell, with fields that jjava-jupyter's has not. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Message<?> executeReply(MessageContext request, Map<String, ?> content) {
    return new Message(request, MessageType.EXECUTE_REPLY, content);
  }

  /** Reads a message that has come; null when it cannot be read. */
  static @Nullable Message<?> read(JupyterSocket socket) {
    try {
      return socket.readMessage();
    } catch (RuntimeException e) {
      ignore(e);
      return null;
    }
  }

  /**
   * Passes over a message that cannot be handled: one with a wrong signature or without a field
   * that it needs, one whose code nests too deeply to be parsed. It must not end the kernel.
   *
   * @return how many milliseconds to wait before the next message
   */
  private static long ignore(Throwable thrown) {
    if (thrown instanceof ZMQException broken) {
      throw broken;
    }
    if (thrown instanceof Error error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    CellStreams.PROCESS_ERR.println("A message from Jupyter was ignored: " + thrown);
    return 0;
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
      Message<?> message = read(shell);
      if (message != null) {
        waiting.add(message);
      }
    }
    return waiting;
  }

  /** Answers requests, but refuses to run cells: 'Run All' stops at an error. */
  void abort(List<Message<?>> requests) {
    for (Message<?> request : requests) {
      try {
        abort(request);
      } catch (RuntimeException | StackOverflowError e) {
        ignore(e); // The others still wait for their answers.
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void abort(Message<?> request) {
    ShellReplyEnvironment env = prepareReplyEnv(shell, request);
    ShellHandler handler = getHandler(request.getHeader().getType());
    if (request.getHeader().getType().equals(MessageType.EXECUTE_REQUEST)) {
      env.setStatusBusy();
      env.reply(executeReply(request, Map.of("status", "aborted")));
      env.setStatusIdle();
    } else if (handler != null) {
      handler.handle(env, request);
      env.resolveDeferrals();
    }
  }
}
