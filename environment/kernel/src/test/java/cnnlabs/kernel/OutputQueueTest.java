package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.junit.jupiter.api.Test;

class OutputQueueTest {
  private static final ExecuteRequest REQUEST =
      new ExecuteRequest("", false, true, Map.of(), false, true);

  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final OutputQueue queue = queue(message -> sent.add(describe(message)));
  private final Cell cell =
      new Cell(1, new Message<>(new Header<>(MessageType.EXECUTE_REQUEST), REQUEST), false);

  private OutputQueue queue(Consumer<Message<?>> sink) {
    return new OutputQueue(sink, failure::complete);
  }

  private static String describe(Message<?> message) {
    return message.getContent() instanceof PublishStream stream
        ? stream.getStreamType() + ":" + stream.getText()
        : "message";
  }

  private void print(StreamType stream, byte[] bytes) {
    queue.print(cell, stream, bytes, 0, bytes.length);
  }

  private void print(StreamType stream, String text) {
    print(stream, text.getBytes(StandardCharsets.UTF_8));
  }

  private void publish() {
    publish(queue);
  }

  private void publish(OutputQueue queue) {
    queue.publish(new Message<>(cell.request(), PublishStatus.MESSAGE_TYPE, PublishStatus.IDLE));
  }

  @Test
  void textIsCollectedAndKeepsItsPlaceAmongMessages() throws InterruptedException {
    synchronized (queue) {
      print(StreamType.OUT, "a");
      print(StreamType.OUT, "b");
      print(StreamType.ERR, "c");
      publish();
      print(StreamType.OUT, "d");
    }
    queue.drain(Duration.ofSeconds(10));
    assertThat(sent).containsExactly("OUT:ab", "ERR:c", "message", "OUT:d");
  }

  @Test
  void floodOfAlternatingStreamsBecomesFewMessages() throws InterruptedException {
    StringBuilder lines = new StringBuilder();
    synchronized (queue) {
      for (int i = 0; i < 1000; i++) {
        print(StreamType.OUT, i + "\n");
        print(StreamType.ERR, i + "\n");
        lines.append(i).append('\n');
      }
    }
    queue.drain(Duration.ofSeconds(10));
    assertThat(sent).startsWith("OUT:0\n", "ERR:0\n", "OUT:1\n", "ERR:1\n").hasSizeLessThan(50);
    for (String stream : List.of("OUT:", "ERR:")) {
      assertThat(sent.stream().filter(m -> m.startsWith(stream)).map(m -> m.substring(4)).toList())
          .satisfies(texts -> assertThat(String.join("", texts)).isEqualTo(lines.toString()));
    }
  }

  @Test
  void floodKeepsItsPlaceAmongMessages() throws InterruptedException {
    synchronized (queue) {
      for (int i = 0; i < 100; i++) {
        print(StreamType.OUT, "a");
        print(StreamType.ERR, "b");
      }
      publish();
      print(StreamType.OUT, "c");
      print(StreamType.ERR, "d");
    }
    queue.drain(Duration.ofSeconds(10));
    assertThat(sent).endsWith("message", "OUT:c", "ERR:d");
  }

  @Test
  void characterWhoseBytesArriveApartIsSentWhole() throws InterruptedException {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    print(StreamType.OUT, new byte[] {'x', euro[0], euro[1]});
    Thread.sleep(200);
    print(StreamType.OUT, new byte[] {euro[2]});
    queue.drain(Duration.ofSeconds(10));
    assertThat(String.join("", sent).replace("OUT:", "")).isEqualTo("x€");
  }

  @Test
  void textPastTheLimitIsDroppedWithANote() throws InterruptedException {
    print(StreamType.OUT, new byte[OutputQueue.TEXT_LIMIT + 5]);
    print(StreamType.OUT, "more");
    queue.drain(Duration.ofSeconds(10));
    assertThat(sent.get(0)).hasSize("OUT:".length() + OutputQueue.TEXT_LIMIT);
    assertThat(sent.get(1)).startsWith("ERR:").contains("1,000,000");
    assertThat(sent).hasSize(2);
  }

  @Test
  void interruptedThreadLosesNeitherItsOutputNorItsFlag() throws InterruptedException {
    Thread.currentThread().interrupt();
    for (int i = 0; i < 1000; i++) {
      publish();
    }
    assertThat(Thread.interrupted()).isTrue();
    queue.drain(Duration.ofSeconds(10));
    assertThat(sent).hasSize(1000);
  }

  @Test
  void messageThatCannotBeSentDoesNotEndTheOutput() throws InterruptedException {
    AtomicInteger tries = new AtomicInteger();
    OutputQueue refusing =
        queue(
            message -> {
              tries.incrementAndGet();
              throw new IllegalStateException("refused by the test");
            });
    publish(refusing);
    publish(refusing);
    refusing.drain(Duration.ofSeconds(10));
    assertThat(tries).hasValue(2);
    assertThat(failure).isNotDone();
  }

  /** What waits for output that never comes waits for ever. */
  @Test
  void endOfTheThreadIsTold() {
    Error error = new OutOfMemoryError("thrown by the test");
    publish(
        queue(
            message -> {
              throw error;
            }));
    assertThat(failure).succeedsWithin(Duration.ofSeconds(10)).isSameAs(error);
  }

  @Test
  void cutOffCharactersAreRecognized() {
    byte[] text = "aé€😀".getBytes(StandardCharsets.UTF_8);
    int[] whole = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (int length = 0; length <= text.length; length++) {
      assertThat(OutputQueue.wholeCharacters(Arrays.copyOf(text, length))).isEqualTo(whole[length]);
    }
  }
}
