// Time on the map: one number of the style, set at most once a frame and only when it matters.
import { crosses } from '../core/counts';
import type { Day } from '../core/day';
import type { CalmMap } from './calm';
import { busy } from './idle';

export class Clock {
  #shown: Day;
  #wanted: Day;
  #frame = 0;
  #done = () => {};

  constructor(readonly map: CalmMap, day: Day) {
    this.#shown = this.#wanted = day;
  }

  /**
   * Shows the day. While time is running, a step over no boundary draws nothing new and is left out;
   * at rest the number is always exact.
   */
  show(day: Day, running: boolean, boundaries: Day[]): void {
    this.#wanted = day;
    if (day === this.#shown || (running && !crosses(boundaries, this.#shown, day))) return;
    if (this.#frame) return; // the newest wins when the frame comes
    this.#done = busy(this.map);
    this.#frame = requestAnimationFrame(() => this.#set());
  }

  #set(): void {
    this.#frame = 0;
    this.#shown = this.#wanted;
    this.map.wait();
    this.map.setGlobalStateProperty('day', this.#shown);
    this.#done();
  }

  /** The style was replaced and starts from this day. */
  restarted(day: Day): void {
    this.stop();
    this.#shown = day;
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#done();
  }
}
