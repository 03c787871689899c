package cnnlabs.data;

/**
 * What a published data set holds, each part by {@link RecordDigests#whole}.
 *
 * @param training digest of the training set's records
 * @param test digest of the test set's records
 */
record PublishedRecords(String training, String test) {}
