package cnnlabs.kernel;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.reply.ShutdownReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;
import org.jspecify.annotations.Nullable;

/**
 * The kernel: answers Jupyter's requests.
 *
 * <p>Its kernel specification says {@code "interrupt_mode": "message"}: an interrupt comes as a
 * request on the control channel, whose thread is free while a cell runs. A signal would end the
 * JVM.
 */
final class JavaKernel extends BaseKernel {
  private static final List<HelpLink> HELP =
      List.of(
          new HelpLink(
              "Java",
              "https://docs.oracle.com/en/java/javase/%d/docs/api/"
                  .formatted(Runtime.version().feature())),
          new HelpLink("Deeplearning4j", "https://deeplearning4j.konduit.ai"));

  private final KernelConnection connection;
  private final CellStreams streams;
  private final CellInput input;
  private final CellThread thread;
  private final JavaInterpreter java;
  private final CellRunner runner;
  private final CodeAssistant assistant;

  /** What jjava's own static display methods write to. */
  private static final class CellIo extends JupyterIO {
    CellIo() {
      super(StandardCharsets.UTF_8);
    }

    void attach(ShellReplyEnvironment env) {
      setEnv(env);
    }
  }

  /** Makes a kernel on a connection that is not open yet. */
  JavaKernel(KernelConnection connection, Map<String, String> environment) {
    super(
        "cnnlabs-kernel",
        "1.0",
        new LanguageInfo.Builder("java")
            .version(Runtime.version().toString())
            .mimetype("text/x-java")
            .fileExtension(".jshell")
            .pygments("java")
            .codemirror("java")
            .build(),
        HELP,
        null,
        new CellIo(),
        new CommManager(),
        new Renderer(),
        null,
        new MagicsRegistry(),
        false,
        new StringStyler.Builder().build());
    this.connection = connection;
    new DebugRequests().answer(connection);
    streams = new CellStreams(connection.output());
    input = new CellInput(connection.input());
    Settings settings = Settings.of(environment);
    thread = new CellThread(settings.timeout(), input::serve, streams::adoptThisThread);
    java = startJava(settings);
    runner = new CellRunner(settings, java, this);
    PngImages.register(renderer);
    new Magics(java).register(magicsRegistry);
    Set<String> magics = new HashSet<>(magicsRegistry.getLineMagicNames());
    magics.addAll(List.of("time", "load"));
    assistant = new CodeAssistant(java.analysis(), magics);
    streams.install();
    System.setIn(input);
    Thread.setDefaultUncaughtExceptionHandler(this::reportUncaught);
  }

  private JavaInterpreter startJava(Settings settings) {
    try {
      return JavaInterpreter.start(thread, settings.compilerOptions());
    } catch (RuntimeException e) {
      settings.problems().add("IJAVA_COMPILER_OPTS: " + e.getMessage());
      return JavaInterpreter.start(thread, List.of());
    }
  }

  @Override
  protected synchronized void handleExecuteRequest(
      ShellReplyEnvironment env, Message<ExecuteRequest> message) {
    ExecuteRequest request = message.getContent();
    boolean counts = request.shouldStoreHistory() && !request.isSilent();
    int number = counts ? executionCount.getAndIncrement() : executionCount.get();
    Cell cell = new Cell(number, message, request.isStdinEnabled());
    commManager.setMessageContext(message);
    env.setStatusBusy();
    if (!request.isSilent()) {
      env.publish(new PublishExecuteInput(request.getCode(), number));
    }
    begin(cell, env);
    List<Message<?>> refused = List.of();
    try {
      DisplayData result = evaluate(cell, request.getCode());
      if (result != null && !request.isSilent()) {
        env.publish(new PublishExecuteResult(number, result));
      }
      var expressions =
          UserExpressions.evaluate(request.getUserExpr(), code -> evaluate(cell, code));
      env.reply(
          KernelConnection.executeReply(
              message, Map.of("execution_count", number, "user_expressions", expressions)));
    } catch (Throwable t) {
      // Not only what cells throw: a fault of the kernel or of jdk.jshell, or too little memory,
      // must not end the shell channel's thread.
      CellError error = t instanceof CellError e ? e : java.errors().thrown(t);
      refused = request.shouldStopOnError() ? connection.takeWaiting() : List.of();
      fail(env, number, error);
    } finally {
      input.end();
      thread.endCell();
      env.setStatusIdle();
    }
    connection.abort(refused);
  }

  private void begin(Cell cell, ShellReplyEnvironment env) {
    ((CellIo) io).attach(env);
    streams.begin(cell);
    input.begin(cell);
    thread.beginCell();
  }

  private @Nullable DisplayData evaluate(Cell cell, String source) throws CellError {
    Object value = runner.run(cell, source);
    if (value == null || Notebook.isDisplayId(value)) {
      return null;
    }
    // Rendering calls the reader's toString: that may loop or throw like any other code of a cell.
    return (DisplayData) java.callInCell(() -> Notebook.render(value));
  }

  private static void fail(ShellReplyEnvironment env, int number, CellError error) {
    env.publish(new PublishError(error.name(), error.message(), error.report()));
    ErrorReply reply = new ErrorReply(error.name(), error.message(), error.report());
    reply.setExecutionCount(number);
    env.replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
  }

  @Override
  public @Nullable Object evalRaw(String source) {
    try {
      return runner.run("evaluated code", 1, source);
    } catch (CellError e) {
      throw new IllegalArgumentException(String.join("\n", e.report()), e);
    }
  }

  @Override
  public void interrupt() {
    thread.interrupt(StopRequest.Reason.INTERRUPT);
  }

  @Override
  public void display(DisplayData data) {
    Cell cell = streams.cellOfThisThread();
    if (cell != null) {
      PublishDisplayData content = new PublishDisplayData(data);
      connection.output().publish(new Message<>(cell.request(), content.getType(), content));
    }
  }

  /** Replaces what was displayed under an id. */
  void update(String id, DisplayData data) {
    Cell cell = streams.cellOfThisThread();
    if (cell != null) {
      DisplayData identified = new DisplayData(data);
      identified.setDisplayId(id);
      PublishUpdateDisplayData content = new PublishUpdateDisplayData(identified);
      connection.output().publish(new Message<>(cell.request(), content.getType(), content));
    }
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    return assistant.complete(code, at);
  }

  @Override
  public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
    String description = assistant.inspect(code, at);
    return description == null ? null : new DisplayData(description);
  }

  @Override
  public String isComplete(String code) {
    return assistant.isComplete(code);
  }

  @Override
  protected void handleHistoryRequest(ShellReplyEnvironment env, Message<HistoryRequest> message) {
    env.setBusyDeferIdle();
    env.reply(new HistoryReply(List.of()));
  }

  @Override
  protected void handleShutdownRequest(
      ShellReplyEnvironment env, Message<ShutdownRequest> message) {
    env.setStatusBusy();
    env.reply(
        message.getContent().isRestart()
            ? ShutdownReply.SHUTDOWN_AND_RESTART
            : ShutdownReply.SHUTDOWN);
    env.setStatusIdle();
    onShutdown(message.getContent().isRestart());
    KernelExit.afterLastMessages(connection.output());
  }

  private void reportUncaught(Thread source, Throwable thrown) {
    if (source instanceof Loop) {
      KernelExit.afterFailure("A channel to Jupyter", thrown);
    } else if (!(thrown instanceof ThreadDeath)) {
      System.err.println("Exception in thread \"" + source.getName() + "\"");
      java.errors().thrown(thrown).report().forEach(System.err::println);
    }
  }
}
