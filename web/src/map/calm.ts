// A map that draws no frame while the tiles of what it was asked for are still on their way: at its first
// drawing, and when the day changes. In software rendering a frame costs 100 ms and more, which the
// worker that prepares the tiles then lacks.
import { Map as MlMap } from 'maplibre-gl';

// So long it goes without a new frame, ms: a slow line still shows what has come.
const FIRST_HOLD = 1500;
const STEP_HOLD = 400;

export class CalmMap extends MlMap {
  #hold = FIRST_HOLD;
  #drawn = 0;
  #held: ReturnType<typeof setTimeout> | undefined;

  /** Asks for a frame; while the map waits, only when nothing is awaited. */
  override triggerRepaint(): void {
    const rest = this.#drawn + this.#hold - performance.now();
    if (rest <= 0 || this.isMoving() || this.areTilesLoaded()) {
      clearTimeout(this.#held);
      this.#held = undefined;
      this.#drawn = performance.now();
      super.triggerRepaint();
    } else {
      this.#held ??= setTimeout(() => {
        this.#held = undefined;
        this.triggerRepaint();
      }, rest);
    }
  }

  /** All tiles are about to be laid out anew: one frame then shows them. */
  wait(): void {
    this.#hold = Math.max(this.#hold, STEP_HOLD);
  }

  override remove(): void {
    clearTimeout(this.#held);
    super.remove();
  }

  /** From now on every frame is drawn as soon as it is asked for. */
  settle(): void {
    this.#hold = 0;
    clearTimeout(this.#held);
    if (this.#held !== undefined) super.triggerRepaint();
    this.#held = undefined;
  }
}
