// The sprite of the map, so that the legend shows the very pictures the map draws.
import { fetchSprite, spriteImageUrl, type Sprite } from './api';
import { view } from './view.svelte';

class SpriteSheet {
  images = $state.raw<Sprite>({});
  shade = $state<'light' | 'dark'>('light');
  readonly url = $derived(spriteImageUrl(this.shade));
}
export const sprite = new SpriteSheet();

/** Loads the sprite of the theme; call while a component is set up. */
export function keepSprite(): void {
  $effect(() => {
    const shade = view.shade;
    fetchSprite(shade).then(
      (images) => {
        sprite.images = images;
        sprite.shade = shade;
      },
      () => undefined, // the map asks for the same file and tells of the failure
    );
  });
}
