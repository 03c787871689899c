package cnnlabs.kernel;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * {@code System.in}: asks the front end for a line.
 *
 * <p>The thread that reads only leaves its question here and waits; the shell channel's thread,
 * which waits for the cell anyway, sends the question and fetches the answer in {@link #serve()}.
 * So an interrupt never meets a thread inside the socket.
 */
final class CellInput extends InputStream {
  private final StdinChannel channel;
  private @Nullable Cell cell;
  private boolean wanted;
  private boolean asked;
  private byte[] line = {};
  private int position;

  CellInput(StdinChannel channel) {
    this.channel = channel;
  }

  /** Answers the questions of a cell from now on. */
  synchronized void begin(Cell current) {
    cell = current;
    line = new byte[0];
    position = 0;
    wanted = false;
    asked = false;
  }

  /** Ends the input of the cell: a read that still waits sees the end of the stream. */
  synchronized void end() {
    cell = null;
    notifyAll();
  }

  /** Sends a waiting question, or fetches its answer if that has come; never blocks. */
  synchronized void serve() {
    if (!wanted || cell == null) {
      return;
    }
    if (!asked) {
      discardLateAnswers();
      channel.sendMessage(
          new Message<>(cell.request(), InputRequest.MESSAGE_TYPE, new InputRequest("", false)));
      asked = true;
    } else if (answerIsThere()) {
      Message<?> message = KernelConnection.read(channel);
      if (message != null && message.getContent() instanceof InputReply reply) {
        line = (reply.getValue() + "\n").getBytes(StandardCharsets.UTF_8);
        position = 0;
        wanted = false;
        asked = false;
        notifyAll();
      }
    }
  }

  @Override
  public synchronized int read() throws InterruptedIOException {
    if (position == line.length && !fetchLine()) {
      return -1;
    }
    return line[position++] & 0xFF;
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) throws InterruptedIOException {
    if (length == 0) {
      return 0;
    }
    if (position == line.length && !fetchLine()) {
      return -1;
    }
    int count = Math.min(length, line.length - position);
    System.arraycopy(line, position, into, offset, count);
    position += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return line.length - position;
  }

  private synchronized boolean fetchLine() throws InterruptedIOException {
    if (cell == null || !cell.allowsInput()) {
      return false;
    }
    wanted = true;
    try {
      while (wanted && cell != null) {
        wait();
      }
      return cell != null;
    } catch (InterruptedException e) {
      wanted = false;
      asked = false;
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("The cell was interrupted.");
      stopped.initCause(e);
      throw stopped;
    }
  }

  /** An answer to a question of an interrupted cell must not answer the next one. */
  private void discardLateAnswers() {
    while (answerIsThere()) {
      var unused = KernelConnection.read(channel);
    }
  }

  private boolean answerIsThere() {
    return (channel.getEvents() & ZMQ.Poller.POLLIN) != 0;
  }
}
