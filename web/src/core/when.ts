// The day or the range that is shown, in words.
import { view } from './view.svelte';
import { formatDay, formatRange } from './words';

export const shownTime = (): string => (view.since === null ? formatDay(view.told) : formatRange(view.since, view.day));
