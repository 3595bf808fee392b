// The theme: the reader's choice, kept in this browser, or what the system asks for.
import { keep, kept } from './kept';
import { view, type ThemeChoice } from './view.svelte';

const key = 'steppe-theme';

/** Takes the kept choice and follows the system; call while a component is set up. */
export function keepTheme(): void {
  const choice = kept(key);
  if (choice === 'light' || choice === 'dark') view.theme = choice;
  const query = matchMedia('(prefers-color-scheme: dark)');
  view.systemDark = query.matches; // at once: the map must not begin in the other theme
  $effect(() => {
    const follow = () => (view.systemDark = query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  });
  $effect(() => {
    if (view.theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = view.theme;
  });
}

export function chooseTheme(theme: ThemeChoice): void {
  view.theme = theme;
  keep(key, theme === 'system' ? null : theme);
}
