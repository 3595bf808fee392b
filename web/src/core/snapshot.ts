// A picture of the map as it stands: each map replaces its function, without a map there is none.

/** The map in a canvas of `ratio` times its size in px, and the length of its scale. */
export interface Snapshot {
  canvas: HTMLCanvasElement; width: number; height: number;
  scale: { width: number; text: string };
  credits: string[];
}
type Take = (ratio: number) => Promise<Snapshot | null>;
const none: Take = async () => null;
/** Of the map, and of the second one of a comparison. */
export const snapshot: { take: Take; takeOther: Take } = { take: none, takeOther: none };
