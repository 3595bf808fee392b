// A picture of the map as it stands: the map replaces the function, without a map there is none.

/** The map in a canvas of `ratio` times its size in px, and the length of its scale. */
export interface Snapshot {
  canvas: HTMLCanvasElement; width: number; height: number;
  scale: { width: number; text: string };
  credits: string[];
}
export const snapshot: { take: (ratio: number) => Promise<Snapshot | null> } = { take: async () => null };
