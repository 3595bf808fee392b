// Signs of the legend that are drawn and no picture: what marks a change, how a rank fills a country, what came of a promise.
import type { Rank, Verdict } from './api';
import type { Drawing } from './plate';
import { SIGNS } from './verdict-signs';

export interface SignInks { ink1: string; ink3: string; surface: string; highlight: string; over: string }

/** As the map marks what changed: a pale band under it, here under a thin line. */
export function haloDrawing(shade: 'light' | 'dark', { ink3, highlight }: SignInks): Drawing {
  const opacity = shade === 'light' ? 0.45 : 0.31; // as in the style of the map
  const svg = `<g stroke-linecap="round" fill="none"><path d="M6 6H34" stroke="${highlight}" stroke-opacity="${opacity}" stroke-width="12"/>`
    + `<path d="M6 6H34" stroke="${ink3}" stroke-width="2"/></g>`;
  return { svg, width: 40, height: 12 };
}

/** As the map fills the countries of a rank: a tone, a hatch over half of it, or dots. */
export function rankDrawing(rank: Rank, { ink1, ink3 }: SignInks): Drawing {
  const edge = (opacity: number) => `<rect x="0.5" y="0.5" width="23" height="15" rx="3" fill="${ink1}" fill-opacity="${opacity}" stroke="${ink3}"/>`;
  const dots = [[4, 4], [12, 4], [20, 4], [8, 8], [16, 8], [4, 12], [12, 12], [20, 12]];
  const within: Record<Rank, string> = {
    member: edge(0.18),
    observer: `${edge(0.06)}<path d="M3 15 17 1M10 15 23 2M1 10 10 1" stroke="${ink1}" stroke-opacity="0.55"/>`,
    partner: edge(0) + dots.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="1.1" fill="${ink1}" fill-opacity="0.55"/>`).join(''),
  };
  return { svg: within[rank], width: 24, height: 16 };
}

/** As the map marks what came of a promise. */
export function verdictDrawing(verdict: Verdict, inks: SignInks): Drawing {
  const { outline, stroke, ground } = SIGNS[verdict];
  const colours = {
    yellow: [inks.highlight, inks.over, inks.over],
    ink: [inks.ink1, inks.ink1, inks.surface],
    hollow: [inks.surface, inks.ink3, inks.ink1],
  };
  const [fill, edge, ink] = colours[ground];
  const svg = `<g stroke-linecap="round" stroke-linejoin="round"><path d="${outline}" fill="${fill}" stroke="${edge}" stroke-width="1.5"/>`
    + `<path d="${stroke}" fill="none" stroke="${ink}" stroke-width="1.9"/></g>`;
  return { svg, width: 20, height: 20 };
}
