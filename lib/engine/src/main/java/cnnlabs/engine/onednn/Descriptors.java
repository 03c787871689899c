package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import cnnlabs.engine.UnsupportedNetworkException;
import java.util.Optional;
import org.bytedeco.dnnl.const_dnnl_op_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's choices of implementations: the scaffolding of a program, freed when it is built.
 *
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_basic_concepts.html">Basic
 *     concepts</a>: operation descriptor, primitive descriptor, primitive
 */
final class Descriptors implements AutoCloseable {

  private final NativeResources scaffolding = new NativeResources();

  /**
   * Lets oneDNN choose an implementation. It chooses by the processor and the shapes alone, so the
   * same machine makes the same choice every time.
   *
   * @param operation the filled descriptor of an operation, such as a {@code
   *     dnnl_convolution_desc_t}
   * @param activation applied to the result before it is stored
   * @param forward the forward pass's choice, which a backward pass must be made to fit
   * @throws UnsupportedNetworkException if oneDNN has nothing that does so on this processor
   */
  dnnl_primitive_desc choose(
      Pointer operation,
      @Nullable ActivationFunction activation,
      @Nullable dnnl_primitive_desc forward) {
    return find(operation, activation, forward)
        .orElseThrow(
            () -> new UnsupportedNetworkException("oneDNN has no primitive on this processor"));
  }

  /** As {@link #choose}, but empty where oneDNN has nothing that does so on this processor. */
  Optional<dnnl_primitive_desc> find(
      Pointer operation,
      @Nullable ActivationFunction activation,
      @Nullable dnnl_primitive_desc forward) {
    var descriptor = new dnnl_primitive_desc();
    try {
      OneDnn.check(
          create(descriptor, operation, activation, forward), "dnnl_primitive_desc_create");
    } catch (OneDnnFailure e) {
      if (e.unimplemented()) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(scaffolding.own(descriptor, dnnl::dnnl_primitive_desc_destroy));
  }

  private int create(
      dnnl_primitive_desc descriptor,
      Pointer operation,
      @Nullable ActivationFunction activation,
      @Nullable dnnl_primitive_desc forward) {
    scaffolding.own(operation);
    return dnnl_primitive_desc_create(
        descriptor,
        new const_dnnl_op_desc_t(operation),
        attributes(activation),
        OneDnn.engine(),
        forward);
  }

  /** The copy from one layout to another. */
  dnnl_primitive_desc reorder(dnnl_memory_desc_t from, dnnl_memory_desc_t to) {
    var descriptor = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl_reorder_primitive_desc_create(
            descriptor, from, OneDnn.engine(), to, OneDnn.engine(), attributes(null)),
        "dnnl_reorder_primitive_desc_create");
    return scaffolding.own(descriptor, dnnl::dnnl_primitive_desc_destroy);
  }

  /**
   * The scratchpad is the program's own, which ties a primitive to no thread.
   *
   * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_attributes_scratchpad.html">
   *     Managing scratchpads</a>
   */
  private dnnl_primitive_attr attributes(@Nullable ActivationFunction activation) {
    var attributes = new dnnl_primitive_attr();
    OneDnn.check(dnnl_primitive_attr_create(attributes), "dnnl_primitive_attr_create");
    scaffolding.own(attributes, dnnl::dnnl_primitive_attr_destroy);
    OneDnn.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "dnnl_primitive_attr_set_scratchpad_mode");
    if (activation != null) {
      OneDnn.check(
          dnnl_primitive_attr_set_post_ops(attributes, postOps(activation)),
          "dnnl_primitive_attr_set_post_ops");
    }
    return attributes;
  }

  /**
   * What is done to a result while it is in registers.
   *
   * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_attributes_post_ops.html">
   *     Post-ops</a>
   */
  private dnnl_post_ops postOps(ActivationFunction activation) {
    var postOps = new dnnl_post_ops();
    OneDnn.check(dnnl_post_ops_create(postOps), "dnnl_post_ops_create");
    scaffolding.own(postOps, dnnl::dnnl_post_ops_destroy);
    OneDnn.check(
        dnnl_post_ops_append_eltwise(
            postOps, 1, activation.algorithm(), activation.alpha(), activation.beta()),
        "dnnl_post_ops_append_eltwise");
    return postOps;
  }

  @Override
  public void close() {
    scaffolding.close();
  }
}
