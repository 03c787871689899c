package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_in_order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a program's operations in the order in which they will run, and the tensors that they
 * work on. Memory is planned at the end, when it is known from when to when each tensor is needed.
 */
final class ProgramBuilder implements AutoCloseable {

  /** {@code DNNL_MEMORY_NONE}: the memory is told later. */
  private static final Address NOWHERE = new Address(0);

  private final Purpose purpose;
  private final NetworkArrays arrays;
  private final Demand demand;

  private final Descriptors descriptors = new Descriptors();

  /** What the program needs until it is closed. */
  private final NativeResources kept = new NativeResources();

  private final dnnl_stream stream = new dnnl_stream();
  private final List<Program.Operation> operations = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final List<Tensor> planned = new ArrayList<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private boolean built;

  /**
   * Begins a program.
   *
   * @param demand is told of the memory that each layer asks for
   */
  ProgramBuilder(Purpose purpose, NetworkArrays arrays, Demand demand) {
    this.purpose = purpose;
    this.arrays = arrays;
    this.demand = demand;
    OneDnn.check(
        dnnl_stream_create(stream, OneDnn.engine(), dnnl_stream_in_order), "dnnl_stream_create");
    kept.own(stream, dnnl::dnnl_stream_destroy);
  }

  Purpose purpose() {
    return purpose;
  }

  /** Begins to emit what belongs to a layer. */
  void at(String layer) {
    demand.at(layer);
  }

  /** A new tensor in the program's own memory. */
  Tensor tensor(dnnl_memory_desc_t layout, long... shape) {
    long bytes = OneDnn.bytes(layout);
    demand.add(bytes);
    return planned(layout, shape, new Storage(bytes));
  }

  /** The same memory seen in another shape or layout. */
  Tensor view(Tensor tensor, dnnl_memory_desc_t layout, long... shape) {
    Storage storage = tensor.storage();
    if (storage != null) {
      return planned(layout, shape, storage);
    }
    if (inputs.contains(tensor)) {
      return input(layout, shape);
    }
    throw new IllegalArgumentException("Parameters are not seen in two ways.");
  }

  private Tensor planned(dnnl_memory_desc_t layout, long[] shape, Storage storage) {
    Tensor tensor = new Tensor(shape.clone(), layout, memory(layout), storage);
    planned.add(tensor);
    return tensor;
  }

  /** The batch's features, wherever they lie at each run. */
  Tensor input(dnnl_memory_desc_t layout, long... shape) {
    Tensor tensor = new Tensor(shape.clone(), layout, memory(layout), null);
    inputs.add(tensor);
    return tensor;
  }

  /** Parameters, in the network's own array. */
  Tensor parameters(long offset, long... shape) {
    return elsewhere(arrays.parameterAddress(offset), shape);
  }

  /** The gradients of parameters, in the network's own array. */
  Tensor gradients(long offset, long... shape) {
    return elsewhere(arrays.gradientAddress(offset), shape);
  }

  private Tensor elsewhere(long address, long[] shape) {
    dnnl_memory_desc_t layout = OneDnn.plain(shape);
    Tensor tensor = new Tensor(shape.clone(), layout, memory(layout), null);
    tensor.place(new Address(address));
    return tensor;
  }

  private dnnl_memory memory(dnnl_memory_desc_t layout) {
    kept.own(layout);
    var memory = new dnnl_memory();
    OneDnn.check(
        dnnl_memory_create(memory, layout, OneDnn.engine(), NOWHERE), "dnnl_memory_create");
    return kept.own(memory, dnnl::dnnl_memory_destroy);
  }

  /** The tensor in the given layout: itself, or a copy that is put in order here. */
  Tensor as(Tensor tensor, dnnl_memory_desc_t layout) {
    if (OneDnn.equal(tensor.layout(), layout)) {
      return tensor;
    }
    Tensor copy = tensor(layout, tensor.shape());
    reorder(tensor, copy);
    return copy;
  }

  Tensor asPlain(Tensor tensor) {
    return as(tensor, OneDnn.plain(tensor.shape()));
  }

  /** A plain tensor of the program's own, that can be read when it has run. */
  Tensor result(Tensor tensor) {
    Tensor plain = asPlain(tensor);
    if (plain.storage() != null) {
      return plain;
    }
    Tensor copy = tensor(OneDnn.plain(tensor.shape()), tensor.shape());
    reorder(tensor, copy);
    return copy;
  }

  void reorder(Tensor from, Tensor to) {
    emit(
        descriptors.reorder(from.layout(), to.layout()),
        Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to));
  }

  /** See {@link Descriptors#choose}. */
  dnnl_primitive_desc choose(
      Pointer operation,
      @Nullable ActivationFunction activation,
      @Nullable dnnl_primitive_desc forward) {
    return descriptors.choose(operation, activation, forward);
  }

  /** See {@link Descriptors#find}. */
  Optional<dnnl_primitive_desc> find(
      Pointer operation,
      @Nullable ActivationFunction activation,
      @Nullable dnnl_primitive_desc forward) {
    return descriptors.find(operation, activation, forward);
  }

  dnnl_primitive_desc choose(Pointer operation) {
    return descriptors.choose(operation, null, null);
  }

  /** Emits the execution of a primitive; keys are oneDNN's {@code DNNL_ARG_...}. */
  void emit(dnnl_primitive_desc descriptor, Map<Integer, Tensor> arguments) {
    Map<Integer, Tensor> all = new HashMap<>(arguments);
    dnnl_memory_desc_t scratchpad = OneDnn.chosen(descriptor, dnnl_query_scratchpad_md);
    long bytes = OneDnn.bytes(scratchpad);
    if (bytes > 0) {
      all.put(DNNL_ARG_SCRATCHPAD, tensor(scratchpad, bytes));
    }
    var primitive = new dnnl_primitive();
    OneDnn.check(dnnl_primitive_create(primitive, descriptor), "dnnl_primitive_create");
    kept.own(primitive, dnnl::dnnl_primitive_destroy);
    var list = kept.own(new dnnl_exec_arg_t(all.size()));
    int index = 0;
    for (Map.Entry<Integer, Tensor> argument : all.entrySet()) {
      list.position(index++).arg(argument.getKey()).memory(argument.getValue().memory());
    }
    list.position(0);
    int count = all.size();
    String layer = demand.layer();
    emit(
        run ->
            demand.check(
                dnnl_primitive_execute(primitive, stream, count, list),
                "dnnl_primitive_execute",
                layer),
        all.values().toArray(Tensor[]::new));
  }

  /** Emits an operation of our own, naming every tensor that it reads or writes. */
  void emit(Program.Operation operation, Tensor... touched) {
    for (Tensor tensor : touched) {
      Storage storage = tensor.storage();
      if (storage != null) {
        storage.usedBy(operations.size());
      }
    }
    operations.add(operation);
  }

  /** Marks this place of the program: {@link Program#runTimed} tells when it is reached. */
  void mark() {
    marks.add(operations.size());
  }

  /** Plans the memory and hands over what was built. The builder is of no use afterwards. */
  Program build(List<Tensor> results) {
    for (Tensor result : results) {
      Storage storage = result.storage();
      if (storage != null) {
        storage.keep();
      }
    }
    List<Storage> storages = planned.stream().map(Tensor::storage).distinct().toList();
    long bytes = MemoryPlan.place(storages);
    BytePointer block = kept.own(demand.allocate(bytes + MemoryPlan.ALIGNMENT));
    long start = MemoryPlan.align(block.address());
    for (Tensor tensor : planned) {
      Storage storage = tensor.storage();
      if (storage != null) {
        tensor.place(new Address(start + storage.offset()));
      }
    }
    built = true;
    return new Program(operations, marks, inputs, results, kept, bytes);
  }

  /** Frees what only the building needed, or everything, if the building failed. */
  @Override
  public void close() {
    descriptors.close();
    if (!built) {
      kept.close();
    }
  }
}
