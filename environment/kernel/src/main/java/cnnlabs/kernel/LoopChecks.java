package cnnlabs.kernel;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves a call of {@link REPL.$Cancel$#stopCheck} into the methods and loops of a compiled
 * snippet.
 *
 * <p>From JDK 20 on, jdk.jshell does that itself. It lets a cell's own loop end between two calls
 * of a library, where {@code Thread.stop} would break off in the middle of one.
 */
final class LoopChecks {
  private LoopChecks() {}

  /** The class with the checks. */
  static byte[] weave(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    ClassVisitor weaver =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new Weaver(super.visitMethod(access, name, descriptor, signature, exceptions));
          }
        };
    reader.accept(weaver, 0);
    return writer.toByteArray();
  }

  /** Adds a check at the start of a method and before every jump back. */
  private static final class Weaver extends MethodVisitor {
    private final Set<Label> passed = new HashSet<>();

    Weaver(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      check();
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      if (passed.contains(label)) {
        check();
      }
      super.visitJumpInsn(opcode, label);
    }

    private void check() {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, "REPL/$Cancel$", "stopCheck", "()V", false);
    }
  }
}
