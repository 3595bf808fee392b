// What the reader chose to see, as short words that each can be taken back: switches and filters.
import { chosenIn } from './facets';
import { valueName } from './filter-words';
import { withValue, type Filters } from './filters';
import { listed } from './joining';
import { organisationName } from './organising.svelte';
import './outcome-words';
import { switching } from './switching.svelte';
import { view } from './view.svelte';
import { t } from './words';

export interface Chip { key: string; name: string; remove: () => void }

const MANY = 3; // more switches that are off than these are told of as a number
const SOME = 4; // of them stand in a line of words; the others are a number

/** `Kazakhstan, Late`: what was chosen, for what leaves the page; '' where nothing was. */
export function chipsInWords(): string {
  const names = chips().map(({ name }) => name);
  const more = names.length - SOME;
  return listed(names.slice(0, SOME)) + (more > 0 ? t('filters.andMore', { count: more }) : '');
}

/** What fills the map, where no card beside it says so: plan against outcome, an organisation. */
export function pictureChips(): Chip[] {
  const outcomes = { key: 'outcomes', name: t('outcome.switch'), remove: () => void (view.outcomes = false) };
  const organisation = { key: 'organisation', name: organisationName(view.organisation), remove: () => void (view.organisation = '') };
  return [...(view.outcomes ? [outcomes] : []), ...(view.organisation ? [organisation] : [])];
}

export const chips = (): Chip[] => [...ofSwitches(), ...ofFilters()];

function ofSwitches(): Chip[] {
  const [on, off] = [switching.told.filter((turned) => turned.on), switching.told.filter((turned) => !turned.on)];
  const all = { key: 'off', name: t('filters.switchedOff', { count: off.length }), remove: () => off.forEach((turned) => switching.reset(turned)) };
  const each = (turned: (typeof on)[number]): Chip => ({
    key: `${turned.kind} ${turned.ids.join()}`,
    name: t(turned.on ? 'filters.on' : 'filters.off', { name: turned.name }),
    remove: () => switching.reset(turned),
  });
  return [...(off.length > MANY ? [all] : off.map(each)), ...on.map(each)];
}

function ofFilters(): Chip[] {
  const filters = view.filters;
  const become = (without: Filters) => () => void (view.filters = without);
  const values = chosenIn(filters).map(({ facet, value }) => ({
    key: `${facet} ${value}`, name: valueName(facet, value), remove: become(withValue(filters, facet, value, false)),
  }));
  const text = { key: 'text', name: t('filters.named', { text: filters.text }), remove: become({ ...filters, text: '' }) };
  return filters.text ? [...values, text] : values;
}
