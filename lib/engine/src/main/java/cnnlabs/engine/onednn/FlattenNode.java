package cnnlabs.engine.onednn;

/** Maps {@code [N, C, H, W]} as rows {@code [N, C x H x W]}, in C order. */
record FlattenNode() implements Node {

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    long rows = input.size(0);
    long units = input.elements() / rows;
    Tensor output = program.view(program.asPlain(input), OneDnn.plain(rows, units), rows, units);
    return new Stage(
        output, (gradient, wanted) -> wanted ? unflatten(program, gradient, input) : null);
  }

  private static Tensor unflatten(ProgramBuilder program, Tensor gradient, Tensor like) {
    return program.view(program.asPlain(gradient), OneDnn.plain(like.shape()), like.shape());
  }
}
