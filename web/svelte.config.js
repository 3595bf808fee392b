// TypeScript in components, and warnings that matter here kept as warnings.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default { preprocess: vitePreprocess() };
