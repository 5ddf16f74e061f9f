/** Gives every property test of a proof the same seed, so that the page can name it. */
import fc from 'fast-check';

const seed = process.env['HERMES_TEST_SEED'];
if (seed) fc.configureGlobal({ seed: Number(seed) });
