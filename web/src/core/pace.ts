// The pace of playing: steps are due at equal distances, whatever each of them takes.

/**
 * When the next step is due, ms: an interval after the one before was, so that what a step takes does not slow the
 * pace; now where the machine is slower than that, so that steps never pile up.
 */
export const nextDue = (due: number, interval: number, now: number): number => Math.max(due + interval, now);
