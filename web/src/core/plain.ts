// Plain features: GeoJSON that is not an atlas record still gets a full panel. What a record would
// say and the file does not is empty here; what only the file says is kept as columns.
import type { Feature, FeatureProperties, Names } from './api';

/** What the server adds to every feature, and what a record holds: no columns of the file's own. */
const KNOWN = new Set([
  'layer', 'category', 'name', 'short', 'countries', 'status', 'status_since', 'status_certainty',
  'status_planned', 'status_changed', 'user', 'periods', 'outcomes', 'sources',
]);

/** Whether the file tells the life of the feature by claims or as an event. */
const isRecord = (properties: Partial<FeatureProperties>) =>
  properties.claims !== undefined || properties.date !== undefined;

/** The feature with every member that the panel reads. */
export function complete(feature: Feature): Feature {
  const given = feature.properties as Partial<FeatureProperties>;
  if (isRecord(given)) return feature;
  const name = names(given.name, feature.id);
  const properties = {
    ...given,
    name,
    short: names(given.short, name.en ?? feature.id),
    category: given.category ?? '',
    countries: Array.isArray(given.countries) ? given.countries : [],
  } as FeatureProperties;
  return { ...feature, properties };
}

/** The columns of the file that the panel has no place for, as text. */
export function columns(properties: FeatureProperties): [string, string][] {
  if (isRecord(properties)) return [];
  return Object.entries(properties)
    .filter(([key, value]) => !KNOWN.has(key) && value != null && value !== '')
    .map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
}

function names(given: unknown, otherwise: string): Names {
  if (typeof given === 'string') return { en: given };
  return given && typeof given === 'object' ? (given as Names) : { en: otherwise };
}
