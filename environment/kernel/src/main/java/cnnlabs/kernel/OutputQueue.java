package cnnlabs.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to Jupyter's output channel, and the one thread that writes it.
 *
 * <p>An interrupt that meets a thread inside a ZeroMQ send breaks the socket, so no thread that
 * runs cells may send. It leaves its output here. Text is collected for a moment and sent in one
 * message a stream; messages keep their order with the text around them. Text past {@value
 * #TEXT_LIMIT} bytes a cell is dropped with a note, so that an endless loop that prints neither
 * fills the memory nor the notebook.
 */
final class OutputQueue {
  /** How many bytes of text a cell may print. */
  static final int TEXT_LIMIT = 1_000_000;

  private static final int MESSAGE_LIMIT = 256;
  private static final int MANY_ITEMS = 32;
  private static final long BATCH_MILLIS = 40;

  private final Consumer<Message<?>> sink;
  private final Consumer<Throwable> failed;
  private final Deque<Item> items = new ArrayDeque<>();
  private final Map<Cell, Integer> printed = new WeakHashMap<>();
  private int messages;
  private boolean sending;

  /** Text of one stream of one cell when {@code stream} is there, else a message. */
  private record Item(
      @Nullable Message<?> message,
      @Nullable Cell cell,
      @Nullable StreamType stream,
      ByteArrayOutputStream text) {}

  /**
   * Makes a queue and starts its thread.
   *
   * @param sink what sends a message; only the queue's thread calls it
   * @param failed is told if the thread ends for want of memory or by another fault: no output will
   *     follow
   */
  OutputQueue(Consumer<Message<?>> sink, Consumer<Throwable> failed) {
    this.sink = sink;
    this.failed = failed;
    Thread pump = new Thread(this::pump, "iopub-pump");
    pump.setDaemon(true);
    pump.start();
  }

  /** Adds a message, after waiting for room if need be. */
  synchronized void publish(Message<?> message) {
    boolean interrupted = false;
    while (messages >= MESSAGE_LIMIT) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    items.add(new Item(message, null, null, new ByteArrayOutputStream(0)));
    messages++;
    notifyAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds text in UTF-8 to a cell's stream. */
  synchronized void print(Cell cell, StreamType stream, byte[] bytes, int offset, int length) {
    int before = printed.getOrDefault(cell, 0);
    if (before >= TEXT_LIMIT) {
      return;
    }
    boolean wasEmpty = items.isEmpty();
    printed.put(cell, before + length);
    textFor(cell, stream).write(bytes, offset, Math.min(length, TEXT_LIMIT - before));
    if (before + length >= TEXT_LIMIT) {
      String note =
          "\n[The rest of this cell's output is not shown: it printed more than %,d bytes.]\n"
              .formatted(TEXT_LIMIT);
      textFor(cell, StreamType.ERR).writeBytes(note.getBytes(StandardCharsets.UTF_8));
    }
    if (wasEmpty) {
      notifyAll();
    }
  }

  /** Waits until everything is sent, at most as long as given. */
  synchronized void drain(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while ((sending || !items.isEmpty()) && System.nanoTime() < end) {
      wait(10);
    }
  }

  /**
   * The text at the end of the queue that a cell's stream goes on with.
   *
   * <p>Lines of both streams keep their order, at a message each. Once many wait, so that nobody
   * could read along, those of one moment become one message a stream.
   */
  private ByteArrayOutputStream textFor(Cell cell, StreamType stream) {
    Iterator<Item> latest = items.descendingIterator();
    int reach = items.size() < MANY_ITEMS ? 1 : 2;
    for (int i = 0; i < reach && latest.hasNext(); i++) {
      Item item = latest.next();
      if (!cell.equals(item.cell())) {
        break;
      }
      if (item.stream() == stream) {
        return item.text();
      }
    }
    Item item = new Item(null, cell, stream, new ByteArrayOutputStream());
    items.add(item);
    return item.text();
  }

  private void pump() {
    try {
      while (true) {
        for (Message<?> message : takeBatch()) {
          send(message);
        }
      }
    } catch (Throwable t) {
      // Whatever it is: a client that waits for the end of a cell would otherwise wait for ever.
      failed.accept(t);
    }
  }

  private void send(Message<?> message) {
    try {
      sink.accept(message);
    } catch (RuntimeException e) {
      // One message that cannot be sent must not end the output of every later cell.
      CellStreams.PROCESS_ERR.println("A message to Jupyter was lost: " + e);
    }
  }

  private synchronized List<Message<?>> takeBatch() throws InterruptedException {
    sending = false;
    notifyAll();
    while (items.isEmpty()) {
      wait();
    }
    long end = System.nanoTime() + BATCH_MILLIS * 1_000_000;
    for (long left = BATCH_MILLIS;
        messages == 0 && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    List<Item> taken = List.copyOf(items);
    items.clear();
    messages = 0;
    sending = true;
    notifyAll();
    List<Message<?>> batch = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      Item item = taken.get(i);
      Message<?> message =
          item.message() != null ? item.message() : textMessage(item, i == taken.size() - 1);
      if (message != null) {
        batch.add(message);
      }
    }
    return batch;
  }

  /**
   * The message for an item's text; a character that is cut off at the queue's end waits for its
   * other bytes.
   */
  private @Nullable Message<?> textMessage(Item item, boolean isLast) {
    Cell cell = item.cell();
    StreamType stream = item.stream();
    if (cell == null || stream == null) {
      return null;
    }
    byte[] bytes = item.text().toByteArray();
    int whole = isLast ? wholeCharacters(bytes) : bytes.length;
    if (whole < bytes.length) {
      textFor(cell, stream).write(bytes, whole, bytes.length - whole);
    }
    if (whole == 0) {
      return null;
    }
    String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
    return new Message<>(
        cell.request(), PublishStream.MESSAGE_TYPE, new PublishStream(stream, text));
  }

  /** How many leading bytes of UTF-8 make whole characters. */
  static int wholeCharacters(byte[] bytes) {
    for (int i = bytes.length - 1; i >= Math.max(0, bytes.length - 3); i--) {
      boolean leads = (bytes[i] & 0xC0) == 0xC0;
      if (leads) {
        int length = (bytes[i] & 0xF0) == 0xF0 ? 4 : (bytes[i] & 0xE0) == 0xE0 ? 3 : 2;
        return i + length > bytes.length ? i : bytes.length;
      }
      if ((bytes[i] & 0x80) == 0) {
        break;
      }
    }
    return bytes.length;
  }
}
