package cnnlabs.kernel;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;

/** Answers a debugger that there is nothing for it here, so that it does not wait for ever. */
final class DebugRequests {
  private static final String REFUSAL = "This kernel has no debugger.";

  private final MessageType<?> replyType = messageType("debug_reply");

  /** Answers the debug requests of a connection from now on. */
  void answer(JupyterConnection connection) {
    connection.setHandler(messageType("debug_request"), this::refuse);
  }

  private void refuse(ShellReplyEnvironment env, Message<?> request) {
    env.setBusyDeferIdle();
    env.reply(reply(request));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Message<?> reply(Message<?> request) {
    Map<String, Object> content =
        Map.of(
            "status",
            "error",
            "ename",
            "NotSupported",
            "evalue",
            REFUSAL,
            "traceback",
            List.of(REFUSAL),
            "type",
            "response",
            "success",
            false,
            "message",
            REFUSAL);
    return new Message(request, replyType, content);
  }

  /** Makes a type of message known, for which jjava-jupyter offers no way. */
  private static MessageType<?> messageType(String name) {
    try {
      Constructor<?> constructor =
          MessageType.class.getDeclaredConstructor(String.class, Class.class);
      constructor.setAccessible(true);
      return (MessageType<?>) constructor.newInstance(name, Object.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("jjava-jupyter's MessageType is not the one expected", e);
    }
  }
}
