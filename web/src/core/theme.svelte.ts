// The theme: the reader's choice, kept in this browser, or what the system asks for.
import { view, type ThemeChoice } from './view.svelte';

const key = 'steppe-theme';

/** Takes the kept choice and follows the system; call while a component is set up. */
export function keepTheme(): void {
  const kept = localStorage.getItem(key);
  if (kept === 'light' || kept === 'dark') view.theme = kept;
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
  if (theme === 'system') localStorage.removeItem(key);
  else localStorage.setItem(key, theme);
}
