// TypeScript in components, and runes everywhere: the code for the old way of reactivity stays out.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default { preprocess: vitePreprocess(), compilerOptions: { runes: true } };
