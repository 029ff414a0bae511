/** A bare environment for a program that a test starts: nothing else of whoever runs the tests, and its bundle (test/bundled-programs.ts). */
export function programEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, SEATRIAL_PROGRAM_OPTIONS } = process.env;
  return { PATH, HOME, ...(SEATRIAL_PROGRAM_OPTIONS === undefined ? {} : { NODE_OPTIONS: SEATRIAL_PROGRAM_OPTIONS }) };
}
