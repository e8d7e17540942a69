/**
 * For browsers that tests start. Their pages live for seconds: compiling what is hot once more, and better, costs a sixth of all their
 * time and never pays.
 */
export const NO_SECOND_COMPILER = '--js-flags=--no-maglev --no-turbofan';
