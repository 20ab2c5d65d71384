type Argv = readonly [string, ...string[]];

/** Prints `enabled`, or `disabled` and ends with exit code 1 (systemctl(1), 252 to 257). */
export function readTimerState(unit: string): Argv {
  return ["systemctl", "is-enabled", unit];
}

/** Whether that command printed a state, whatever code it ended with. */
export function isTimerState([program, verb]: Argv, printed: string): boolean {
  return program === "systemctl" && verb === "is-enabled" && /^(?:enabled|disabled)$/.test(printed);
}
