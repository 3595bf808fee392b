// Telling: the stories, which one is told, and the reader's own view, kept until the story is closed.
import { setAsOf } from './address.svelte';
import { fetchStories, type Stories } from './api';
import { failure, type Failure } from './failure';
import { loaded } from './loaded.svelte';
import { forgetRange } from './range.svelte';
import { boxOf, plainScene, sceneOf, type Scene } from './story';
import { view, type Camera } from './view.svelte';

class Telling {
  stories = $state.raw<Stories | null>(null);
  /** Why the stories have not come. */
  problem = $state.raw<Failure | null>(null);
  /** The reader has opened the record of the feature that the step is about. */
  reading = $state(false);

  readonly story = $derived(this.stories?.stories.find(({ id }) => id === view.story));
  /** Number of the step, from 0; an address may name one that is not there. */
  readonly at = $derived(Math.max(0, Math.min(view.step, (this.story?.steps.length ?? 1) - 1)));
  readonly step = $derived(this.story?.steps[this.at]);
  /** A story is told or the list of them is open. */
  readonly open = $derived(view.storiesOpen || view.story !== '');
  /** A selected feature shows its record: with a story, only if the reader chose it, not where the step points at it. */
  readonly covered = $derived(
    view.selected !== '' &&
    (view.story === '' || (this.step !== undefined && (this.reading || view.selected !== this.step.selected))),
  );

  #asked: Promise<void> | null = null;
  #before: { scene: Scene; camera: Camera | null } | null = null;

  /** Fetches the stories once; after a failure, again. */
  load(): Promise<void> {
    this.#asked ??= fetchStories().then(
      (stories) => {
        this.stories = stories;
        this.problem = null;
      },
      (error) => {
        this.problem = failure(error);
        this.#asked = null;
      },
    );
    return this.#asked;
  }

  /** Begins a story at its first step and keeps the view the reader comes from. */
  begin(id: string): void {
    if (view.story === '') this.#before = { scene: sceneNow(), camera: view.camera };
    view.story = id;
    view.storiesOpen = false;
    this.go(0);
  }

  /** Goes to a step, from 0. */
  go(step: number): void {
    view.step = step;
    this.show();
  }

  next(): void {
    if (this.story && this.at < this.story.steps.length - 1) this.go(this.at + 1);
  }

  back(): void {
    if (this.at > 0) this.go(this.at - 1);
  }

  /** Opens the record of the feature that the step is about; closing it leads back to the step. */
  read(): void {
    view.selected = this.step?.selected ?? '';
    this.reading = true;
  }

  /** Brings the view to the step, also after the reader has moved away from it. */
  show(): void {
    if (!loaded.atlas || !this.step) return;
    apply(sceneOf(this.step, loaded.atlas));
    view.fly({ bbox: boxOf(this.step.camera) });
    this.reading = false;
  }

  /** Ends the story; the reader gets back the view that was there before it. */
  close(): void {
    const before = this.#before;
    this.#before = null;
    view.story = '';
    view.step = 0;
    this.reading = false;
    if (loaded.atlas) apply(before?.scene ?? plainScene(loaded.atlas));
    view.fly(before?.camera ? { ...before.camera, exact: true } : 'opening');
  }

  /** Closes the story and shows the list of them. */
  list(): void {
    this.close();
    view.storiesOpen = true;
  }
}

const sceneNow = (): Scene => ({
  day: view.day, since: view.since, asOf: view.asOf, versus: view.versus, mode: view.mode,
  categories: [...view.categories], statuses: [...view.statuses], filters: view.filters,
  selected: view.selected, organisation: view.organisation, outcomes: view.outcomes,
});

/** All in one turn, so that a step of the story is one step of the history. */
function apply(scene: Scene): void {
  view.playing = false;
  view.layersOpen = false;
  view.reading = null;
  forgetRange();
  view.since = null; // a day moves its range along
  view.setDay(scene.day);
  view.since = scene.since;
  view.versus = scene.versus;
  view.mode = scene.mode;
  view.filters = scene.filters;
  switchTo(view.categories, scene.categories);
  switchTo(view.statuses, scene.statuses);
  view.selected = scene.selected;
  view.organisation = scene.organisation;
  view.outcomes = scene.outcomes;
  if (view.asOf !== scene.asOf) void setAsOf(scene.asOf);
}

function switchTo(set: typeof view.categories, ids: string[]): void {
  view.setAll(set, [...set].filter((id) => !ids.includes(id)), false);
  view.setAll(set, ids, true);
}

export const telling = new Telling();
