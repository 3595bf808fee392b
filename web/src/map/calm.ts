// A map that draws no frame in vain: none while the tiles of what it was asked for are still on their way, and
// one for all that changes at a time. In software rendering a frame costs 100 ms and more, which the worker
// that prepares the tiles then lacks.
import { Map as MlMap, type MapOptions } from 'maplibre-gl';

// So long it goes without a new frame, ms: where the line is slow, what has come is shown all the same.
const FIRST_HOLD = 1500;
const CHANGE_HOLD = 1000;
/** What one frame takes, ms. */
const FRAME = 17;
/** So long after a change MapLibre may draw the same again, ms: in play and at a key held down that is never. */
const SECOND_LOOK = 400;

/** What a change promises has to be there before it is drawn. */
export type Change = () => Promise<unknown> | void;

export class CalmMap extends MlMap {
  #hold = FIRST_HOLD;
  /** When the last frame was asked for, or what is awaited was. */
  #since = 0;
  #held: ReturnType<typeof setTimeout> | undefined;
  /** What is to be changed in the next frame. */
  readonly #changes = new Set<Change>();
  #frame = 0;
  #coming = false;
  /** When the last changes were made. */
  #made = 0;
  /** Changes whose data is on its way to the worker. */
  #awaited = 0;
  #changing = false;
  #gone = false;
  /** A change is not at rest yet. */
  #changed = false;
  /** A frame is to come; it was asked for once more; it shows all that was changed. */
  #requested = false;
  #again = false;
  #whole = false;
  #looking: ReturnType<typeof setTimeout> | undefined;
  /** When a frame was drawn without waiting for the browser's. */
  #atOnce = 0;

  /** `shown` is called when a frame shows all that was changed, some time before the map is idle. */
  constructor(options: MapOptions, shown: () => void) {
    super(options);
    this.on('render', () => {
      if (!this.#changed || this.#changes.size || this.#awaited || this.isMoving() || !this.isStyleLoaded()) return;
      this.#whole = true;
      shown();
    });
    this.on('idle', () => (this.#changed = false));
  }

  /**
   * Makes a change together with all others of the moment, so that one frame shows them: at once where the
   * last one is a frame ago, since the worker then has what is left of this one; else in the next. Gives the undo.
   */
  change(make: Change): () => void {
    this.#changes.add(make);
    if (!this.#coming) {
      this.#coming = true;
      if (performance.now() - this.#made > FRAME) queueMicrotask(() => this.#makeChanges());
      else this.#frame = requestAnimationFrame(() => this.#makeChanges());
    }
    return () => this.#changes.delete(make);
  }

  /** Asks for a frame; while the map waits, only when nothing is awaited. */
  override triggerRepaint(): void {
    if (this.#changing || this.#gone) return; // asked for when all is changed
    if (this.#changed && this.#requested) {
      this.#again = true; // MapLibre asks while it draws: the frame may show all of it
      return;
    }
    const rest = this.#since + this.#hold - performance.now();
    if (rest <= 0 || this.isMoving() || (this.#awaited === 0 && this.areTilesLoaded())) {
      clearTimeout(this.#held);
      this.#held = undefined;
      this.#since = performance.now();
      this.#request();
    } else {
      this.#held ??= setTimeout(() => {
        this.#held = undefined;
        this.triggerRepaint();
      }, rest);
    }
  }

  /** From now on every frame is drawn as soon as it is asked for. */
  settle(): void {
    this.#hold = 0;
    clearTimeout(this.#held);
    if (this.#held !== undefined) super.triggerRepaint();
    this.#held = undefined;
  }

  override remove(): void {
    this.#gone = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#held);
    clearTimeout(this.#looking);
    super.remove();
  }

  #makeChanges(): void {
    this.#coming = false;
    if (this.#gone) return;
    this.#made = performance.now();
    this.#changed = this.#changing = true;
    clearTimeout(this.#looking);
    this.#looking = undefined;
    // What is awaited already waits no longer for this.
    if (this.#hold < FIRST_HOLD && this.#held === undefined) [this.#hold, this.#since] = [CHANGE_HOLD, performance.now()];
    const changes = [...this.#changes];
    this.#changes.clear();
    for (const make of changes) this.#await(make());
    this.#changing = false;
    this.triggerRepaint();
  }

  #await(data: Promise<unknown> | void): void {
    if (!data) return;
    this.#awaited += 1;
    void data.finally(() => {
      this.#awaited -= 1;
      this.triggerRepaint();
    });
  }

  /**
   * What a change asked for is drawn now that all of it has come, for the browser to show in its next frame;
   * only a second drawing within one of the browser's frames waits for the next.
   */
  #request(): void {
    this.#requested = true;
    if (this.#changed && !this.isMoving() && performance.now() - this.#atOnce > FRAME) {
      queueMicrotask(() => {
        if (this.#gone) return;
        this.#atOnce = performance.now();
        this.redraw();
        this.#drawn();
      });
    } else {
      super.triggerRepaint();
      requestAnimationFrame(() => this.#drawn()); // comes right after MapLibre has drawn
    }
  }

  #drawn(): void {
    const [again, whole] = [this.#again, this.#whole];
    this.#requested = this.#again = this.#whole = false;
    if (!again) return;
    if (whole && !this.getTerrain()) this.#lookLater();
    else this.triggerRepaint();
  }

  /** After each change of style or labels MapLibre asks for one more frame, the same, before it is idle. */
  #lookLater(): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      super.triggerRepaint();
    }, SECOND_LOOK);
  }
}
