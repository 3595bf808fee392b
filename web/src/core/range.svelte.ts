// A range of days: entering and leaving it, and moving its ends.
import { step, type Day, type Unit } from './day';
import { loaded } from './loaded.svelte';
import { view } from './view.svelte';

const YEARS = 10; // of the range that is opened without any

/** Statuses of what is over that the range switched on; they go off again with it. Null: not known. */
let switchedOn: string[] | null = null;

/** The range is set by an address or a story, which name the statuses themselves. */
export const forgetRange = (): void => void (switchedOn = null);

/** Shows what lived from one day to another. What ended within is part of that, so its statuses go on. */
export function setRange(since: Day, day: Day): void {
  if (view.since === null) {
    switchedOn = endedStatuses().filter((id) => !view.statuses.has(id));
    view.setAll(view.statuses, switchedOn, true);
  }
  view.since = Math.min(since, day);
  view.day = Math.max(since, day);
  view.moved = null;
}

/** Goes back to one day, the last of the range, with the statuses as they were. */
export function leaveRange(): void {
  if (view.since === null) return;
  view.since = null;
  view.setAll(view.statuses, switchedOn ?? endedStatuses(), false);
  switchedOn = null;
}

/** Goes to one day for a while. What is given brings back day and range, with the statuses of what is over as they were. */
export function putAside(): () => void {
  const { day, since } = view;
  const [on, known] = [endedStatuses().filter((id) => view.statuses.has(id)), switchedOn];
  leaveRange();
  return () => {
    view.day = day;
    if (since === null) return;
    view.since = since;
    view.setAll(view.statuses, on, true);
    switchedOn = known;
  };
}

export function toggleRange(): void {
  if (view.since === null) setRange(step(view.day, 'year', -YEARS), view.day);
  else leaveRange();
}

/** So many steps of the calendar on or back; both ends of a range take them. */
export function moveBy(unit: Unit, count: number): void {
  const since = view.since;
  view.setDay(step(view.day, unit, count));
  if (since !== null) view.since = step(since, unit, count);
}

const endedStatuses = () => [...loaded.statuses.values()].filter(({ ended }) => ended).map(({ id }) => id);
