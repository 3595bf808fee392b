// The map at its first drawing: no frame while tiles are still on their way. In software rendering a
// frame costs 100 ms and more, which the worker that prepares the tiles then lacks.
import { Map as MlMap } from 'maplibre-gl';

const LONGEST_HOLD = 1500; // ms without a new frame, so that a slow line still shows what has come

export class CalmMap extends MlMap {
  #settled = false;
  #drawn = 0;
  #held: ReturnType<typeof setTimeout> | undefined;

  /** Asks for a frame; before the first complete one, only when nothing is awaited. */
  override triggerRepaint(): void {
    const rest = this.#drawn + LONGEST_HOLD - performance.now();
    if (this.#settled || rest <= 0 || this.areTilesLoaded()) {
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

  /** From now on every frame is drawn as soon as it is asked for. */
  settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.triggerRepaint();
  }
}
