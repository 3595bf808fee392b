// What this browser keeps for its reader. One that keeps nothing, or a frame that may not, forgets and fails no further.

/** The text kept under a key; null where there is none. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text under a key; null forgets it. */
export function keep(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // nothing to keep it in
  }
}
