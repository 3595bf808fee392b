// The address of the page to embed keeps the view; the line of HTML is safe whatever is in it.
import { expect, test } from 'vitest';
import { embedSnippet, embedUrl } from './embed';

test('the view becomes a page to embed', () => {
  expect(embedUrl('http://a.test/?t=2005-12-15&off=gas,oil', true)).toBe('http://a.test/embed?t=2005-12-15&off=gas,oil');
  expect(embedUrl('http://a.test/feature/kant?z=5', false)).toBe('http://a.test/embed?z=5&feature=kant&bar=0');
});

test('the line of HTML escapes what it holds', () => {
  const html = embedSnippet('http://a.test/?t=2005-12-15&z=5', { title: 'A "map" <1>', width: 800, height: 500, slider: true });
  expect(html).toContain('src="http://a.test/embed?t=2005-12-15&amp;z=5"');
  expect(html).toContain('title="A &quot;map&quot; &lt;1>"');
});
