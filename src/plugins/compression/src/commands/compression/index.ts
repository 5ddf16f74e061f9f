import CompressionStatus from './status.ts';

/** `hermes compression` alone shows where things stand. */
export default class Compression extends CompressionStatus {
  static override summary = 'Show when conversations are compressed; see the commands below it for more.';
  static override examples = ['<%= config.bin %> compression'];
}
