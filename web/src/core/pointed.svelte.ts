// What the pointer is on in the picture of the years: a year, or an event.
class Pointed {
  year = $state<number | null>(null);
  /** Id of an event, or ''. */
  event = $state('');

  leave(): void {
    this.year = null;
    this.event = '';
  }
}

export const pointed = new Pointed();
