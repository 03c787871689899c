package cnnlabs.store;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a store keeps its runs, and how often it saves one that trains.
 *
 * @param shared another store's runs, which are only read
 * @param checkpointInterval between checkpoints within an epoch
 */
@RecordBuilder
record StorePlace(RunFolders own, Optional<RunFolders> shared, Duration checkpointInterval)
    implements StorePlaceBuilder.With {

  /** Tells whoever looks after the store. */
  void tell(String line) {
    own.tell().accept(line);
  }
}
