package cnnlabs.kernel;

import org.dflib.jjava.jupyter.messages.MessageContext;

/**
 * One execution of a cell, which is what output is addressed to.
 *
 * @param number the execution count that Jupyter shows beside the cell
 * @param request the request that output and questions answer to
 * @param allowsInput whether the front end can be asked for a line of input
 */
record Cell(int number, MessageContext request, boolean allowsInput) {
  /** How the cell is called in error messages. */
  String label() {
    return "cell [" + number + "]";
  }
}
