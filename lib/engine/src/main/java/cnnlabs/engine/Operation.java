package cnnlabs.engine;

/** One instruction of a program. */
@FunctionalInterface
interface Operation {

  void run(Batch batch);
}
